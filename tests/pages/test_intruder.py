"""Somebody who speaks Streamlit's protocol by hand: forged keys, forged widgets, forged addresses. Each gets nothing."""

from __future__ import annotations

import asyncio
import os
import urllib.error
import urllib.request
import uuid
from contextlib import suppress
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from benchmarks.hosted import hosts
from benchmarks.runs import visitor as visitor_module
from benchmarks.runs.visitor import Visitor, Widget
from core.runs import Store
from pages.parts.shell.middleware import COOKIE
from tests.browser.conftest import started

HOSTED = ("--server.allowedHosts", "filters.example", "--server.allowedHosts", "127.0.0.1")
LONG = {"run_experiment": "find_edges", "run_find_edges_size": "7", "run_find_edges_steps": "10000"}
KEY = "a" * 32  # Anna's
LEADS = {"Pause", "Go on training", "Train one step", "Train ten steps", "Stop"}
KINDS = ("button", "slider", "selectbox", "text_input", "text_area", "checkbox", "multiselect", "file_uploader",
         "download_button", "button_group", "bidi_component", "toggle", "radio", "select_slider")  # fmt: skip


class Somebody(Visitor):
    """A visitor with cookies of their own, who knows every widget that they were shown."""

    def __init__(self, port, page, query=None, cookies=f"{COOKIE}={'b' * 32}"):
        super().__init__(port, page, query)
        self._cookies = cookies

    async def __aenter__(self):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(visitor_module, "_cookies", lambda _: self._cookies)
            await self.open()
        return self

    async def __aexit__(self, *_):
        await self.close()

    def _draw(self, delta):
        super()._draw(delta)
        if delta.WhichOneof("type") == "new_element":
            kind = delta.new_element.WhichOneof("type")
            element = getattr(delta.new_element, kind)
            if getattr(element, "id", ""):
                label = getattr(element, "label", "") or element.id
                self._widgets[element.id] = Widget(element.id, kind, label, delta.fragment_id, element)

    def everything(self):
        """What a browser could say of each widget, whether that has such a value or not."""
        for widget in list(self._widgets.values()):
            yield widget, "trigger_value", True
            yield widget, "bool_value", True
            yield widget, "string_value", "forged"
            yield widget, "json_value", '{"undone": true, "opened": "forged", "chosen": ["forged"]}'
            yield widget, "string_array_value", ["forged"]
            yield Widget(f"{widget.id}__events", "bidi_component", "", "", None), "json_trigger_value", "[{}]"


@pytest.fixture(scope="module")
def hosted(tmp_path_factory):
    """The port of a hosted dashboard, its store, a run of Anna's that is paused, and the server's process."""
    folder = tmp_path_factory.mktemp("hosted")
    url = f"sqlite:///{folder}/runs.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        with started(*HOSTED) as (process, address):
            port, store = int(address.rpartition(":")[2]), Store(url, patience=30.0)

            async def save():
                async with Somebody(port, "converge", LONG, f"{COOKIE}={KEY}") as anna:
                    await anna.press("Save this run")
                    await anna.press("Pause")

            asyncio.run(save())
            (row,) = store.rows()
            yield port, store, row["id"], process


def state(store, run):
    (row,) = store.rows(among=[run])
    return row, len(store.snapshots(run))


async def buttons(port, run, cookies):
    """What somebody with these cookies may do with a run."""
    async with Somebody(port, "converge", {"converge_run": run}, cookies) as somebody:
        assert somebody.widget("Back to the settings"), "the run is not shown"
        return LEADS & set(somebody.labels("button"))


def test_the_key_alone_leads_a_run(hosted):
    port, store, run, _ = hosted
    owner = store.owner(run)
    assert asyncio.run(buttons(port, run, f"{COOKIE}={KEY}")) == LEADS - {"Pause"}
    forged = [
        "", COOKIE, f"{COOKIE}=", f"{COOKIE}={owner}", f"{COOKIE}={KEY[:-1]}", f"{COOKIE}={KEY}a", f"{COOKIE}={KEY.upper()}",
        f"{COOKIE}={KEY[:-1]}%61", f"{COOKIE}=%61{KEY[1:]}", f'{COOKIE}="{owner}"', f"{COOKIE}={'a' * 6000}", f"{COOKIE}=None",
        f"{COOKIE}=\u00aa{KEY[1:]}".encode().decode("latin-1"), f"{COOKIE.upper()}={KEY}", f"{COOKIE}2={KEY}",
        f"{COOKIE}={'b' * 32}; {COOKIE}={owner}", f"{COOKIE}={owner}; {COOKIE}={'b' * 32}", f"{COOKIE}=' OR '1'='1",
        f"_streamlit_user={KEY}; {COOKIE}={'b' * 32}", f"{COOKIE}={store.get(run).id}",
    ]  # fmt: skip
    for cookies in forged:
        assert asyncio.run(buttons(port, run, cookies)) == set(), cookies


