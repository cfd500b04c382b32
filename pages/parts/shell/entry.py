"""What stands before every answer, for app.py and serve.py alike."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from pages.parts.shell.middleware import Guard


def middleware() -> list[Middleware]:
    """The middleware of this server's settings."""
    return [Middleware(Guard, hosts=st.get_option("server.allowedHosts"))]
