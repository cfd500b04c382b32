"""The service: runs are trained elsewhere, and led from here."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from sqlalchemy import text

from core.learning import TrainingSettings, get_experiment, train
from core.runs import Full, NoSuchRun, NotYours, Service, StoreError, Visitor
from core.runs.service import service as service_module
from core.runs.store.schema import RUNS, THERE
from tests.runs.conftest import allow, is_over, refuse, wait_for

PEAKS = get_experiment("find_peaks")
# half a minute of work: no machine has it done before a test has seen it begin
EDGES, LONG = get_experiment("find_edges"), TrainingSettings(steps=100_000, snapshots=40)
ANNA, BOB = Visitor("anna", "anna"), Visitor("bob", "bob")
SOMEBODY_ELSES = "This run is somebody else's: you can watch it, compare it, and branch a run of your own from it."


def test_a_run_ends_as_it_does_here_bit_for_bit_and_is_kept(service):
    settings = TrainingSettings(steps=2000, snapshots=20, seed=3)
    run = service.start(PEAKS, settings, name="Third")
    view = wait_for(service, run, is_over)
    here = train(PEAKS, settings)
    there = view.trajectory
    assert view.record.status == there.status == "finished"
    assert view.record.name == "Third"
    np.testing.assert_array_equal(there.steps, here.steps)
    np.testing.assert_array_equal(there.weights, here.weights)
    np.testing.assert_array_equal(there.loss, here.loss)
    assert dict(there.metrics) == dict(here.metrics)
    stored = service.store.get(run)
    assert (stored.status, stored.step, stored.metrics) == ("finished", 2000, dict(here.metrics))


def test_orders_are_obeyed_when_they_return(service):
    run = service.start(EDGES, LONG)
    wait_for(service, run, lambda view: view.record.step > 100)
    service.pause(run)
    at = service.view(run).record.step
    assert service.view(run).record.status == "paused"
    time.sleep(0.3)
    assert service.view(run).record.step == at
    service.step(run, 5)
    wait_for(service, run, lambda view: view.record.step == at + 5 and view.record.status == "paused")
    service.change_rate(run, 1e-3)
    service.resume(run)
    wait_for(service, run, lambda view: view.record.step > at + 100)
    service.stop(run)
    assert service.view(run).record.status == "stopped"
    assert service.store.get(run).changes == ((at + 5, {"learning_rate": 1e-3}),)


def test_a_branch_goes_on_from_a_snapshot_of_another_run(service):
    parent = service.start(PEAKS, TrainingSettings(steps=1000, snapshots=10))
    wait_for(service, parent, is_over)
    step = int(service.view(parent).trajectory.steps[5])
    same = service.branch(parent, step)
    other = service.branch(parent, step, TrainingSettings(steps=1200, optimizer="adam", learning_rate=0.05))
    ends = [wait_for(service, run, is_over) for run in (same, other)]
    reference = train(PEAKS, TrainingSettings(steps=1000, snapshots=10))
    np.testing.assert_array_equal(ends[0].trajectory.weights[-1], reference.weights[-1])
    assert ends[1].record.step == 1200
    assert (ends[1].record.parent, ends[1].record.parent_step) == (parent, step)
    assert ends[1].snapshots[0].step == 0
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        service.branch(parent, 1000)
    assert str(caught.value) == "steps=1000 is not beyond the step 1000 to branch at: choose more."


def test_other_settings_from_the_same_start_begin_with_the_same_numbers(service):
    first = service.start(PEAKS, TrainingSettings(steps=300, snapshots=10, seed=5))
    wait_for(service, first, is_over)
    settings = TrainingSettings(steps=300, snapshots=10, seed=5, optimizer="adam", learning_rate=0.05)
    second = wait_for(service, service.branch(first, 0, settings), is_over).trajectory
    np.testing.assert_array_equal(second.weights[0], service.view(first).trajectory.weights[0])
    np.testing.assert_array_equal(second.weights, train(PEAKS, settings).weights)


def test_a_live_run_is_renamed_and_deleted(service):
    run = service.start(EDGES, LONG)
    wait_for(service, run, lambda view: view.record.step > 0)
    service.describe(run, name="Other", tags=["one"], note="A note")
    for record in (service.view(run).record, service.store.get(run)):
        assert (record.name, record.tags, record.note) == ("Other", ("one",), "A note")
    service.delete(run)
    assert service.live() == 0
    with pytest.raises(NoSuchRun):
        service.view(run)


def test_two_services_leave_each_other_their_runs_until_one_of_them_is_closed(url):
    first, second = Service(url), Service(url)
    mine, yours = first.start(EDGES, LONG), second.start(EDGES, LONG)
    for service in (first, second):
        for run in (mine, yours):
            at = service.view(run).record.step
            wait_for(service, run, lambda view, at=at: view.record.step > at)
    workers = [worker_of(first.store, run) for run in (mine, yours)]
    assert workers[0] != workers[1]
    first.close()
    at = second.store.get(mine).step
    wait_for(second, mine, lambda view: view.record.step > at)
    assert [worker_of(second.store, run) for run in (mine, yours)] == [workers[1]] * 2
    second.close()


def test_an_order_from_another_server_brings_the_run_to_its_worker(url):
    first, second = Service(url), Service(url)
    run = first.start(EDGES, LONG)
    wait_for(first, run, lambda view: view.record.step > 100)
    before = worker_of(first.store, run)
    second.change_rate(run, 1e-3)
    assert worker_of(first.store, run) != before
    at = second.view(run).record.step
    wait_for(second, run, lambda view: view.record.step > at)
    # the first one lets go of it, and sees it go on
    wait_for(first, run, lambda view: view.record.changes != () and view.record.step > at)
    second.pause(run)
    wait_for(first, run, lambda view: view.record.status == "paused")
    second.close()
    first.close()


def worker_of(store, run):
    """The name of the worker that has a run."""
    return store._one(RUNS.c.worker, run, THERE)


def test_every_run_has_its_turn(service):
    runs = [service.start(EDGES, LONG) for _ in range(6)]
    for run in runs:
        wait_for(service, run, lambda view: view.record.step > 3000)
    steps = [service.view(run).record.step for run in runs]
    assert max(steps) / min(steps) <= 3


def test_a_run_that_is_damaged_fails_with_a_sentence_and_the_others_go_on(service):
    bad, good = service.start(EDGES, LONG), service.start(EDGES, LONG)
    wait_for(service, bad, lambda view: view.record.step > 0)
    service.pause(bad)
    with service.store._engine.begin() as connection:
        connection.execute(text("UPDATE runs SET checkpoint = :rest WHERE id = :run"), {"rest": b"rubbish", "run": bad})
        connection.execute(text("DELETE FROM snapshots WHERE run = :run"), {"run": bad})
        connection.execute(text("UPDATE runs SET status = 'running' WHERE id = :run"), {"run": bad})
    os.kill(service.worker_pid, signal.SIGKILL)
    view = wait_for(service, bad, lambda view: view.record.status == "failed")
    assert view.message == "A part of this run is damaged: its bytes are not in the safetensors format."
    step = service.view(good).record.step
    wait_for(service, good, lambda view: view.record.step > step)


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("database or disk is full", "the disk is full. Make room, and try again."),
        ("could not extend file: No space left on device", "the disk is full. Make room, and try again."),
        (
            "attempt to write a readonly database",
            "the database may not be written to. Give it a place that may, by DATABASE_URL.",
        ),
    ],
)
def test_what_cannot_be_saved_is_told_and_training_goes_on(service, words, meaning):
    run = service.start(EDGES, LONG)
    wait_for(service, run, lambda view: view.record.step > 0)
    refuse(service.store, words)
    view = wait_for(service, run, lambda view: view.message != "")
    assert view.message == f"The run could not be saved: {meaning}"
    wait_for(service, run, lambda later: later.record.step > view.record.step)
    saved = service.store.get(run).step
    allow(service.store)
    wait_for(service, run, lambda view: view.message == "" and service.store.get(run).step > saved)


def test_a_run_that_cannot_be_begun_says_why_and_begins_later(service):
    refuse(service.store, "database or disk is full")
    run = service.start(EDGES, LONG)
    view = wait_for(service, run, lambda view: view.message != "")
    assert view.message == "The run could not be saved: the disk is full. Make room, and try again."
    assert view.record.step == 0
    allow(service.store)
    wait_for(service, run, lambda view: view.message == "" and view.record.step > 0)


def test_a_run_that_is_unknown_gets_a_sentence(service):
    with pytest.raises(StoreError, match=r"^There is no run of this address"):
        service.view("0" * 32)
    with pytest.raises(StoreError, match=r"^There is no run of this address"):
        service.pause("0" * 32)


def test_the_worker_never_loads_streamlit():
    code = "import sys, core.runs.worker.worker; print('streamlit' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "False"


def test_others_may_watch_and_branch_a_run_and_nothing_else(service):
    run = service.start(EDGES, LONG, by=ANNA)
    wait_for(service, run, lambda view: view.record.step > 0)
    for forbidden in (
        lambda: service.pause(run, by=BOB),
        lambda: service.resume(run, by=BOB),
        lambda: service.step(run, 3, by=BOB),
        lambda: service.stop(run, by=BOB),
        lambda: service.change_rate(run, 0.1, by=BOB),
        lambda: service.describe(run, name="Mine now", tags=[], note="", by=BOB),
        lambda: service.delete(run, by=BOB),
    ):
        with pytest.raises(NotYours) as caught:
            forbidden()
        assert str(caught.value) == SOMEBODY_ELSES
    assert service.view(run).record.status == "running"
    branch = service.branch(run, 0, by=BOB)
    assert (service.store.owner(branch), service.store.get(branch).data_owner) == ("bob", "anna")
    service.stop(branch, by=BOB)
    service.stop(run, by=ANNA)
    with pytest.raises(NotYours):
        service.delete(run, by=BOB)
    assert [row["id"] for row in service.store.rows(owner="bob")] == [branch]
    assert {row["id"] for row in service.store.rows(owner="bob", opened=[run])} == {branch, run}
    assert {row["id"] for row in service.store.rows()} == {branch, run}


def test_a_deleted_run_comes_back_within_ten_seconds_and_not_later(service, monkeypatch):
    run = service.start(EDGES, LONG, by=ANNA)
    wait_for(service, run, lambda view: view.record.step > 0)
    service.delete(run, by=ANNA)
    with pytest.raises(NoSuchRun):
        service.view(run)
    assert service.store.rows() == []
    with pytest.raises(NotYours):
        service.bring_back(run, by=BOB)
    assert service.store.rows() == []
    assert service.bring_back(run, by=ANNA)
    view = service.view(run)
    assert view.record.status == "paused"
    assert view.record.step > 0
    service.delete(run, by=ANNA)
    monkeypatch.setattr(service_module, "UNDO_FOR", -1.0)
    service.delete(service.start(PEAKS, TrainingSettings(steps=10), by=ANNA), by=ANNA)
    assert not service.bring_back(run, by=ANNA)
    with pytest.raises(NoSuchRun):
        service.view(run)


def test_a_visitor_keeps_so_much_and_all_of_them_so_much(service, monkeypatch):
    wait_for(service, service.start(PEAKS, TrainingSettings(steps=10), by=ANNA), is_over)
    monkeypatch.setattr(service_module, "MOST_RUNS", 1)
    with pytest.raises(Full) as caught:
        service.start(PEAKS, TrainingSettings(steps=10), by=ANNA)
    assert str(caught.value) == "You have saved 1 runs of 0.0 MB; 1 runs or 50 MB is the most: delete some first."
    # nor does a run that is there grow any more, once its visitor has as many bytes as one may
    run = service.store.rows(owner="anna")[0]["id"]
    with monkeypatch.context() as filled:
        filled.setattr(service_module, "MOST_BYTES", 1)
        for order in (service.resume, service.step):
            with pytest.raises(Full, match="1 runs or 0 MB is the most"):
                order(run, by=ANNA)
    service.resume(run, by=ANNA)
    monkeypatch.setattr(service_module, "MOST_STORED_OF_ADDRESS", 1)
    carl, dora, elsewhere = (Visitor(name, address=where) for name, where in (("c", "1f"), ("d", "1f"), ("e", "2f")))
    wait_for(service, service.start(PEAKS, TrainingSettings(steps=10), by=carl), is_over)
    with pytest.raises(Full) as caught:
        service.start(PEAKS, TrainingSettings(steps=10), by=dora)
    assert str(caught.value) == service_module.ADDRESS_IS_FULL
    service.start(PEAKS, TrainingSettings(steps=10), by=elsewhere)
    monkeypatch.setattr(service_module, "MOST_STORED", 1)
    with pytest.raises(Full) as caught:
        service.start(PEAKS, TrainingSettings(steps=10), by=BOB)
    assert str(caught.value) == (
        "The runs of all visitors fill the space there is for them: ask whoever runs this dashboard."
    )
    # on one's own machine the disk is one's own
    service.start(PEAKS, TrainingSettings(steps=10))


def test_each_deletion_has_its_own_end(service, monkeypatch):
    planned = []

    class Timer:
        def __init__(self, seconds, what):
            planned.append((seconds, what))

        def start(self):
            pass

        def is_alive(self):
            return False

        def cancel(self):
            pass

    monkeypatch.setattr(service_module.threading, "Timer", Timer)
    first, second = (service.start(PEAKS, TrainingSettings(steps=10)) for _ in range(2))
    for run in (first, second):
        service.delete(run)
    assert [seconds for seconds, _ in planned] == [11.0, 11.0]
    monkeypatch.setattr(service_module, "UNDO_FOR", -1.0)
    planned[1][1]()
    assert not any(service.bring_back(run) for run in (first, second))


def test_a_closed_service_opens_its_database_no_more(url):
    service = Service(url)
    run = service.start(PEAKS, TrainingSettings(steps=5))
    service.delete(run)
    service.close()
    for timer in service._timers:
        timer.join(30)
    assert not any(timer.is_alive() for timer in service._timers)
    assert service.store._engine.pool.checkedin() == 0


def test_a_run_is_changed_so_often_and_no_more(service, monkeypatch):
    monkeypatch.setattr("core.runs.service.service.MOST_CHANGES", 2)
    run = service.start(PEAKS, TrainingSettings(steps=100_000))
    service.pause(run)
    for rate in (0.1, 0.2):
        service.change_rate(run, rate)
    with pytest.raises(ValueError, match="changed") as caught:
        service.change_rate(run, 0.3)
    assert str(caught.value) == "This run was changed 2 times, which is the most: branch it."
    assert len(service.view(run).record.changes) == 2