def test_of_several_keys_one_counts_and_none_is_added_to_another(hosted):
    port, _, run, _ = hosted
    both = [f"{COOKIE}={KEY}; {COOKIE}={'b' * 32}", f"{COOKIE}={'b' * 32}; {COOKIE}={KEY}"]
    assert sorted(len(asyncio.run(buttons(port, run, cookies))) for cookies in both) == [0, len(LEADS) - 1]


@pytest.mark.parametrize("page", ["converge", "runs"])
def test_what_anothers_page_has_does_nothing_in_ones_own_session(hosted, page):
    port, store, run, _ = hosted
    query = {"converge_run": run} if page == "converge" else {"runs_chosen": run}
    before = state(store, run)

    async def forge():
        async with Somebody(port, page, query, f"{COOKIE}={KEY}") as anna, Somebody(port, page, query) as bob:
            assert anna._widgets.keys() - bob._widgets.keys(), "Anna has no more than Bob"
            for each in [*anna.everything(), *bob.everything()]:
                if each[0].label in ("Back to the settings", "Save this run"):
                    continue
                with suppress(KeyError):
                    await bob.run(states=[each])
                    bob._query = f"{next(iter(query))}={run}"

    asyncio.run(forge())
    after = state(store, run)
    assert after == before


def test_what_a_session_keeps_for_itself_is_not_set_from_outside(hosted):
    port, store, run, _ = hosted
    names = ("slot", "deleted_runs", "opened_runs", "run_to_open", "session_began", "converge_keep_data", "runs_chosen",
             "saving_refused", "branch_wanted")  # fmt: skip
    before = state(store, run)

    async def forge():
        async with Somebody(port, "runs") as bob:
            for name in names:
                for kind, value in (("string_value", run), ("json_value", f'["{run}"]'), ("string_array_value", [run])):
                    for widget in (name, f"$$ID-{'0' * 32}-{name}", f"$$WIDGET_ID-{'0' * 32}-{name}"):
                        await bob.run(states=[(Widget(widget, "", "", "", None), kind, value)])
            assert not bob.errors
            return [widget.label for widget in bob._widgets.values()]

    shown = asyncio.run(forge())
    assert "Name contains" not in shown or not any("Delete" in label for label in shown)
    assert state(store, run) == before


def test_an_address_lists_nothing_of_anothers(hosted):
    port, _, run, _ = hosted
    for query in (
        {"runs_chosen": run},
        {"runs_text": "%"},
        {"runs_chosen": "%"},
        {"runs_shown": "1000", "runs_chosen": run},
    ):

        async def look(query=query):
            async with Somebody(port, "runs", query) as bob:
                return bob.texts, [widget.label for widget in bob._widgets.values()], bob.errors

        texts, labels, errors = asyncio.run(look())
        assert any(text.startswith("No run is saved yet") for text in texts)
        assert not errors
        assert not any("Delete" in label or "Open it" in label for label in labels)


def status(port, method, path, **headers):
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", method=method, headers=headers, data=b"1" if method == "PUT" else None
    )
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
            return answer.status, answer.headers.get_all("Set-Cookie") or []
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_all("Set-Cookie") or []


def test_guessed_sessions_and_files_are_not_there(hosted):
    port = hosted[0]
    _, cookies = status(port, "GET", "/_stcore/health")
    xsrf = next(each for each in cookies if each.startswith("_streamlit_xsrf=")).partition(";")[0]
    sent = {"Cookie": xsrf, "X-Xsrftoken": xsrf.partition("=")[2], "Content-Type": "text/plain"}
    for session in (str(uuid.uuid4()), "", "*", "..", "%2e%2e", "0", "null"):
        path = f"/_stcore/upload_file/{session}/{uuid.uuid4()}"
        assert status(port, "PUT", path, **sent)[0] in (400, 404, 405), session
        # which tells nobody whether there was something
        assert status(port, "DELETE", path, **sent)[0] in (204, 404, 405), session
    for name in (f"{os.urandom(28).hex()}.png", "", "..", "%2e%2e/app.py", f"{uuid.uuid4()}", "*"):
        assert status(port, "GET", f"/media/{name}")[0] in (400, 404), name


