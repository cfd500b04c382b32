"""What stands before every answer, for app.py and serve.py alike."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from pages.parts.shell.limits import CONNECTIONS, Limits
from pages.parts.shell.messages import Messages
from pages.parts.shell.middleware import Guard
from pages.parts.shell.sign_in_routes import SignIn
from pages.parts.shell.signing_in import providers


def middleware() -> list[Middleware]:
    """The middleware by this server's settings."""
    base, may_sign_in = st.get_option("server.baseUrlPath"), bool(providers())
    guard = Middleware(
        Guard,
        hosts=st.get_option("server.allowedHosts"),
        origins=st.get_option("server.corsAllowedOrigins"),
        base=base,
        may_sign_in=may_sign_in,
    )
    signing_in = [Middleware(SignIn, base=base)] if may_sign_in else []
    return [guard, Middleware(Limits, connections=CONNECTIONS), Middleware(Messages), *signing_in]
