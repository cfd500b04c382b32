"""The live runs that are watched: what is known of them, and from when on the store may know more."""

import dataclasses

import pytest

from core.learning import TrainingSettings, get_experiment
from core.learning.training.descent import first_snapshot
from core.runs import Full, Service, Visitor
from core.runs.records.record import RunRecord
from core.runs.service import live_runs as live_module
from core.runs.service.live_runs import HEARD_WITHIN, PAUSED_WITHIN, WATCH_EVERY, WATCHED_FOR, LiveRuns
from core.runs.store import places
from core.runs.worker.reports import Progress
from tests.runs.conftest import is_over, wait_for

PEAKS = get_experiment("find_peaks")
# half a minute of work: no machine has it done before a test has seen it begin
EDGES, LONG = get_experiment("find_edges"), TrainingSettings(steps=100_000, snapshots=40)
ANNA = Visitor("anna", "anna")
TRAINS_ALREADY = "You have a run that is still training: pause or stop it before you start another."


@pytest.fixture
def now(monkeypatch):
    """The time, which goes on when a test says so."""
    moment = [1000.0]
    monkeypatch.setattr(live_module, "clock", lambda: moment[0])
    return moment


def stored(run="a", status="running", step=0, **changes):
    """The record of a run of which nothing but its status and its step matters."""
    return RunRecord(run, "A run", PEAKS, PEAKS.recommended, status, step, 0.0, {}, **changes)


def known(runs, run="a", status="running", **changes):
    """A run that is watched."""
    record = stored(run, status, **changes)
    runs.put(record, [first_snapshot(PEAKS, PEAKS.recommended)])
    return record


def told(run="a", status="running", **changes):
    """What the worker tells of a run at its third step."""
    place = dataclasses.replace(first_snapshot(PEAKS, PEAKS.recommended), step=3, loss=0.5, first_loss=1.0)
    return Progress(run, status, 3, 0.5, (), place, **changes)


def test_what_the_worker_tells_is_seen():
    runs = LiveRuns()
    known(runs)
    runs.update(told(metrics={"f1": 0.9}))
    view, _ = runs.watch("a")
    assert (view.record.step, view.record.loss, view.record.metrics) == (3, 0.5, {"f1": 0.9})
    assert [each.step for each in view.snapshots] == [0, 3]


def test_a_run_that_ended_is_known_no_more_unless_there_is_something_to_say():
    runs = LiveRuns()
    known(runs, "a"), known(runs, "b")
    runs.update(told("a", "finished"))
    runs.update(told("b", "failed", message="The disk is full."))
    assert runs.watch("a") is None
    assert runs.watch("b")[0].message == runs.message("b") == "The disk is full."


def test_reports_on_a_run_that_nobody_watches_are_not_kept(now):
    runs = LiveRuns()
    runs.update(told())
    assert runs.watched() == []
    known(runs, "a")
    now[0] += WATCHED_FOR + 1
    known(runs, "b")
    assert runs.watched() == ["b"]


def test_the_worker_is_told_now_and_then_that_somebody_watches(now):
    runs = LiveRuns()
    known(runs)
    assert runs.watch("a")[1] is False
    now[0] += WATCH_EVERY + 1
    runs.update(told())
    assert [runs.watch("a")[1] for _ in range(2)] == [True, False]


@pytest.mark.parametrize(
    ("status", "within"), [("running", HEARD_WITHIN), ("waiting", HEARD_WITHIN), ("paused", PAUSED_WITHIN)]
)
def test_of_a_run_that_was_not_reported_for_a_while_the_store_is_asked(now, status, within):
    runs = LiveRuns()
    known(runs, status=status)
    now[0] += 0.9 * within
    assert runs.watch("a") is not None
    runs.update(told(status=status))
    now[0] += 0.9 * within
    assert runs.watch("a") is not None
    now[0] += 0.2 * within
    assert runs.watch("a") is None


