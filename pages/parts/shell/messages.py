"""What a page may ask of Streamlit by its connection: all that a visitor's page asks for, and nothing for developers.

Streamlit does whatever a connection orders. Clearing its caches would take every visitor's results and start another
worker; behind a proxy on this machine, what is meant for its developer could be ordered by anybody.
"""

from __future__ import annotations

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

ASKED_FOR = frozenset({"rerun_script", "stop_script", "file_urls_request", "app_heartbeat"})
OPERATION = "backend_operation_request"
OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})


class Messages:
    """Drops orders that no visitor's page gives."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or one connection."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return

        async def received() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or is_asked_for(message.get("bytes")):
                    return message

        await self._app(scope, received, send)


def is_asked_for(content: bytes | None) -> bool:
    """Whether this is an order that a visitor's page gives.

    >>> is_asked_for(BackMsg(stop_script=True).SerializeToString())
    True
    >>> is_asked_for(BackMsg(clear_cache=True).SerializeToString())
    False
    """
    order = BackMsg()
    try:
        order.ParseFromString(content or b"")
    except DecodeError:
        return False
    kind = order.WhichOneof("type")
    if kind == OPERATION:
        return order.backend_operation_request.WhichOneof("payload") in OPERATIONS
    return kind in ASKED_FOR
