"""The middleware before every answer of the server: allowed host names, security headers, and the visitor's cookie."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.runs.records.record import is_id
from pages.parts.shell.registry import NEVER_EMBEDDED

COOKIE = "filters_visitor"  # specific, since another site under the same domain may set cookies, too
YEAR = 365 * 24 * 3600
POLICY = "frame-ancestors {}; object-src 'none'; base-uri 'self'"
HEADERS = {
    # no other site may show this page in a frame to catch clicks on it
    "Content-Security-Policy": POLICY.format("'self'"),
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    # an address holds choices and the ids of runs, which other sites should not see
    "Referrer-Policy": "same-origin",
}


class Guard:
    """Refuses host names that are not allowed, sets the headers, and gives each browser a key of its own.

    The key is random and survives a reload. No script can read it, and it stands in no address.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app, self._hosts = app, frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if self._hosts and host_of(headers.get("host", "")) not in self._hosts:
            await PlainTextResponse("This dashboard does not answer under that name.", 421)(scope, receive, send)
            return
        # an invalid key is replaced: its runs would have no owner after the next reload
        is_new = not any(is_id(cookie_parser(given).get(COOKIE)) for given in headers.getlist("cookie"))
        is_secure = scope.get("scheme") == "https" or _first(headers.get("x-forwarded-proto", "")) == "https"

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answered[name] = value
                if _may_be_framed(scope):
                    answered["Content-Security-Policy"] = POLICY.format("*")
                    del answered["X-Frame-Options"]
                is_html = answered.get("content-type", "").startswith("text/html")
                # a page that the browser has cached comes as 304, without a content type
                is_known_page = message["status"] == 304 and not scope["path"].startswith("/static")
                if is_new and (is_html or is_known_page):
                    answered.append("Set-Cookie", _cookie(is_secure=is_secure))
                    # no proxy on the way may give one browser's key to another
                    answered["Cache-Control"] = "private, no-store"
            await send(message)

        await self._app(scope, receive, answer)


def _may_be_framed(scope: Scope) -> bool:
    """Whether the request is for a page to be embedded: such a page has no control that changes anything saved."""
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    page = scope["path"].strip("/").rpartition("/")[2]
    return query.get("embed") == ["true"] and page not in NEVER_EMBEDDED


def host_of(header: str) -> str:
    """The name in a Host header, without its port.

    >>> host_of("LOCALHOST:8501"), host_of("[::1]:8501"), host_of("::1")
    ('localhost', '::1', '::1')
    """
    name = header.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.rpartition(":")[0] if name.count(":") == 1 else name


def _first(proxies: str) -> str:
    """The scheme that the browser used, the first in the list of several proxies."""
    return proxies.partition(",")[0].strip().lower()


def _cookie(*, is_secure: bool) -> str:
    secure = "; Secure" if is_secure else ""
    return f"{COOKIE}={secrets.token_hex(16)}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Lax{secure}"
