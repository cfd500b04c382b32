"""A worker whose saves are held up goes on training and answers at once."""

from __future__ import annotations

import threading
from multiprocessing import Pipe

import pytest
from sqlalchemy import func, select

from core.learning import TrainingSettings, get_experiment, resolve_settings, snapshot_steps
from core.learning.training.descent import first_snapshot
from core.runs import Store, StoreError
from core.runs.store.schema import INPUTS, SNAPSHOTS
from core.runs.worker.clients import Clients
from core.runs.worker.worker import Worker
from tests.runs.worker.gate import Gate
from tests.runs.worker.test_worker import entered, heard, often
from tests.waiting import LONG_WAIT

LOCKED = "The run could not be saved: another program holds the database. Try again."
PEAKS = get_experiment("find_peaks")


class Training:
    """A worker on a thread whose saves wait at a gate."""

    def __init__(self, store: Store) -> None:
        self.line, there = Pipe()
        self.gate = Gate(store)
        self.worker = Worker(Clients(there), store, self.gate)
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
    assert steps == sorted({step for each in made.gate.saved for step in each} | {0})
    flat = [step for each in made.gate.saved for step in each]
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
