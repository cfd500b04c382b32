"""What the worker says of its runs, and when: saves wait at a gate, and the clock goes when the test says so."""

from __future__ import annotations

import threading
from multiprocessing import Pipe

import pytest

from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import StoreError
from core.runs.worker import reports as reports_module
from core.runs.worker.clients import Clients
from core.runs.worker.live import LiveRun
from core.runs.worker.reports import ANSWER_WITHIN, SAVE_EVERY, TELL_EVERY, Held, Reports
from core.runs.worker.saving import Saving
from tests.runs.worker.gate import Gate
from tests.waiting import LONG_WAIT

LOCKED = "The run could not be saved: another program holds the database. Try again."
PEAKS = get_experiment("find_peaks")
LONG = resolve_settings(PEAKS, TrainingSettings(steps=100_000))


class Desk:
    """Reports of one run that goes on by itself no step, and the service's end of the line."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.line, self.there = Pipe()
        self.gate = Gate()
        self.saving = Saving(self.gate, "worker")
        self.reports = Reports(Clients(self.there), self.saving)
        self.held = Held(
            LiveRun("a", PEAKS, LONG, first_snapshot(PEAKS, LONG), "running"), saved_at=1000.0, told_at=1000.0
        )
        self.reports.held["a"] = self.held

    def monotonic(self) -> float:
        return self.now

    def told(self) -> list[tuple]:
        """What was said since it was last asked."""
        found = []
        while self.line.poll():
            found.append(self.line.recv())
        return found

    def learned(self, saves: int) -> list[tuple]:
        """What is said once so many saves have ended."""
        for _ in range(int(LONG_WAIT / 0.01)):
            self.reports.collect_outcomes()
            if self.held.saved >= saves:
                return self.told()
            threading.Event().wait(0.01)
        raise AssertionError(f"{self.held.saved} of {saves} saves have ended")


@pytest.fixture
def desk(monkeypatch):
    made = Desk()
    monkeypatch.setattr(reports_module, "time", made)
    yield made
    made.gate.open(times=1000)
    made.saving.close(LONG_WAIT)


def test_what_was_recorded_is_told_at_once_and_where_a_run_stands_ten_times_a_second(desk):
    desk.reports.after(desk.held)
    ((kind, news),) = desk.told()
    assert (kind, news.run, news.status, news.step) == ("progress", "a", "running", 0)
    assert [snapshot.step for snapshot in news.snapshots] == [0]
    for ahead, count in ((0.0, 0), (0.9 * TELL_EVERY, 0), (0.2 * TELL_EVERY, 1), (0.0, 0)):
        desk.now += ahead
        desk.reports.after(desk.held)
        told = desk.told()
        assert len(told) == count
        assert all(not news.snapshots and news.latest.step == 0 for _, news in told)
    assert desk.held.saves == 0


def test_a_run_is_saved_now_and_then_and_not_while_a_save_of_it_is_under_way(desk):
    desk.now += SAVE_EVERY
    desk.reports.after(desk.held)
    desk.gate.wait()
    desk.now += SAVE_EVERY
    desk.reports.after(desk.held)
    assert (desk.held.saves, desk.held.is_saved) == (1, False)
    desk.gate.open()
    assert ("saved", "a") in desk.learned(1)
    desk.reports.after(desk.held)
    assert desk.held.saves == 2
    desk.gate.open()
    desk.learned(2)
    # the snapshot that was recorded goes along once
    assert desk.gate.saved == [[0], []]


def test_the_end_is_told_when_it_is_saved_or_when_that_failed_and_then_tried_again(desk):
    desk.held.live.stop()
    desk.reports.after(desk.held)
    assert desk.told() == []
    desk.gate.open(StoreError(LOCKED))
    ((kind, news),) = desk.learned(1)
    assert (kind, news.status, news.message) == ("progress", "stopped", LOCKED)
    assert news.metrics == PEAKS.metrics(news.latest.parameters)
    assert desk.reports.save_again() == []
    desk.now += SAVE_EVERY
    assert desk.reports.save_again() == [desk.held]
    desk.reports.save(desk.held)
    assert desk.reports.save_again() == []
    desk.gate.open()
    (_, news), saved = desk.learned(2)
    assert (news.status, news.message, saved) == ("stopped", "", ("saved", "a"))
    assert desk.reports.held == {}
    assert desk.gate.saved == [[0, 0]]


def test_a_run_that_goes_on_says_that_it_could_not_be_saved_and_when_it_was(desk):
    for saves, answer, message in ((1, StoreError(LOCKED), LOCKED), (2, True, "")):
        desk.reports.save(desk.held)
        desk.gate.open(answer)
        kind, news = desk.learned(saves)[0]
        assert (kind, news.status, news.message) == ("progress", "running", message)
        # it will be saved anyway, since it moves
        desk.now += SAVE_EVERY
        assert desk.reports.save_again() == []
    desk.reports.save(desk.held)
    desk.gate.open()
    # nothing has changed that would have to be said
    assert desk.learned(3) == [("saved", "a")]


def test_an_order_is_done_once_what_it_did_is_saved_or_after_a_while(desk):
    desk.reports.save(desk.held)
    desk.reports.answer(desk.there, 7, "a")
    desk.reports.collect_outcomes()
    assert desk.told() == []
    desk.now += 0.9 * ANSWER_WITHIN
    desk.reports.collect_outcomes()
    assert desk.told() == []
    desk.now += 0.2 * ANSWER_WITHIN
    desk.reports.collect_outcomes()
    assert desk.told() == [("done", 7, "")]
    desk.reports.answer(desk.there, 8, "a")
    desk.gate.open()
    assert desk.learned(1) == [("saved", "a"), ("done", 8, "")]
    desk.reports.collect_outcomes()
    assert desk.told() == []


def test_an_order_for_a_run_that_was_let_go_is_done(desk):
    desk.reports.save(desk.held)
    desk.reports.answer(desk.there, 9, "a")
    desk.reports.let_go("a")
    desk.reports.collect_outcomes()
    assert desk.told() == [("gone", "a"), ("done", 9, "")]


def test_what_waits_of_a_run_that_was_let_go_is_not_saved(desk):
    desk.reports.save(desk.held)
    desk.gate.wait()
    desk.reports.save(desk.held)
    desk.reports.let_go("a")
    desk.gate.open(times=2)
    desk.saving.close(LONG_WAIT)
    assert len(desk.gate.saved) == 1


@pytest.mark.parametrize(("is_mine", "is_leaving"), [(False, False), (True, True)])
def test_a_run_that_is_anothers_by_now_or_leaves_is_let_go_once_it_is_saved(desk, is_mine, is_leaving):
    desk.held.is_leaving = is_leaving
    desk.reports.save(desk.held)
    desk.gate.open(is_mine)
    assert desk.learned(1) == [("saved", "a"), ("gone", "a")]
    assert desk.reports.held == {}


def test_where_nobody_listens_any_more_nothing_is_lost(desk):
    desk.line.close()
    desk.reports.after(desk.held, now=True)
    desk.gate.open()
    for _ in range(int(LONG_WAIT / 0.01)):
        desk.reports.collect_outcomes()
        if desk.held.is_saved:
            break
        threading.Event().wait(0.01)
    assert desk.gate.saved == [[0]]
