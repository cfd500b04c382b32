"""What one address, one visit and all together may ask of the server: connections, and files that are uploaded.

The limits are generous: a class of thirty and more comes from one address. Each can be set in the environment.
"""

from __future__ import annotations

import asyncio
from collections import Counter

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.data.uploads.limits import MAX_MEGABYTES
from pages.parts.shell.allowed import MINUTE, Allowed, Minute, Open, Refused, clock
from pages.parts.shell.asking import Proxies, is_passed_on, trusted_proxies
from pages.parts.shell.held_uploads import Held

MEGABYTE = 1024**2
FRAMING = MEGABYTE  # what a form may have around its file
PATIENCE = 30.0  # seconds without a byte of an upload
TRY_AGAIN = "Try again in a minute."
REFUSALS: Counter[str] = Counter()  # by reason, since the start of the server
CONNECTIONS = Open()  # of this server


class Limits:
    """Refuses what goes beyond the limits, with a sentence, before the dashboard has to do anything for it.

    Streamlit asks whether the server is well before it connects, and shows a refusal's sentence.
    """

    def __init__(
        self,
        app: ASGIApp,
        allowed: Allowed | None = None,
        proxies: Proxies | None = None,
        held: Held | None = None,
        connections: Open | None = None,
    ) -> None:
        self._app, self._allowed = app, allowed or Allowed()
        self._proxies, self._held = proxies or trusted_proxies(), held or Held()
        self._connections, self._uploads = connections or Open(), Open()
        self._coming: Counter[str] = Counter()  # bytes of files that are still coming, by session
        self._new, self._files, self._bytes, self._visits = Minute(), Minute(), Minute(), Minute()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or one connection."""
        if scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        elif scope["type"] == "http":
            upload = upload_of(scope)
            if upload and scope["method"] == "PUT":
                await self._take(upload, scope, receive, send)
            elif _begins_a_visit(scope) and (refused := self._room(self._proxies.address(scope))):
                await _refuse(refused, scope, receive, send)
            else:
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _room(self, address: str) -> Refused | None:
        """Why no further connection from this address is taken, None where one is."""
        if self._connections.by.total() >= self._allowed.connections:
            return Refused("connections", 503, f"The dashboard has as many visitors as it can serve. {TRY_AGAIN}")
        if self._connections.by[address] >= self._allowed.by_address:
            return Refused(
                "connections of an address", 429, "Too many pages are open from your network address. Close some first."
            )
        if self._new.count(address, 0) >= self._allowed.new_a_minute:
            return Refused("new connections", 429, f"Too many pages were opened from your network address. {TRY_AGAIN}")
        return None

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = self._proxies.address(scope)
        if refused := self._room(address):
            await _refuse(refused, scope, receive, send)
            return
        self._new.count(address)
        with self._connections.one_more(address):
            await self._app(scope, receive, send)

    async def _take(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on an upload, piece by piece, as long as it stays within the limits."""
        address = self._proxies.address(scope)
        refused: Refused | None = None
        is_answered, size = False, 0

        async def counted() -> Message:
            nonlocal refused, size
            try:
                message = await asyncio.wait_for(receive(), PATIENCE)
                came = len(message.get("body", b""))
                size += came
                self._coming[session] += came
                self._check_bytes(address, session, size, came)
            except TimeoutError:
                refused = Refused("slow", 408, f"No part of the file came for {PATIENCE:.0f} seconds.")
                raise refused from None
            except Refused as error:
                refused = error
                raise
            return message

        async def answer(message: Message) -> None:
            # what was refused here, others take for a failure of their own
            nonlocal is_answered
            if refused is None:
                is_answered = True
                await send(message)

        try:
            self._check(address, session, Headers(scope=scope))
            with self._uploads.one_more(address):
                await self._app(scope, counted, answer)
        except Refused as error:
            if not is_answered:
                await _refuse(error, scope, receive, send)
        finally:
            self._coming[session] -= size
            if self._coming[session] <= 0:
                del self._coming[session]
            self._held.forget_ended(session)

    def _check(self, address: str, session: str, headers: Headers) -> None:
        allowed = self._allowed
        if self._files.count(address) > allowed.uploads_a_minute:
            raise Refused("uploads of an address", 429, f"Too many files came from your network address. {TRY_AGAIN}")
        if self._visits.count(session) > allowed.visit_a_minute:
            raise Refused("uploads of a visit", 429, f"Too many files were uploaded in this visit. {TRY_AGAIN}")
        if self._uploads.by[address] >= allowed.uploads_at_once:
            raise Refused(
                "uploads at once", 429, f"Too many files are being uploaded from your network address. {TRY_AGAIN}"
            )
        length = headers.get("content-length", "")
        self._check_size(session, int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0)

    def _check_bytes(self, address: str, session: str, size: int, came: int) -> None:
        self._check_size(session, size)
        if self._bytes.count(address, came) > self._allowed.megabytes_a_minute * MEGABYTE:
            raise Refused("bytes of an address", 429, f"Too many megabytes came from your network address. {TRY_AGAIN}")

    def _check_size(self, session: str, size: int) -> None:
        """Whether a file of this size, or of which so much came, may be taken beside what is held and what comes."""
        allowed = self._allowed
        if size > MAX_MEGABYTES * MEGABYTE + FRAMING:
            raise Refused("size", 413, f"The file is too large: files up to {MAX_MEGABYTES} MB can be read.")
        if self._held.of(session) + max(size, self._coming[session]) > allowed.held_by_visit * MEGABYTE:
            raise Refused(
                "held by a visit",
                413,
                f"With this file your visit would hold more than {allowed.held_by_visit} MB. "
                "Remove some files, or load the page anew.",
            )
        if self._held.all() + max(size, self._coming.total()) > allowed.held * MEGABYTE:
            raise Refused("held", 503, f"The dashboard holds as many files as it can. {TRY_AGAIN}")


def upload_of(scope: Scope) -> str:
    """The session for which a file is uploaded, or removed; empty for all other addresses.

    >>> upload_of({"path": "/base/_stcore/upload_file/a1/b2"}), upload_of({"path": "/images"})
    ('a1', '')
    """
    found: str = scope["path"].partition("/_stcore/upload_file/")[2]
    return found.partition("/")[0]


def _begins_a_visit(scope: Scope) -> bool:
    """Whether a request is for a page, or for what Streamlit asks before it connects; a balancer sends no cookie."""
    path, headers = scope["path"], Headers(scope=scope)
    if _is_asked_first(path):
        return "cookie" in headers or is_passed_on(headers)
    return "text/html" in headers.get("accept", "") and "/media/" not in path


def _is_asked_first(path: str) -> bool:
    return path.rstrip().endswith(("/_stcore/health", "/_stcore/host-config"))


async def _refuse(refused: Refused, scope: Scope, receive: Receive, send: Send) -> None:
    REFUSALS[refused.why] += 1
    if scope["type"] == "websocket":
        # no script is told more; an answer with a sentence would be logged as a failure, each time
        await receive()
        await send({"type": "websocket.close", "code": 1013})
        return
    headers = {"Cache-Control": "no-store", "Connection": "close"}
    if refused.status in (429, 503):
        headers["Retry-After"] = str(MINUTE - int(clock() % MINUTE))
    # of an answer to what it asks before it connects, Streamlit shows nothing but JSON
    kind: type[Response] = JSONResponse if _is_asked_first(scope["path"]) else PlainTextResponse
    await kind(refused.sentence, refused.status, headers)(scope, receive, send)
