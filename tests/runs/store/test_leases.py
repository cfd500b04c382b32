"""Leases: whose a run is after its worker has ended, and which of several takes it over."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import update

from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import Store
from core.runs.store.leases import LEASE, LONG, is_in
from core.runs.store.places import Holder
from core.runs.store.schema import NOBODY, RUNS, THERE

PEAKS = get_experiment("find_peaks")
SETTINGS = resolve_settings(PEAKS, TrainingSettings(steps=600))


def begun(store: Store) -> str:
    """A run that somebody has started."""
    return store.add(PEAKS, SETTINGS, first_snapshot(PEAKS, SETTINGS), holder=Holder()).id


def aged(store: Store, run: str, seconds: float) -> None:
    """Let a run have been saved so many seconds earlier than it was."""
    with store._changing() as connection:
        connection.execute(update(RUNS).where(RUNS.c.id == run).values(updated=RUNS.c.updated - seconds))


def worker_of(store: Store, run: str) -> str | None:
    return store._one(RUNS.c.worker, run, THERE)


def test_a_run_belongs_to_its_worker_until_that_leaves_or_falls_silent(store):
    run = begun(store)
    # a server is about to tell its worker
    assert store.take("other") == []
    store.adopt(run, "first")
    assert store.take("other") == []
    assert store.take("next", before="first") == [run]
    store.leave("next")
    assert (worker_of(store, run), store.take("third")) == (NOBODY, [run])
    aged(store, run, LEASE - 5)
    assert store.take("fourth") == []
    aged(store, run, 10)
    assert store.take("fourth") == [run]
    store.mark(run, "paused")
    store.leave("fourth")
    aged(store, run, 2 * LEASE)
    assert store.take("fifth") == []


def test_a_clock_that_was_set_back_holds_no_run_up(store):
    run = begun(store)
    store.adopt(run, "gone")
    aged(store, run, -3600)
    assert store.take("next") == [run]
    # from now on it is saved by the new time
    assert store.take("another") == []


def test_two_workers_of_a_machine_take_a_part_each(store):
    runs = {begun(store) for _ in range(12)}
    for run in runs:
        store.adopt(run, NOBODY)
    parts = [set(store.take(f"worker {number}", share=(number, 2))) for number in range(2)]
    assert parts[0] | parts[1] == runs
    assert not parts[0] & parts[1]
    assert all(parts)


def test_a_worker_that_stays_away_loses_its_part_to_the_others(store):
    run = begun(store)
    other = next(number for number in range(2) if not is_in((number, 2), run))
    aged(store, run, LEASE + 1)
    assert store.take("other", share=(other, 2)) == []
    aged(store, run, LONG)
    assert store.take("other", share=(other, 2)) == [run]


def test_a_run_is_taken_by_one_of_two_that_look_at_the_same_moment(url, store):
    runs = [begun(store) for _ in range(8)]
    for run in runs:
        store.adopt(run, NOBODY)
    gate, taken = threading.Barrier(2), []
    stores = [Store(url, patience=60.0) for _ in range(2)]

    def take(number: int) -> None:
        gate.wait()
        taken.append(stores[number].take(f"worker {number}"))

    threads = [threading.Thread(target=take, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken[0] + taken[1]) == sorted(runs)
    for each in stores:
        each.close()


def test_by_the_database_s_clock_a_run_has_just_been_saved(store):
    before = time.time()
    run = begun(store)
    assert store.get(run).updated == pytest.approx(before, abs=30.0)


def test_what_was_deleted_is_removed_by_the_database_s_clock(store, monkeypatch):
    run = begun(store)
    # a machine whose clock is an hour ahead
    monkeypatch.setattr("time.time", lambda: 3600.0 + time.time_ns() / 1e9)
    store.hide(run)
    store.delete_hidden(60.0)
    assert store.bring_back(run)
    store.hide(run)
    store.delete_hidden(-1.0)
    assert not store.bring_back(run)
