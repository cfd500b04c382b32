"""Of what Streamlit takes by a connection, a visitor's page may order what such a page orders, and nothing else."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages.parts.shell.entry import middleware
from pages.parts.shell.messages import (
    ASKED_FOR,
    BURST,
    MOST_BYTES,
    MOST_WIDGETS,
    OPERATION,
    OPERATIONS,
    Messages,
    is_asked_for,
)

KINDS = [field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]
REQUEST = BackMsg.DESCRIPTOR.fields_by_name[OPERATION].message_type
PAYLOADS = [field.name for field in REQUEST.oneofs_by_name["payload"].fields]


def order(kind: str) -> BackMsg:
    made = BackMsg()
    field = BackMsg.DESCRIPTOR.fields_by_name[kind]
    if field.message_type:
        getattr(made, kind).SetInParent()
    else:
        setattr(made, kind, True if field.type == field.TYPE_BOOL else "")
    return made


def operation(payload: str) -> BackMsg:
    made = BackMsg()
    getattr(made.backend_operation_request, payload).SetInParent()
    return made


def test_all_that_is_asked_for_is_known_to_streamlit():
    assert set(KINDS) > ASKED_FOR
    assert set(PAYLOADS) > OPERATIONS


@pytest.mark.parametrize("kind", KINDS)
def test_an_order_is_passed_on_if_pages_give_it(kind):
    assert is_asked_for(order(kind).SerializeToString()) is (kind in ASKED_FOR)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_so_is_an_operation(payload):
    assert is_asked_for(operation(payload).SerializeToString()) is (payload in OPERATIONS)


@pytest.mark.parametrize("content", [None, b"", b"\xff\xff", b"forged", BackMsg().SerializeToString()])
def test_what_is_no_order_is_dropped(content):
    assert not is_asked_for(content)


def test_of_two_orders_in_one_message_the_last_counts_as_it_does_for_streamlit():
    both = order("stop_script").SerializeToString() + order("clear_cache").SerializeToString()
    assert not is_asked_for(both)


def test_dropped_messages_are_passed_over_and_the_end_is_not():
    given = [
        {"type": "websocket.connect"},
        {"type": "websocket.receive", "bytes": order("clear_cache").SerializeToString()},
        {"type": "websocket.receive", "text": "forged"},
        {"type": "websocket.receive", "bytes": (wanted := order("rerun_script").SerializeToString())},
        {"type": "websocket.receive", "bytes": operation("install_skills").SerializeToString()},
        {"type": "websocket.disconnect", "code": 1000},
    ]
    got = []

    async def receive():
        return given.pop(0)

    async def app(_, receive, __):
        while not got or got[-1]["type"] != "websocket.disconnect":
            got.append(await receive())

    # the browser tests leave an event loop in this thread
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(Messages(app)({"type": "websocket"}, receive, None))).result()
    assert [(each["type"], each.get("bytes")) for each in got] == [
        ("websocket.connect", None), ("websocket.receive", wanted), ("websocket.disconnect", None),
    ]  # fmt: skip


def widgets(count: int, text: str = "") -> bytes:
    """A page's order to run again, with so many widgets."""
    made = BackMsg()
    for number in range(count):
        made.rerun_script.widget_states.widgets.add(id=f"{number}", string_value=text)
    return made.SerializeToString()


def test_more_than_a_page_sends_is_dropped():
    assert is_asked_for(widgets(MOST_WIDGETS))
    assert not is_asked_for(widgets(MOST_WIDGETS + 1))
    assert is_asked_for(widgets(1, "a" * (MOST_BYTES - 100)))
    assert not is_asked_for(widgets(1, "a" * MOST_BYTES))


def test_a_connection_that_sends_without_end_is_heard_now_and_then(monkeypatch):
    now, heard = [0.0], []
    monkeypatch.setattr("pages.parts.shell.messages.time.monotonic", lambda: now[0])
    large = widgets(1, "a" * (MOST_BYTES // 2))

    async def receive():
        now[0] += 0.1
        if now[0] > 60:
            return {"type": "websocket.disconnect"}
        return {"type": "websocket.receive", "bytes": large}

    async def app(_, receive, __):
        while (await receive())["type"] != "websocket.disconnect":
            heard.append(now[0])

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(Messages(app)({"type": "websocket"}, receive, None))).result()
    # what comes at once, and a message of this size each second
    assert BURST / len(large) <= len(heard) <= BURST / len(large) + 60
    assert len(heard) < 100


def test_every_connection_goes_through_it():
    assert Messages in [each.cls for each in middleware()]
