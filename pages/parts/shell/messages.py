"""What a page may ask of Streamlit by its connection: all that a visitor's page asks for, and nothing for developers.

Streamlit does whatever a connection orders. Clearing its caches would take every visitor's results and start another
worker; behind a proxy on this machine, what is meant for its developer could be ordered by anybody. A message of
megabytes, which no page sends, would hold everybody up while Streamlit reads it.
"""

from __future__ import annotations

import time

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

ASKED_FOR = frozenset({"rerun_script", "stop_script", "file_urls_request", "app_heartbeat"})
MOST_BYTES, MOST_WIDGETS = 512 * 1024, 1000  # of a message: a page's own have a tenth of that
BURST, A_SECOND = 8 * MOST_BYTES, MOST_BYTES // 2  # bytes of a connection: at once, and in the long run
OPERATION = "backend_operation_request"
OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})


class Messages:
    """Drops orders that no visitor's page gives, and what is more than one sends."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or one connection."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return

        left, since = float(BURST), time.monotonic()

        async def received() -> Message:
            nonlocal left, since
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                now, content = time.monotonic(), message.get("bytes")
                left, since = min(BURST, left + A_SECOND * (now - since)) - len(content or b""), now
                if left >= 0 and is_asked_for(content):
                    return message
                left = max(left, -float(BURST))

        await self._app(scope, received, send)


def is_asked_for(content: bytes | None) -> bool:
    """Whether this is an order that a visitor's page gives.

    >>> is_asked_for(BackMsg(stop_script=True).SerializeToString())
    True
    >>> is_asked_for(BackMsg(clear_cache=True).SerializeToString())
    False
    """
    order = BackMsg()
    if len(content or b"") > MOST_BYTES:
        return False
    try:
        order.ParseFromString(content or b"")
    except DecodeError:
        return False
    kind = order.WhichOneof("type")
    if kind == OPERATION:
        return order.backend_operation_request.WhichOneof("payload") in OPERATIONS
    if kind == "rerun_script" and len(order.rerun_script.widget_states.widgets) > MOST_WIDGETS:
        return False
    return kind in ASKED_FOR
