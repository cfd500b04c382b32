"""What one address, one visit and all together may ask: the limits hold, and whoever meets one is told so."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from core.data.uploads.limits import MAX_MEGABYTES
from pages.parts.shell import allowed as allowed_module
from pages.parts.shell import held_uploads, limits
from pages.parts.shell.allowed import Allowed
from pages.parts.shell.limits import MEGABYTE, REFUSALS, Limits

UPLOAD = "/_stcore/upload_file/visit/file"
RETRY = "Try again in a minute."
CLOSED = [{"type": "websocket.close", "code": 1013}]
TOO_MANY_PAGES = f"Too many pages were opened from your network address. {RETRY}"


class Holds:
    """Stands for what Streamlit holds."""

    def __init__(self) -> None:
        self.held, self.ended = {}, []

    def of(self, session):
        return self.held.get(session, 0)

    def all(self):
        return sum(self.held.values())

    def forget_ended(self, session):
        self.ended.append(session)


async def keep(request):
    """Reads all of a file, as Streamlit does."""
    request.app.state.read = len(await request.body())
    return Response(status_code=204)


def served():
    return Starlette(
        routes=[
            Route("/_stcore/upload_file/{a}/{b}", keep, methods=["PUT"]),
            Route("/{path:path}", lambda _: PlainTextResponse("page")),
        ]
    )


class Server:
    """The limits before a server, and what it answers."""

    def __init__(self, app=None, **settings: int) -> None:
        self.app, self.holds = app or served(), Holds()
        self.limits = Limits(self.app, Allowed(**settings), held=self.holds)

    async def asks(
        self,
        path="/",
        body=(b"",),
        method="GET",
        address="192.0.2.7",
        **headers,
    ):
        kind = "websocket" if path.endswith("stream") else "http"
        sent, parts = [], list(body)
        scope = {
            "type": kind, "method": method, "path": path, "client": (address, 1), "query_string": b"",
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }  # fmt: skip

        async def receive():
            if kind == "websocket":
                return {"type": "websocket.connect"}
            part = parts.pop(0)
            if part is None:
                await asyncio.sleep(60)
            return {"type": "http.request", "body": part, "more_body": bool(parts)}

        async def send(message):
            sent.append(message)

        await self.limits(scope, receive, send)
        if sent and "status" in sent[0]:
            return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]).decode()
        return sent

    def puts(self, size, path=UPLOAD, address="192.0.2.7", pieces=8, **headers):
        piece = bytes(int(size * MEGABYTE) // pieces)
        return self.asks(path, [piece] * pieces, "PUT", address, **headers)


def run(work):
    # the browser tests leave an event loop in this thread
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work)).result()


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A clock that stands still, at the beginning of a minute."""
    time = SimpleNamespace(now=600.0)
    for module in (allowed_module, limits):
        monkeypatch.setattr(module, "clock", lambda: time.now)
    REFUSALS.clear()
    return time


