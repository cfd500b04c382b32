"""The worker without a process of its own: what it does on its own account."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from multiprocessing import Pipe

import pytest

from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import Store
from core.runs.store.database import StoreError
from core.runs.store.schema import NOBODY
from core.runs.worker import live as live_module
from core.runs.worker import reports as reports_module
from core.runs.worker import worker as worker_module
from core.runs.worker.clients import Clients
from core.runs.worker.live import LiveRun
from core.runs.worker.worker import Worker
from tests.runs.conftest import allow, refuse

EDGES = get_experiment("find_edges")
LONG = resolve_settings(EDGES, TrainingSettings(steps=100_000))


def entered(store: Store) -> str:
    """A run that trained, and that its worker has left."""
    run = store.add(EDGES, LONG, first_snapshot(EDGES, LONG)).id
    store.adopt(run, NOBODY)
    return run


@contextmanager
def working(store: Store):
    """A worker on a thread, and the service's end of the line; nothing is read from it meanwhile."""
    here, there = Pipe()
    worker = Worker(Clients(there), store)
    thread = threading.Thread(target=worker.work)
    thread.start()
    try:
        yield here
    finally:
        worker.is_closing = True
        end = time.monotonic() + 120
        while thread.is_alive() and time.monotonic() < end:
            # what nobody reads any more would hold it up
            if here.poll(0.01):
                with suppress(EOFError):
                    here.recv()
    assert not thread.is_alive()


def heard(line, kind: str, seconds: float = 120.0):
    """The content of the next message of this kind."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if line.poll(0.1):
            what, *content = line.recv()
            if what == kind:
                return content[0]
    raise AssertionError(f"no {kind} within {seconds} s")


class Clock:
    """A clock that can be put forward, so that no test has to wait an hour, or for a machine that is busy."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self.perf_counter, self.sleep, self.time = time.perf_counter, time.sleep, time.time

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead


def often(monkeypatch) -> None:
    """Save ten times a second."""
    for module in (reports_module, worker_module):
        monkeypatch.setattr(module, "SAVE_EVERY", 0.1)


