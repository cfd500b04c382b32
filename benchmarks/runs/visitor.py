"""A visitor without a browser: speaks Streamlit's websocket protocol, and knows what is on the page it was sent."""

from __future__ import annotations

import asyncio
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

SPOKEN = Subprotocol("streamlit")
KINDS = ("button", "slider", "selectbox", "checkbox", "button_group")
BOX = "expandable"


@dataclass(frozen=True)
class Widget:
    """A widget on the page: its id, what it says, and the fragment that it belongs to."""

    id: str
    kind: str
    label: str
    fragment: str
    proto: Any


class Visitor:
    """One tab of a browser that draws nothing."""

    def __init__(self, port: int, page: str, query: dict[str, str] | None = None) -> None:
        self._port, self._page, self._query = port, page, urllib.parse.urlencode(query or {})
        self._hash = ""
        self._widgets: dict[str, Widget] = {}
        self.refreshed: dict[str, float] = {}  # seconds between two runs of each fragment that runs by itself
        self.errors: list[str] = []
        self.texts: list[str] = []
        self.messages, self.bytes = 0, 0  # received so far

    async def open(self) -> float:
        """Load the page, with the cookies that the server gives; seconds until it was drawn."""
        cookies = await asyncio.to_thread(_cookies, f"http://127.0.0.1:{self._port}/")
        address = f"ws://127.0.0.1:{self._port}/_stcore/stream"
        self._socket: ClientConnection = await connect(
            address,
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            compression=None,
            ping_interval=None,
            open_timeout=60,
            additional_headers={"Cookie": cookies} if cookies else None,
        )
        return await self.run()

    async def close(self) -> None:
        """Close the tab."""
        await self._socket.close()

    @property
    def widgets(self) -> list[Widget]:
        """All widgets and boxes on the page, in the order in which they were drawn."""
        return list(self._widgets.values())

    def same(self, widget: Widget) -> Widget:
        """The widget that is another visitor's on this one's page."""
        return self._widgets[widget.id]

    def widget(self, label: str) -> Widget | None:
        """The widget that says this, None where there is none."""
        return next((each for each in self._widgets.values() if each.label == label), None)

    def labels(self, kind: str) -> list[str]:
        """What the widgets of a kind on the page say."""
        return [each.label for each in self._widgets.values() if each.kind == kind]

    async def press(self, label: str) -> float:
        """Press a button; seconds until the answer was drawn."""
        return await self._use(label, "trigger_value", True)

    async def slide(self, label: str, position: float) -> float:
        """Move a slider to this share of its way; seconds until the answer was drawn."""
        widget = self._known(label)
        proto = widget.proto
        if proto.options:
            return await self._use(
                label, "string_array_value", [proto.options[round(position * (len(proto.options) - 1))]]
            )
        steps = round(position * (proto.max - proto.min) / proto.step)
        return await self._use(label, "double_array_value", [min(proto.max, proto.min + steps * proto.step)])

    async def choose(self, label: str, number: int) -> float:
        """Choose an entry of a menu; seconds until the answer was drawn."""
        options = self._known(label).proto.options
        return await self._use(label, "string_value", options[number % len(options)])

    async def use(self, widget: Widget, kind: str, value: Any) -> float:
        """Give a widget a value, as its field of the protocol; seconds until the answer was drawn."""
        return await self.run(fragment=widget.fragment, states=[(widget, kind, value)])

    async def tick(self) -> float:
        """Let the fragments that run by themselves do so once; seconds until they were drawn."""
        return sum([await self.run(fragment=each, is_auto=True) for each in list(self.refreshed)])

    async def settle(self) -> None:
        """Wait until nothing on the page runs by itself any more: what was asked for has arrived."""
        while self.refreshed:
            await asyncio.sleep(min(self.refreshed.values()))
            await self.tick()

    async def run(self, *, fragment: str = "", is_auto: bool = False, states: Any = ()) -> float:
        """Let the page, or a fragment of it, run; seconds from the request to its end."""
        message = BackMsg()
        request = message.rerun_script
        for widget, kind, value in states:
            state = request.widget_states.widgets.add()
            state.id = widget.id
            if isinstance(value, list):
                getattr(state, kind).data.extend(value)
            else:
                setattr(state, kind, value)
        request.query_string, request.fragment_id, request.is_auto_rerun = self._query, fragment, is_auto
        request.page_script_hash, request.page_name = self._hash, "" if self._hash else self._page
        begun = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(120):
            while not await self._is_over():
                pass
        return time.perf_counter() - begun

    def _known(self, label: str) -> Widget:
        widget = self.widget(label)
        if widget is None:
            raise KeyError(
                f"no widget {label!r} on {self._page}: there are {[w.label for w in self._widgets.values()]}"
            )
        return widget

    async def _use(self, label: str, kind: str, value: Any) -> float:
        return await self.use(self._known(label), kind, value)

    async def _is_over(self) -> bool:
        """Take one message in; whether it was the end of the last script that the request set off."""
        message, received = ForwardMsg(), bytes(await self._socket.recv(decode=False))
        message.ParseFromString(received)
        self.messages, self.bytes = self.messages + 1, self.bytes + len(received)
        match message.WhichOneof("type"):
            case "new_session":
                self._hash = message.new_session.page_script_hash or self._hash
                if not message.metadata.run.fragment_ids:
                    self._widgets, self.refreshed, self.texts = {}, {}, []
            case "navigation":
                self._hash = message.navigation.page_script_hash or self._hash
            case "delta":
                self._draw(message.delta)
            case "auto_rerun":
                self.refreshed[message.auto_rerun.fragment_id] = message.auto_rerun.interval
            case "stop_auto_rerun":
                for fragment in message.stop_auto_rerun.fragment_ids:
                    self.refreshed.pop(fragment, None)
            case "page_info_changed":
                self._query = message.page_info_changed.query_string
            case "script_finished":
                return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    def _draw(self, delta: Any) -> None:
        if delta.WhichOneof("type") == "add_block" and delta.add_block.WhichOneof("type") == BOX:
            frame = delta.add_block.expandable
            if frame.id:
                self._widgets[frame.id] = Widget(frame.id, BOX, frame.label, delta.fragment_id, frame)
        if delta.WhichOneof("type") != "new_element":
            return
        kind = delta.new_element.WhichOneof("type")
        element = getattr(delta.new_element, kind)
        if kind == "exception":
            self.errors.append(element.message)
        elif kind == "alert":
            self.texts.append(element.body)
        elif kind in KINDS and element.id:
            self._widgets[element.id] = Widget(element.id, kind, element.label, delta.fragment_id, element)


def _cookies(address: str) -> str:
    """What a browser sends back after it has loaded the page: which server it came to, and its own key."""
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310
        given: list[str] = answer.headers.get_all("Set-Cookie") or []
    return "; ".join(each.partition(";")[0] for each in given)
