"""What is known of live runs, and who may train: one run a visitor, and no more than fit."""

import dataclasses

import pytest

from core.learning import TrainingSettings, get_experiment
from core.learning.training.descent import first_snapshot
from core.runs import Full, Service, Visitor
from core.runs.records.record import RunRecord
from core.runs.service import live_runs as live_module
from core.runs.service.live_runs import LiveRuns
from core.runs.worker.reports import Progress
from tests.runs.conftest import is_over, wait_for

PEAKS = get_experiment("find_peaks")
# half a minute of work: no machine has it done before a test has seen it begin
EDGES, LONG = get_experiment("find_edges"), TrainingSettings(steps=100_000, snapshots=40)
ANNA, BOB = Visitor("anna", "anna"), Visitor("bob", "bob")


def known(runs, run="a", holder="me", status="running", **changes):
    """A run that is live, of which nothing but its status matters."""
    settings = PEAKS.recommended
    record = RunRecord(run, "A run", PEAKS, settings, status, 0, 0.0, {}, **changes)
    runs.add(record, [first_snapshot(PEAKS, settings)], holder)
    return record


def told(run="a", status="running", **changes):
    """What the worker tells of a run at its third step."""
    place = dataclasses.replace(first_snapshot(PEAKS, PEAKS.recommended), step=3, loss=0.5, first_loss=1.0)
    return Progress(run, status, 3, 0.5, (), place, **changes)


def never():
    raise AssertionError("nothing was to be loaded")


def test_what_the_worker_tells_is_seen():
    runs = LiveRuns()
    known(runs)
    runs.update(told(metrics={"f1": 0.9}), never)
    view, _ = runs.watch("a")
    assert (view.record.step, view.record.loss, view.record.metrics) == (3, 0.5, {"f1": 0.9})
    assert [each.step for each in view.snapshots] == [0, 3]


def test_a_run_that_ended_is_known_no_more_unless_there_is_something_to_say():
    runs = LiveRuns()
    known(runs, "a"), known(runs, "b")
    runs.update(told("a", "finished"), never)
    runs.update(told("b", "failed", message="The disk is full."), never)
    assert runs.watch("a") is None
    assert runs.watch("b")[0].message == "The disk is full."


@pytest.mark.parametrize(("status", "is_known"), [("running", True), ("paused", True), ("finished", False)])
def test_a_run_that_the_worker_took_over_is_loaded_while_it_may_go_on(status, is_known):
    runs, stored = LiveRuns(), known(LiveRuns(), owner="anna")
    runs.update(told(status=status), lambda: (stored, []))
    assert (runs.watch("a") is not None) == is_known


def test_who_watches_is_told_now_and_then(monkeypatch):
    runs = LiveRuns()
    known(runs)
    assert runs.watch("a")[1] is False
    monkeypatch.setattr(live_module, "TOUCH_EVERY", -1.0)
    assert runs.watch("a")[1] is True


def test_a_run_that_is_about_to_train_holds_a_place_until_the_order_is_done():
    runs = LiveRuns()
    known(runs, "a", status="paused")
    with runs.entered("a", "me", never), pytest.raises(Full):
        runs.make_room("me")
    assert runs.make_room("me") == ["a"]
    assert runs.record("a") is None


@pytest.mark.parametrize(("limit", "put_away"), [(1e9, []), (-1.0, ["b"])])
def test_a_paused_run_of_another_is_put_away_where_nobody_looks(monkeypatch, limit, put_away):
    runs = LiveRuns()
    known(runs, "a", "she", "running"), known(runs, "b", "he", "paused"), known(runs, "c", "he", "failed")
    monkeypatch.setattr(live_module, "PAUSED_FOR", limit)
    assert runs.make_room("me") == put_away
    assert runs.make_room("me", sparing="b") == []