def sent(port, message):
    """Let somebody send this, and then look at a page; what came back, by kind."""

    async def send():
        came = {}

        async def listen(seconds):
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    while True:
                        answer = ForwardMsg()
                        answer.ParseFromString(bytes(await bob._socket.recv(decode=False)))
                        came[answer.WhichOneof("type")] = answer

        async with Somebody(port, "signals") as bob:
            rerun = BackMsg()
            rerun.rerun_script.page_name = "signals"
            await bob._socket.send(rerun.SerializeToString())
            await listen(2)
            if message.WhichOneof("type") == "backend_operation_request":
                message.backend_operation_request.session_id = came["new_session"].new_session.initialize.session_id
            came.clear()
            await bob._socket.send(message.SerializeToString())
            await listen(1)
            await bob.run()
            assert bob.errors == []
        return came

    return asyncio.run(send())


def test_a_file_that_is_made_on_demand_is_not_made_for_whoever_guesses(hosted):
    message = BackMsg()
    message.backend_operation_request.request_id = "1"
    message.backend_operation_request.deferred_file.file_id = str(uuid.uuid4())
    answer = sent(hosted[0], message)["backend_operation_response"].backend_operation_response
    assert answer.error_msg == "Failed to generate file for download"
    assert not answer.deferred_file.url


def workers(process):
    """The programs that train runs for a server."""
    commands = {each: Path(f"/proc/{each}/cmdline") for each in hosts._below(process.pid)}
    return {each for each, file in commands.items() if file.exists() and b"core.runs" in file.read_bytes()}


def test_nobody_clears_what_all_visitors_share(hosted):
    port, _, run, process = hosted
    before = workers(process)
    assert before
    for _ in range(3):
        sent(port, BackMsg(clear_cache=True))
        asyncio.run(buttons(port, run, f"{COOKIE}={KEY}"))  # which needs the service of runs
    assert workers(process) == before


def test_what_is_meant_for_a_developer_is_not_for_visitors(hosted):
    orders = [BackMsg(load_git_info=True), BackMsg(set_run_on_save=True), BackMsg()]
    for name in ("install_skills", "dismiss_skills_nudge"):
        order = BackMsg()
        order.backend_operation_request.request_id = "1"
        getattr(order.backend_operation_request, name).SetInParent()
        orders.append(order)
    for order in orders:
        came = sent(hosted[0], order)
        assert not came.keys() & {"git_info_changed", "backend_operation_response"}
        assert not any(each.session_status_changed.run_on_save for each in came.values())


def test_whoever_knew_the_id_of_anothers_session_would_not_have_the_key(hosted):
    port, store, run, _ = hosted
    before = state(store, run)

    async def take_over():
        rerun = BackMsg()
        rerun.rerun_script.page_name, rerun.rerun_script.query_string = "converge", f"converge_run={run}"
        async with Somebody(port, "converge", {"converge_run": run}, f"{COOKIE}={KEY}") as anna:
            await anna._socket.send(rerun.SerializeToString())
            message = ForwardMsg()
            while message.WhichOneof("type") != "new_session":
                message.ParseFromString(bytes(await anna._socket.recv(decode=False)))
            session = message.new_session.initialize.session_id
            hers = list(anna.everything())
            bob = Somebody(port, "converge", {"converge_run": run})
            bob._socket = await connect(
                f"ws://127.0.0.1:{port}/_stcore/stream",
                subprotocols=[Subprotocol("streamlit"), Subprotocol("none"), Subprotocol(session)],
                additional_headers={"Cookie": f"{COOKIE}={'b' * 32}"}, max_size=None, ping_interval=None,
            )  # fmt: skip
            for each in hers:
                if each[0].label in LEADS and each[1] == "trigger_value":
                    await bob.run(states=[each])
            shown = LEADS & set(bob.labels("button"))
            await bob.close()
            return shown

    assert asyncio.run(take_over()) == set()
    assert state(store, run) == before