def test_a_run_that_nobody_looks_at_is_paused_saved_and_given_up(store, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(worker_module, "time", clock)
    run = entered(store)
    with working(store) as line:
        while heard(line, "progress").step == 0:
            pass
        clock.ahead += 1.1 * worker_module.IDLE_FOR
        assert heard(line, "gone") == run
        record = store.get(run)
        assert record.status == "paused"
        assert record.step > 0


def test_a_run_whose_counted_steps_are_interrupted_stands_still_afterwards(store):
    run = entered(store)
    store.mark(run, "paused")
    with working(store) as line:
        line.send((1, "step", run, 90_000))
        assert heard(line, "progress").status == "running"
        assert heard(line, "done") == 1
        while heard(line, "progress").step == 0:
            pass
    record = store.get(run)
    assert record.status == "paused"
    assert 0 < record.step < 90_000


def test_who_looks_keeps_it_going(store, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(worker_module, "time", clock)
    monkeypatch.setattr(live_module, "time", clock)
    run = entered(store)
    with working(store) as line:
        heard(line, "progress")
        for number in range(5):
            clock.ahead += 0.9 * worker_module.IDLE_FOR
            line.send((number, "watch", run, None))
            assert heard(line, "done") == number
        assert store.get(run).status == "running"
        clock.ahead += 1.1 * worker_module.IDLE_FOR
        assert heard(line, "gone") == run
        assert store.get(run).status == "paused"


def test_what_another_worker_took_or_was_deleted_is_let_go_without_a_word_more(store, monkeypatch):
    often(monkeypatch)
    run = entered(store)
    with working(store) as line:
        heard(line, "progress")
        store.adopt(run, "another")
        assert heard(line, "gone") == run
        time.sleep(0.3)
        while line.poll():
            assert line.recv()[0] == "in_hand"


def test_a_database_that_does_not_answer_at_first_is_asked_again(store, monkeypatch):
    often(monkeypatch)
    run = entered(store)
    refuse(store, "locked")
    with working(store) as line:
        assert heard(line, "trouble") == "The run could not be saved: another program holds the database. Try again."
        allow(store)
        assert heard(line, "progress").run == run


def test_a_run_that_cannot_be_saved_stays_until_it_can(store, monkeypatch):
    often(monkeypatch)
    run = entered(store)
    with working(store) as line:
        heard(line, "progress")
        refuse(store, "disk is full")
        line.send((1, "stop", run, None))
        while (news := heard(line, "progress")).status != "stopped":
            pass
        assert news.message == "The run could not be saved: the disk is full. Make room, and try again."
        assert store.get(run).status == "running"
        allow(store)
        while heard(line, "progress").message:
            pass
        assert store.get(run).status == "stopped"


@pytest.mark.parametrize(("runs", "seconds", "given"), [(1, 0.1, []), (20, 0.05, [19]), (64, 0.02, [19])])
def test_the_more_runs_the_shorter_their_turns_and_behind_the_pages(runs, seconds, given, tmp_path, monkeypatch):
    turns, niceness = [], []
    monkeypatch.setattr(worker_module, "give_way", niceness.append)
    monkeypatch.setattr(LiveRun, "advance", lambda _, slice_: turns.append(slice_))
    store = Store(f"sqlite:///{tmp_path}/runs.sqlite")
    for _ in range(runs):
        entered(store)
    with working(store) as line:
        while len(turns) < runs:
            if line.poll(0.01):
                line.recv()
    assert turns[0] == pytest.approx(seconds)
    assert niceness == given


def test_a_run_that_was_deleted_meanwhile_keeps_the_worker_from_no_other(store, url):
    gone, there = (entered(store) for _ in range(2))
    worker = Worker(Clients(Pipe()[0]), store, name="new")
    worker._missed.add(gone)
    store.delete(gone)
    worker._take_over()
    assert (list(worker._held), worker._missed) == ([there], set())


def test_a_run_that_cannot_be_loaded_now_is_loaded_later(store, monkeypatch):
    run = entered(store)
    worker = Worker(Clients(Pipe()[0]), store, name="new")
    monkeypatch.setattr(store, "checkpoint", unanswered)
    worker._take_over()
    assert (list(worker._held), worker._missed) == ([], {run})
    monkeypatch.undo()
    worker._take_at = 0.0
    worker._take_over()
    assert (list(worker._held), worker._missed) == ([run], set())


def unanswered(_: str):
    raise StoreError("The database does not answer.")


def test_an_order_of_a_newer_version_is_refused_and_the_run_goes_on(store):
    run = entered(store)
    with working(store) as line:
        line.send((1, "dance", run, None))
        heard_at = [line.recv() for _ in range(8) if line.poll(5)]
    answers = [each for each in heard_at if each[0] == "done"]
    assert answers[0] == ("done", 1, "The process that trains does not know 'dance': its version is another one.")
    assert store.status(run) != "failed"


def test_single_steps_are_taken_by_one_run_of_a_visitor_and_by_few_in_all(store, monkeypatch):
    monkeypatch.setattr(worker_module, "MOST_STEPPING", 2)
    runs = [store.add(EDGES, LONG, first_snapshot(EDGES, LONG), status="paused", owner=who).id for who in "aabc"]
    worker = Worker(Clients(Pipe()[0]), store, name="new")
    worker._do("step", runs[0], 1000)
    with pytest.raises(StoreError) as caught:
        worker._do("step", runs[1], 1)
    assert str(caught.value) == "Another run of yours takes steps: wait until they are done."
    worker._do("step", runs[2], 1000)
    with pytest.raises(StoreError) as caught:
        worker._do("step", runs[3], 1)
    assert str(caught.value) == "Too many runs take steps now: wait a moment, and try again."
    # the run itself may be asked again, and others once it is done
    worker._do("step", runs[0], 1)
    worker._do("pause", runs[0], None)
    worker._do("step", runs[1], 1)
    worker._saving.close(10.0)