@pytest.mark.parametrize(
    ("status", "step", "seen"),
    [("running", 2, (3, "running")), ("running", 9, (9, "running")), ("paused", 2, (2, "paused"))],
)
def test_what_is_stored_replaces_what_was_reported_unless_that_was_further(now, status, step, seen):
    runs = LiveRuns()
    known(runs)
    runs.update(told())
    now[0] += HEARD_WITHIN + 1
    runs.put(stored(status=status, step=step), [])
    view, _ = runs.watch("a")
    assert (view.record.step, view.record.status) == seen


def test_one_run_a_visitor_and_who_finds_no_place_waits_for_one(service, monkeypatch):
    mine = service.start(EDGES, LONG, by=Visitor(slot="me"))
    with pytest.raises(Full) as caught:
        service.start(EDGES, LONG, by=Visitor(slot="me"))
    assert str(caught.value) == TRAINS_ALREADY
    monkeypatch.setattr(places, "MOST_LIVE", 2)
    yours = service.start(EDGES, LONG, by=Visitor(slot="you"))
    hers, his = (service.start(EDGES, LONG, by=Visitor(slot=who)) for who in ("she", "he"))
    assert [service.view(run).record.status for run in (mine, yours, hers, his)] == [*["running"] * 2, *["waiting"] * 2]
    assert [service.place_in_queue(run) for run in (mine, hers, his)] == [None, 1, 2]
    service.pause(his)
    assert (service.view(his).record.status, service.place_in_queue(his)) == ("paused", None)
    service.resume(his, by=Visitor(slot="he"))
    assert service.place_in_queue(his) == 2
    service.stop(hers)
    assert service.view(hers).record.status == "stopped"
    assert service.place_in_queue(his) == 1
    service.stop(mine)
    service.stop(his)


def test_a_place_that_gets_free_goes_to_who_waits(service):
    # the worker, in its own process, counts its own places: as many as there are
    first = [service.start(EDGES, LONG, by=Visitor(slot=f"{number}")) for number in range(places.MOST_LIVE)]
    waiting = service.start(PEAKS, TrainingSettings(steps=10), by=Visitor(slot="she"))
    assert service.view(waiting).record.status == "waiting"
    assert service.view(waiting).record.step == 0
    service.stop(first[0])
    wait_for(service, waiting, is_over)
    assert service.view(waiting).record.step == 10
    for run in first[1:]:
        service.store.mark(run, "stopped")


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
    with pytest.raises(Full):
        service.start(EDGES, LONG, by=Visitor(slot="me"))


def test_what_was_running_goes_on_and_holds_its_place_after_a_restart(url, store):
    first = Service(url)
    run = first.start(EDGES, LONG, by=ANNA)
    wait_for(first, run, lambda view: view.record.step > 100)
    first.close()
    at = store.get(run).step
    second = Service(url)
    wait_for(second, run, lambda view: view.record.step > at)
    assert second.live() == 1
    with pytest.raises(Full):
        second.start(EDGES, LONG, by=ANNA)
    second.close()


def test_two_paused_runs_of_one_visitor_do_not_go_on_at_once(service, monkeypatch):
    first = service.start(EDGES, LONG, by=ANNA)
    service.pause(first, by=ANNA)
    second = service.start(EDGES, LONG, by=ANNA)
    service.pause(second, by=ANNA)
    channel = service._channel(first)
    order, refused = channel.order, []

    def from_two_tabs(what, run, argument=None):
        if run == first:
            with pytest.raises(Full) as caught:
                service.resume(second, by=ANNA)
            refused.append(str(caught.value))
        order(what, run, argument)

    monkeypatch.setattr(channel, "order", from_two_tabs)
    service.resume(first, by=ANNA)
    assert refused == [TRAINS_ALREADY]
    assert [service.view(run).record.status for run in (first, second)] == ["running", "paused"]
    service.pause(first, by=ANNA)
    service.resume(second, by=ANNA)
    assert [service.view(run).record.status for run in (first, second)] == ["paused", "running"]


def test_paused_runs_of_sixty_four_visitors_hold_no_place(service):
    for number in range(places.MOST_LIVE):
        visitor = Visitor(f"visitor {number}", f"visitor {number}")
        service.pause(service.start(EDGES, LONG, by=visitor), by=visitor)
    run = service.start(EDGES, LONG, by=ANNA)
    wait_for(service, run, lambda view: view.record.step > 0)