async def wait(scope, receive, send):
    """A server whose connections stay open."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        await asyncio.sleep(60)
    await served()(scope, receive, send)


async def opened(server, count, **given):
    tasks = [asyncio.create_task(server.asks("/_stcore/stream", **given)) for _ in range(count)]
    await asyncio.sleep(0.01)
    return [task.result() if task.done() else "open" for task in tasks], tasks


async def closed(tasks):
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def test_an_address_has_so_many_pages_open_and_others_are_not_concerned():
    async def work():
        server = Server(wait, by_address=2, new_a_minute=100)
        answers, tasks = await opened(server, 3)
        refusal = (429, "Too many pages are open from your network address. Close some first.")
        assert answers == ["open", "open", CLOSED]
        others, more = await opened(server, 1, address="198.51.100.1")
        assert others == ["open"]
        # a page, and what Streamlit asks before it connects, say so as well; the rest is answered
        assert await server.asks("/images", accept="text/html,*/*") == refusal
        for path in ("/_stcore/health", "/_stcore/host-config"):
            assert await server.asks(path, cookie="a=1") == (429, f'"{refusal[1]}"')
            assert await server.asks(path, x_forwarded_for="203.0.113.1") == (429, f'"{refusal[1]}"')
        assert await server.asks("/_stcore/health") == (200, "page")
        assert await server.asks("/media/a.csv", accept="text/html") == (200, "page")
        assert await server.asks("/static/a.js") == (200, "page")
        await closed(tasks[:1])
        again, last = await opened(server, 1)
        assert again == ["open"]
        await closed([*tasks, *more, *last])
        assert not server.limits._connections.by

    run(work())
    assert REFUSALS == {"connections of an address": 6}


def test_all_addresses_together_have_so_many_pages_open():
    async def work():
        server = Server(wait, connections=2)
        for last in (1, 2):
            await opened(server, 1, address=f"192.0.2.{last}")
        answers, _ = await opened(server, 1, address="192.0.2.3")
        assert answers == [CLOSED]
        assert await server.asks("/", accept="text/html") == (
            503,
            f"The dashboard has as many visitors as it can serve. {RETRY}",
        )

    run(work())
    assert REFUSALS == {"connections": 2}


def test_an_address_opens_so_many_pages_a_minute(clock):
    async def work():
        server = Server(new_a_minute=2)
        for _ in range(2):
            await server.asks("/_stcore/stream")
        assert await server.asks("/_stcore/stream") == CLOSED
        assert await server.asks("/", accept="text/html") == (429, TOO_MANY_PAGES)
        assert await server.asks("/_stcore/stream", address="192.0.2.8") != CLOSED
        clock.now += 60
        assert await server.asks("/_stcore/stream") != CLOSED

    run(work())


def test_a_refusal_says_when_to_try_again(clock):
    clock.now += 45
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "headers": [], "path": "/"}
    run(limits._refuse(limits.Refused("why", 429, "No."), scope, None, send))
    headers = dict(sent[0]["headers"])
    assert (headers[b"retry-after"], headers[b"cache-control"]) == (b"15", b"no-store")


def test_a_file_within_the_limits_is_passed_on_and_others_methods_are_not_counted():
    server = Server(uploads_a_minute=1)
    assert run(server.asks(UPLOAD, method="DELETE"))[0] == 405
    assert run(server.puts(MAX_MEGABYTES)) == (204, "")
    assert server.app.state.read == MAX_MEGABYTES * MEGABYTE
    assert server.holds.ended == ["visit"]
    assert not server.limits._coming


@pytest.mark.parametrize(
    "length", [{}, {"content_length": "7"}, {"content_length": str(100 * MEGABYTE)}, {"content_length": "x"}]
)
def test_a_file_that_is_too_large_is_refused_while_it_comes(length):
    server = Server()
    assert run(server.puts(MAX_MEGABYTES + 2, **length)) == (
        413,
        f"The file is too large: files up to {MAX_MEGABYTES} MB can be read.",
    )
    assert not hasattr(server.app.state, "read")
    assert not server.limits._coming
    assert REFUSALS == {"size": 1}


def test_an_address_uploads_so_many_files_a_minute(clock):
    server = Server(uploads_a_minute=2)
    paths = [f"/_stcore/upload_file/visit{number}/file" for number in range(3)]
    assert [run(server.puts(0, path))[0] for path in paths] == [204, 204, 429]
    assert run(server.puts(0)) == (429, f"Too many files came from your network address. {RETRY}")
    assert run(server.puts(0, address="192.0.2.8"))[0] == 204
    clock.now += 60
    assert run(server.puts(0))[0] == 204


def test_a_visit_uploads_so_many_files_a_minute_from_wherever():
    server = Server(visit_a_minute=2)
    answers = [run(server.puts(0, address=f"192.0.2.{last}")) for last in range(3)]
    assert answers == [(204, ""), (204, ""), (429, f"Too many files were uploaded in this visit. {RETRY}")]
    assert run(server.puts(0, "/_stcore/upload_file/other/file"))[0] == 204


def test_an_address_uploads_so_many_bytes_a_minute():
    server = Server(megabytes_a_minute=5)
    assert run(server.puts(4)) == (204, "")
    assert run(server.puts(2)) == (429, f"Too many megabytes came from your network address. {RETRY}")


def test_so_many_files_come_from_an_address_at_the_same_time():
    async def work():
        server = Server(uploads_at_once=1)
        slow = asyncio.create_task(server.asks(UPLOAD, [b"1", None], "PUT"))
        await asyncio.sleep(0.01)
        assert await server.puts(0) == (429, f"Too many files are being uploaded from your network address. {RETRY}")
        await closed([slow])
        assert await server.puts(0) == (204, "")

    run(work())


def test_a_visit_holds_so_much_what_is_on_its_way_included():
    sentence = "With this file your visit would hold more than 3 MB. Remove some files, or load the page anew."

    async def work():
        server = Server(held_by_visit=3)
        server.holds.held["visit"] = MEGABYTE
        slow = asyncio.create_task(server.asks(UPLOAD, [bytes(MEGABYTE), None], "PUT"))
        await asyncio.sleep(0.01)
        assert await server.puts(2) == (413, sentence)
        await closed([slow])
        assert await server.puts(2) == (204, "")
        assert await server.puts(0, content_length=str(3 * MEGABYTE)) == (413, sentence)

    run(work())


def test_all_visits_together_hold_so_much():
    server = Server(held=2)
    server.holds.held["other"] = MEGABYTE
    assert run(server.puts(1)) == (204, "")
    assert run(server.puts(1.5)) == (503, f"The dashboard holds as many files as it can. {RETRY}")


def test_a_file_that_does_not_come_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE", 0.05)
    assert run(Server().asks(UPLOAD, [b"1", None], "PUT")) == (408, "No part of the file came for 0 seconds.")


def test_the_files_of_a_session_that_ended_meanwhile_are_dropped(monkeypatch):
    files = {
        "ended": {"a": SimpleNamespace(data=b"123")},
        "active": {"a": SimpleNamespace(data=b"4"), "b": SimpleNamespace(data=b"56")},
    }
    manager = SimpleNamespace(file_storage=files, remove_session_files=files.pop)
    instance = SimpleNamespace(uploaded_file_mgr=manager, is_active_session=lambda session: session == "active")
    monkeypatch.setattr(held_uploads, "_by_pages", {})
    monkeypatch.setattr(held_uploads.runtime, "exists", lambda: True)
    monkeypatch.setattr(held_uploads.runtime, "get_instance", lambda: instance)
    held = held_uploads.Held()
    assert (held.of("ended"), held.of("active"), held.of("none"), held.all()) == (3, 3, 0, 6)
    for session in ("ended", "active", "none"):
        held.forget_ended(session)
    assert list(files) == ["active"]


def test_what_a_page_holds_counts_until_its_session_is_forgotten(monkeypatch):
    now, active = [0.0], {"one", "two"}
    instance = SimpleNamespace(
        uploaded_file_mgr=SimpleNamespace(file_storage={"one": {"a": SimpleNamespace(data=b"123")}}),
        is_active_session=active.__contains__,
    )
    monkeypatch.setattr(held_uploads, "_by_pages", {})
    monkeypatch.setattr(held_uploads.runtime, "exists", lambda: True)
    monkeypatch.setattr(held_uploads.runtime, "get_instance", lambda: instance)
    monkeypatch.setattr(held_uploads.time, "monotonic", lambda: now[0])
    for session, name, size in (
        ("one", "signal", 10),
        ("one", "signal", 20),
        ("one", "image", 5),
        ("two", "signal", 7),
    ):
        context = SimpleNamespace(session_id=session)
        monkeypatch.setattr(held_uploads, "get_script_run_ctx", lambda context=context: context)
        held_uploads.note_held(name, size)
    held_uploads.note_held("signal", 4)
    held = held_uploads.Held()
    assert (held.of("one"), held.of("two"), held.all()) == (28, 4, 32)
    active.remove("two")
    now[0] = held_uploads.LEFT_FOR
    assert held.all() == 32
    now[0] += 1.0
    assert held.all() == 28
    now[0] += 1000.0
    assert held.all() == 28


def test_limits_are_read_from_the_environment_when_the_server_starts(monkeypatch):
    monkeypatch.setenv("MAX_CONNECTIONS", "7")
    assert Allowed().connections == 7
    monkeypatch.setenv("MAX_CONNECTIONS", "many")
    sentence = "MAX_CONNECTIONS='many' is not allowed: give a whole number from 1 on, or leave it out for 600."
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        Allowed()


def test_the_settings_are_described_with_what_they_usually_are(monkeypatch):
    asked = []
    monkeypatch.setattr(allowed_module, "configured", lambda name, usual: asked.append((name, usual)) or usual)
    Allowed()
    described = (Path(__file__).parents[3] / "docs" / "security.md").read_text()
    assert re.findall(r"^\| `(MAX_\w+)` \| (\d+) \|", described, re.MULTILINE) == [
        (name, str(usual)) for name, usual in asked
    ]
