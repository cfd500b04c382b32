"""The middleware before every answer: allowed names and addresses, security headers, and the visitor's cookie."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.runs.records.record import is_id
from pages.parts.shell.asking import NAMES_HERE, is_passed_on, trusted_proxies
from pages.parts.shell.policy import HEADERS, MEDIA, page_policy
from pages.parts.shell.registry import NEVER_EMBEDDED
from pages.parts.shell.sign_in_routes import ROUTES

COOKIE = "filters_visitor"  # specific, since another site under the same domain may set cookies, too
YEAR = 365 * 24 * 3600
FRAMED, UNFRAMED = page_policy("*"), page_policy("'self'")
# of what Streamlit serves beside pages and files, what a browser needs; all else is closed, such as what drives the
# dashboard without a browser and components from files; signing in is open where somebody has configured it
OPEN = ("health", "host-config", "stream", "upload_file")
CLOSED = ("auth", "component", "oauth2callback")
HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[\w.-]+))(?::[0-9]{0,5})?|(?P<bare>[0-9a-f:.]+)")
READING = ("GET", "HEAD", "OPTIONS")
METRICS = "metrics"  # for programs on this machine alone


class Guard:
    """Refuses names and addresses that are not allowed, sets the headers, and gives each browser a key of its own.

    The key is random and survives a reload. No script can read it, and it stands in no address.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Iterable[str],
        origins: Iterable[str] = (),
        base: str = "",
        *,
        may_sign_in: bool = False,
    ) -> None:
        self._app, self._hosts = app, frozenset(host.lower() for host in hosts)
        self._signing_in = frozenset(ROUTES) if may_sign_in else frozenset()
        self._origins, self._base = frozenset(origins), f"/{base.strip('/')}".rstrip("/")
        self._proxies = trusted_proxies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = Headers(scope=scope) if scope["type"] != "lifespan" else Headers()
        if scope["type"] == "websocket" and not self._is_from_here(headers):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http":
            await self._answer(scope, headers, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        answer = self._with_headers(scope, headers, send)
        if not self._is_known(headers.get("host", "")):
            await PlainTextResponse("This dashboard does not answer under that name.", 421)(scope, receive, answer)
        elif not self._is_open(scope, headers):
            await PlainTextResponse("There is nothing under this address.", 404)(scope, receive, answer)
        elif scope["method"] not in READING and not self._is_from_here(headers):
            await PlainTextResponse("Pages of other sites cannot change anything here.", 403)(scope, receive, answer)
        else:
            await self._app(scope, receive, answer)

    def _is_known(self, host: str) -> bool:
        return not self._hosts or host_of(host) in self._hosts

    def _is_from_here(self, headers: Headers) -> bool:
        """Whether a page of the dashboard asks, or none: pages of other sites would act with the visitor's cookie.

        Streamlit would take any page from localhost; for other origins it asks the network for its own address, and
        all visitors wait meanwhile.
        """
        host, origin = headers.get("host", ""), headers.get("origin")
        if origin is None or not self._is_known(host) or origin in self._origins:
            return self._is_known(host)
        asked = urlsplit(origin).netloc.lower()
        # a proxy may have put another name in place of the one that the browser used
        return asked == host.lower() or host_of(asked) in self._hosts - NAMES_HERE

    def _is_open(self, scope: Scope, headers: Headers) -> bool:
        path = scope["path"].removeprefix(self._base).lstrip("/")
        first, _, rest = path.partition("/")
        if first != "_stcore":
            return first not in CLOSED or path in self._signing_in
        name = rest.partition("/")[0].strip()
        is_here = host_of(headers.get("host", "")) in NAMES_HERE and not is_passed_on(headers)
        return name in OPEN or (name == METRICS and is_here and self._proxies.is_here(scope))

    def _with_headers(self, scope: Scope, headers: Headers, send: Send) -> Send:
        # an invalid key is replaced: its runs would have no owner after the next reload
        is_new = not any(is_id(cookie_parser(given).get(COOKIE)) for given in headers.getlist("cookie"))
        is_secure = scope.get("scheme") == "https" or _first(headers.get("x-forwarded-proto", "")) == "https"

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = MutableHeaders(scope=message)
                _protect(answered, scope)
                if is_secure:
                    _secure_cookies(answered)
                is_html = answered.get("content-type", "").startswith("text/html")
                # a page that the browser has cached comes as 304, without a content type
                is_known_page = message["status"] == 304 and not scope["path"].startswith("/static")
                if is_new and (is_html or is_known_page):
                    answered.append("Set-Cookie", _cookie(is_secure=is_secure))
                    # no proxy on the way may give one browser's key to another
                    answered["Cache-Control"] = "private, no-store"
            await send(message)

        return answer


def _protect(answered: MutableHeaders, scope: Scope) -> None:
    """Set what tells browsers what they may do with an answer."""
    for name, value in HEADERS.items():
        answered[name] = value
    if "/media/" in scope["path"]:
        answered["Content-Security-Policy"] = MEDIA
    elif _may_be_framed(scope):
        answered["Content-Security-Policy"] = FRAMED
        return
    else:
        answered["Content-Security-Policy"] = UNFRAMED
    # no other site may show this in a frame to catch clicks on it
    answered["X-Frame-Options"] = "SAMEORIGIN"


def _secure_cookies(answered: MutableHeaders) -> None:
    """Let the cookies that Streamlit sets go over HTTPS alone, which it does only where it speaks HTTPS itself."""
    given = answered.getlist("set-cookie")
    if given:
        del answered["set-cookie"]
        for each in given:
            named = {part.partition("=")[0].strip().lower() for part in each.split(";")[1:]}
            missing = {"samesite": "; SameSite=Lax", "secure": "; Secure"}
            answered.append("Set-Cookie", each + "".join(add for name, add in missing.items() if name not in named))


def _may_be_framed(scope: Scope) -> bool:
    """Whether the request is for a page to be embedded: such a page has no control that changes anything saved."""
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    page = scope["path"].strip("/").rpartition("/")[2]
    return query.get("embed") == ["true"] and page not in NEVER_EMBEDDED


def host_of(header: str) -> str:
    """The name in a Host header, without its port; empty where there is more than these two.

    >>> host_of("LOCALHOST:8501"), host_of("[::1]:8501"), host_of("::1")
    ('localhost', '::1', '::1')
    >>> host_of("localhost:8501.example"), host_of("[::1"), host_of("me@localhost")
    ('', '', '')
    """
    found = HOST.fullmatch(header.strip().lower())
    return (found["six"] or found["name"] or found["bare"]) if found else ""


def _first(proxies: str) -> str:
    """The scheme that the browser used, the first in the list of several proxies."""
    return proxies.partition(",")[0].strip().lower()


def _cookie(*, is_secure: bool) -> str:
    secure = "; Secure" if is_secure else ""
    return f"{COOKIE}={secrets.token_hex(16)}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Lax{secure}"
