"""Saving beside the training: a database that makes one wait costs no step, no snapshot and no answer."""

from __future__ import annotations

import threading
from multiprocessing import Pipe
from typing import Any

import numpy as np
import pytest
from sqlalchemy import func, select

from core.learning import Snapshot, TrainingSettings, get_experiment, resolve_settings, snapshot_steps
from core.learning.training.descent import first_snapshot
from core.runs import Store, StoreError
from core.runs.store.schema import INPUTS, SNAPSHOTS
from core.runs.worker.saving import Outcome, Save, Saving
from core.runs.worker.worker import Worker
from tests.runs.conftest import LONG_WAIT
from tests.runs.worker.test_worker import entered, heard, often

LOCKED = "The run could not be saved: another program holds the database. Try again."
PEAKS = get_experiment("find_peaks")


class Gate:
    """A store whose saves wait until they are let through, each with what it then answers."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self.began, self.may_end = threading.Semaphore(0), threading.Semaphore(0)
        self.answers: list[bool | Exception] = []
        self.kept: list[list[int]] = []
        self.marked: list[str] = []

    def mark(self, run: str, status: str) -> None:
        self.began.release()
        assert self.may_end.acquire(timeout=LONG_WAIT)
        answer = self.answers.pop(0) if self.answers else True
        if isinstance(answer, Exception):
            raise answer
        self.marked.append(f"{run} {status}")
        if self._store is not None:
            self._store.mark(run, status)

    def save(self, run: str, worker: str, place: Snapshot, **parts: Any) -> bool:
        self.began.release()
        assert self.may_end.acquire(timeout=LONG_WAIT)
        answer = self.answers.pop(0) if self.answers else True
        if isinstance(answer, Exception):
            raise answer
        self.kept.append([snapshot.step for snapshot in parts["kept"]])
        return answer if self._store is None else self._store.save(run, worker, place, **parts)

    def wait(self) -> None:
        """Until the next save has begun."""
        assert self.began.acquire(timeout=LONG_WAIT)

    def open(self, *answers: bool | Exception, times: int = 1) -> None:
        """Let so many through, which end so."""
        self.answers += answers
        self.may_end.release(max(times, len(answers)))


def at(step: int) -> Snapshot:
    return Snapshot(step, 1.0, 1.0, {"weights": np.zeros(3)}, {}, "running")


def save(number: int, *kept: int) -> Save:
    return Save(number, at(number), "running", {}, tuple(map(at, kept)))


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def saving(gate):
    made = Saving(gate, "worker")
    yield made
    gate.open(times=1000)
    made.close(LONG_WAIT)


def outcomes(saving: Saving, count: int) -> list[Outcome]:
    """The next outcomes, once there are so many."""
    found: list[Outcome] = []
    end = threading.Event()
    for _ in range(int(LONG_WAIT / 0.01)):
        found += saving.outcomes()
        if len(found) >= count:
            return found
        end.wait(0.01)
    raise AssertionError(f"{len(found)} of {count} saves have ended")


def test_of_what_waits_the_latest_place_is_saved_with_all_that_was_kept(gate, saving):
    saving.put("a", save(1, 0))
    gate.wait()
    for number, kept in ((2, (1, 2)), (3, ()), (4, (5,))):
        saving.put("a", save(number, *kept))
    gate.open(times=2)
    assert [outcome.number for outcome in outcomes(saving, 2)] == [1, 4]
    assert gate.kept == [[0], [1, 2, 5]]


def test_what_a_failed_save_held_goes_along_with_the_one_that_waited_meanwhile(gate, saving):
    saving.put("a", save(1, 0, 1))
    gate.wait()
    saving.put("a", save(2, 2))
    gate.open(StoreError(LOCKED), True)
    assert outcomes(saving, 2) == [Outcome("a", 1, LOCKED), Outcome("a", 2)]
    assert gate.kept == [[0, 1, 2]]


def test_after_several_failures_everything_is_saved_once_and_in_order(gate, saving):
    for number in range(1, 5):
        saving.put("a", save(number, number))
        gate.wait()
        gate.open(StoreError(LOCKED) if number < 4 else True)
        outcomes(saving, 1)
    assert gate.kept == [[1, 2, 3, 4]]


def test_whatever_a_save_raises_is_told_of_that_run_alone(gate, saving):
    saving.put("a", save(1, 0))
    saving.put("b", save(1, 1))
    gate.open(TypeError("rubbish"), True)
    assert outcomes(saving, 2) == [
        Outcome("a", 1, "The run could not be saved: the log of the dashboard says why."),
        Outcome("b", 1),
    ]


def test_who_has_waited_longest_comes_first(gate, saving):
    saving.put("a", save(1, 0))
    gate.wait()
    saving.put("b", save(1, 1))
    saving.put("c", save(1, 2))
    saving.put("b", save(2, 3))
    gate.open(times=3)
    assert [(outcome.run, outcome.number) for outcome in outcomes(saving, 3)] == [("a", 1), ("b", 2), ("c", 1)]


@pytest.mark.parametrize("end", [True, StoreError(LOCKED)])
def test_of_a_run_that_is_forgotten_while_it_is_written_nothing_is_heard_or_kept(gate, saving, end):
    saving.put("a", save(1, 0))
    gate.wait()
    saving.put("a", save(2, 1))
    saving.forget("a")
    gate.open(end)
    saving.put("a", save(1, 7))
    gate.open()
    assert outcomes(saving, 1) == [Outcome("a", 1)]
    assert gate.kept[-1] == [7]
    assert saving._unsaved == {}


def test_closing_saves_what_waits_and_gives_up_in_time(gate):
    saving = Saving(gate, "worker")
    saving.put("a", save(1, 0))
    gate.wait()
    saving.put("b", save(1, 1))
    saving.close(0.01)
    assert saving._thread.is_alive()
    gate.open(times=2)
    saving.close(LONG_WAIT)
    assert not saving._thread.is_alive()
    assert gate.kept == [[0], [1]]


def test_what_cannot_be_marked_as_failed_is_marked_when_asked_again(gate, saving):
    saving.mark_failed("a")
    gate.wait()
    gate.open(StoreError(LOCKED))
    saving.put("b", save(1, 0))
    gate.wait()
    gate.open()
    outcomes(saving, 1)
    assert gate.marked == []
    saving.mark_again()
    gate.wait()
    gate.open()
    saving.close(LONG_WAIT)
    assert gate.marked == ["a failed"]
    assert saving._unmarked == set()


class Training:
    """A worker on a thread whose saves wait at a gate."""

    def __init__(self, store: Store) -> None:
        self.line, there = Pipe()
        self.gate = Gate(store)
        self.worker = Worker(there, store, self.gate)
        self._thread = threading.Thread(target=self.worker.work)
        self._thread.start()

    def close(self) -> None:
        self.worker.is_closing = True
        self.gate.open(times=10_000)
        self._thread.join(LONG_WAIT)
        assert not self._thread.is_alive()


@pytest.fixture
def training(store, monkeypatch):
    """Such a worker with a long run, and the run."""
    often(monkeypatch)
    run = entered(store)
    made = Training(store)
    yield made, run
    made.close()


def test_while_a_save_is_held_up_training_goes_on_and_orders_are_answered(store, training):
    made, run = training
    made.gate.wait()
    step, kept = heard(made.line, "progress").step, []
    while step < 300:
        news = heard(made.line, "progress")
        step = news.step
    made.line.send((1, "pause", run, None))
    told = []
    while ("done", 1, "") not in told:
        assert made.line.poll(LONG_WAIT)
        told.append(made.line.recv())
    news = [content for kind, *rest in told if kind == "progress" for content in rest]
    assert news[-1].status == "paused"
    assert store.get(run).step == 0
    made.gate.open(times=1000)
    while store.get(run).status != "paused":
        assert made.line.poll(LONG_WAIT)
        kept.append(made.line.recv())
    assert store.get(run).step == news[-1].step
    steps = [snapshot.step for snapshot in store.snapshots(run)]
    assert steps == sorted({step for each in made.gate.kept for step in each} | {0})
    flat = [step for each in made.gate.kept for step in each]
    assert flat == sorted(set(flat))


def test_the_end_of_a_run_is_told_once_it_is_saved(store, monkeypatch):
    often(monkeypatch)
    settings = resolve_settings(PEAKS, TrainingSettings(steps=60, snapshots=12))
    run = store.add(PEAKS, settings, first_snapshot(PEAKS, settings)).id
    made = Training(store)
    made.gate.wait()
    while made.worker._held[run].live.is_moving:
        pass
    told = []
    while made.line.poll(0.2):
        told.append(made.line.recv())
    assert {news.status for kind, news, *_ in told if kind == "progress"} <= {"running"}
    # the first attempt fails: the end is told with its message, then again without one
    made.gate.open(StoreError(LOCKED))
    news = heard(made.line, "progress")
    while news.status != "finished":
        news = heard(made.line, "progress")
    assert news.message == LOCKED
    made.gate.open(times=1000)
    while news.message:
        news = heard(made.line, "progress")
    assert (news.status, store.get(run).status) == ("finished", "finished")
    made.close()
    assert [snapshot.step for snapshot in store.snapshots(run)] == snapshot_steps(settings).tolist()


def test_what_is_dropped_while_it_is_saved_leaves_nothing_behind(store, training):
    made, run = training
    made.gate.wait()
    made.line.send((1, "drop", run, None))
    assert heard(made.line, "gone") == run
    store.delete(run)
    made.gate.open(times=1000)
    made.close()
    assert store.rows() == []
    with store._reading() as connection:
        for table in (SNAPSHOTS, INPUTS):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


def test_a_failed_run_that_cannot_be_marked_holds_up_no_other(store, training):
    made, bad = training
    good = entered(store)
    made.gate.wait()
    made.line.send((1, "adopt", good, None))
    made.worker._held[bad].live._until = "nowhere"  # what no run survives
    news, failed = heard(made.line, "progress"), False
    while not failed or news.run != good or news.step < 300:
        news = heard(made.line, "progress")
        failed = failed or (news.run == bad and news.status == "failed")
    # neither was saved, nor the failure marked
    assert {row["id"]: (row["status"], row["step"]) for row in store.rows()} == dict.fromkeys(
        (bad, good), ("running", 0)
    )
    made.gate.open(times=1000)
    made.close()
    assert (store.get(bad).status, store.get(good).status) == ("failed", "running")


def test_what_failed_stays_failed_whatever_was_being_saved_of_it(store, training):
    made, run = training
    made.gate.wait()
    made.worker._held[run].live._until = "nowhere"  # what no run survives
    made.line.send((1, "rate", run, 0.1))
    news = heard(made.line, "progress")
    while news.status != "failed":
        news = heard(made.line, "progress")
    made.gate.open(times=1000)
    made.close()
    assert store.get(run).status == "failed"
