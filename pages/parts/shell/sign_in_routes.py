"""The way to a provider and back: what stands before Streamlit's own routes, where visitors can sign in."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SIGN_IN, SIGN_OUT, BACK = "auth/login", "auth/logout", "oauth2callback"
ROUTES = (SIGN_IN, SIGN_OUT, BACK)
OWN = ("", "same-origin", "none")  # of Sec-Fetch-Site: from a page of this dashboard, or from no page
AFTER = "runs"  # the page on which one signs in


class SignIn:
    """Lets no other site sign a visitor in or out, and brings back to the page on which the visitor did."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self._app, self._base = app, f"/{base.strip('/')}".rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        route = scope["path"].removeprefix(self._base).strip("/") if scope["type"] == "http" else ""
        if route not in ROUTES:
            await self._app(scope, receive, send)
        elif route != BACK and Headers(scope=scope).get("sec-fetch-site", "") not in OWN:
            await PlainTextResponse("Sign in and out on the dashboard itself.", 403)(scope, receive, send)
        else:
            await self._app(scope, receive, self._to_the_page(send))

    def _to_the_page(self, send: Send) -> Send:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = MutableHeaders(scope=message)
                answered["Cache-Control"] = "private, no-store"
                # Streamlit knows of no page but the first
                if answered.get("location") in ("/", f"{self._base}/", self._base):
                    answered["Location"] = f"{self._base}/{AFTER}"
            await send(message)

        return answer