def test_a_run_that_nobody_has_seen_for_long_is_forgotten(monkeypatch):
    runs = LiveRuns()
    known(runs)
    monkeypatch.setattr(live_module, "IDLE_FOR", -1.0)
    assert runs.make_room("me") == []
    assert runs.record("a") is None


def test_one_run_a_session_and_no_more_than_fit(service, monkeypatch):
    mine = service.start(EDGES, LONG, by=Visitor(slot="me"))
    with pytest.raises(Full) as caught:
        service.start(EDGES, LONG, by=Visitor(slot="me"))
    assert str(caught.value) == "You have a run that is still training: pause or stop it before you start another."
    monkeypatch.setattr(live_module, "MOST_LIVE", 2)
    yours = service.start(EDGES, LONG, by=Visitor(slot="you"))
    with pytest.raises(Full) as caught:
        service.start(EDGES, LONG, by=Visitor(slot="she"))
    assert str(caught.value) == "2 runs are training, which is all that fit: try again in a few minutes."
    service.pause(yours)
    hers = service.start(EDGES, LONG, by=Visitor(slot="she"))
    with pytest.raises(Full):
        service.resume(yours, by=Visitor(slot="others"))
    service.stop(mine)
    service.stop(hers)


def test_a_paused_run_makes_room_for_the_next_and_goes_on_later(service):
    first = service.start(EDGES, LONG, by=Visitor(slot="me"))
    wait_for(service, first, lambda view: view.record.step > 100)
    service.pause(first)
    at = service.view(first).record.step
    second = service.start(PEAKS, TrainingSettings(steps=300), by=Visitor(slot="me"))
    wait_for(service, second, is_over)
    view = service.view(first)
    assert (view.record.status, view.record.step) == ("paused", at)
    service.resume(first, by=Visitor(slot="me"))
    wait_for(service, first, lambda view: view.record.step > at)
    assert service.live() == 1
    with pytest.raises(Full):
        service.start(EDGES, LONG, by=Visitor(slot="me"))


def test_what_was_running_is_known_and_counted_after_a_restart(url, store, monkeypatch):
    first = Service(url)
    run = first.start(EDGES, LONG)
    wait_for(first, run, lambda view: view.record.step > 100)
    first.close()
    at = store.get(run).step
    second = Service(url)
    wait_for(second, run, lambda view: view.record.step > at and second.live() == 1)
    monkeypatch.setattr(live_module, "MOST_LIVE", 1)
    with pytest.raises(Full):
        second.start(EDGES, LONG)
    second.close()


def test_two_paused_runs_of_one_visitor_do_not_go_on_at_once(service, monkeypatch):
    first = service.start(EDGES, LONG, by=ANNA)
    service.pause(first, by=ANNA)
    second = service.start(EDGES, LONG, by=ANNA)
    service.pause(second, by=ANNA)
    order = service._channel.order
    refused = []

    def from_two_tabs(what, run, argument=None):
        if run == first:
            for ask in (service.resume, service.step):
                with pytest.raises(Full) as caught:
                    ask(second, by=ANNA)
                refused.append(str(caught.value))
        order(what, run, argument)

    monkeypatch.setattr(service._channel, "order", from_two_tabs)
    service.resume(first, by=ANNA)
    assert refused == ["You have a run that is still training: pause or stop it before you start another."] * 2
    assert [service.view(run).record.status for run in (first, second)] == ["running", "paused"]
    service.pause(first, by=ANNA)
    service.resume(second, by=ANNA)
    assert [service.view(run).record.status for run in (first, second)] == ["paused", "running"]


def test_paused_runs_of_sixty_four_visitors_hold_no_place(service):
    for number in range(live_module.MOST_LIVE):
        visitor = Visitor(f"visitor {number}", f"visitor {number}")
        service.pause(service.start(EDGES, LONG, by=visitor), by=visitor)
    run = service.start(EDGES, LONG, by=ANNA)
    wait_for(service, run, lambda view: view.record.step > 0)
