"""Saving beside the training: a database that makes one wait costs no step, no snapshot and no answer."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from core.learning import Snapshot, get_experiment
from core.runs import StoreError
from core.runs.worker.saving import Outcome, Save, Saving
from tests.runs.worker.gate import Gate
from tests.waiting import LONG_WAIT

LOCKED = "The run could not be saved: another program holds the database. Try again."
PEAKS = get_experiment("find_peaks")


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
    assert gate.saved == [[0], [1, 2, 5]]


def test_what_a_failed_save_held_goes_along_with_the_one_that_waited_meanwhile(gate, saving):
    saving.put("a", save(1, 0, 1))
    gate.wait()
    saving.put("a", save(2, 2))
    gate.open(StoreError(LOCKED), True)
    assert outcomes(saving, 2) == [Outcome("a", 1, LOCKED), Outcome("a", 2)]
    assert gate.saved == [[0, 1, 2]]


def test_after_several_failures_everything_is_saved_once_and_in_order(gate, saving):
    for number in range(1, 5):
        saving.put("a", save(number, number))
        gate.wait()
        gate.open(StoreError(LOCKED) if number < 4 else True)
        outcomes(saving, 1)
    assert gate.saved == [[1, 2, 3, 4]]


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
    assert gate.saved[-1] == [7]
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
    assert gate.saved == [[0], [1]]


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
