"""What stands before every answer, for app.py and serve.py alike."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from pages.parts.shell.limits import CONNECTIONS, Limits
from pages.parts.shell.middleware import Guard


def middleware() -> list[Middleware]:
    """The middleware by this server's settings."""
    guard = Middleware(
        Guard,
        hosts=st.get_option("server.allowedHosts"),
        origins=st.get_option("server.corsAllowedOrigins"),
        base=st.get_option("server.baseUrlPath"),
    )
    return [guard, Middleware(Limits, connections=CONNECTIONS)]
