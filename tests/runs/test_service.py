"""The service: runs are trained elsewhere, led from here, and survive whatever is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from core.learning import TrainingSettings, get_experiment, train
from core.runs import Full, Service, StoreError
from core.runs import service as service_module
from tests.runs.conftest import is_over, wait_for

ROOT = Path(__file__).parents[2]
PEAKS = get_experiment("find_peaks")
LONG = TrainingSettings(steps=100_000, snapshots=40)


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
    run = service.start(PEAKS, LONG)
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


def test_one_run_a_session_and_no_more_than_fit(service, monkeypatch):
    service.start(PEAKS, LONG, owner="me")
    with pytest.raises(Full) as caught:
        service.start(PEAKS, LONG, owner="me")
    assert str(caught.value) == "You have a run that is still training or paused: stop it before you start another."
    monkeypatch.setattr(service_module, "MOST_LIVE", 2)
    service.start(PEAKS, LONG, owner="you")
    with pytest.raises(Full) as caught:
        service.start(PEAKS, LONG, owner="she")
    assert str(caught.value) == "2 runs are training, which is all that fit: try again in a few minutes."


def test_every_run_has_its_turn(service):
    runs = [service.start(PEAKS, LONG) for _ in range(6)]
    time.sleep(3)
    steps = [service.view(run).record.step for run in runs]
    assert min(steps) > 0
    assert max(steps) / min(steps) <= 3


@pytest.mark.slow
def test_the_worker_may_be_killed_again_and_again(service):
    settings = TrainingSettings(steps=100_000, snapshots=30)
    run = service.start(PEAKS, settings)
    for _ in range(4):
        reached = service.view(run).record.step
        wait_for(service, run, lambda view, reached=reached: view.record.step > reached + 2000 or is_over(view))
        before = service.restarts
        os.kill(service.worker_pid, signal.SIGKILL)
        wait_for(service, run, lambda view, before=before: service.restarts > before)
    end = wait_for(service, run, is_over)
    assert end.record.status == "finished"
    np.testing.assert_array_equal(end.trajectory.weights, train(PEAKS, settings).weights)


SERVER = """
import sys, time
from core.learning import TrainingSettings, get_experiment
from core.runs import Service
service = Service(sys.argv[1])
run = sys.argv[2] if len(sys.argv) > 2 else service.start(
    get_experiment("find_peaks"), TrainingSettings(steps=100_000, snapshots=30))
print(run, flush=True)
while True:
    time.sleep(0.05)
    print(service.store.get(run).step, flush=True)
"""


@pytest.mark.slow
def test_the_server_may_be_killed_and_the_next_one_goes_on(tmp_path):
    url = f"sqlite:///{tmp_path}/runs.sqlite"
    run = ""
    for _ in range(3):
        command = [sys.executable, "-c", SERVER, url, *([run] if run else [])]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)
        run = server.stdout.readline().strip()
        first = int(server.stdout.readline())
        while int(server.stdout.readline()) <= first:
            pass
        server.kill()
        server.wait()
        server.stdout.close()
    last = Service(url)
    end = wait_for(last, run, is_over)
    settings = TrainingSettings(steps=100_000, snapshots=30)
    np.testing.assert_array_equal(end.trajectory.weights, train(PEAKS, settings).weights)
    last.close()


def test_a_run_that_is_damaged_fails_with_a_sentence_and_the_others_go_on(service):
    bad, good = service.start(PEAKS, LONG), service.start(PEAKS, LONG)
    wait_for(service, bad, lambda view: view.record.step > 0)
    service.pause(bad)
    with service.store._engine.begin() as connection:
        connection.execute(text("UPDATE runs SET checkpoint = :rest WHERE id = :run"), {"rest": b"rubbish", "run": bad})
        connection.execute(text("DELETE FROM snapshots WHERE run = :run"), {"run": bad})
        connection.execute(text("UPDATE runs SET status = 'running' WHERE id = :run"), {"run": bad})
    os.kill(service.worker_pid, signal.SIGKILL)
    view = wait_for(service, bad, lambda view: view.record.status == "failed")
    assert view.message == "A part of this run is damaged: its bytes are no safetensors."
    step = service.view(good).record.step
    wait_for(service, good, lambda view: view.record.step > step)


def test_a_database_that_may_not_be_written_to_is_told_and_training_goes_on(service):
    run = service.start(PEAKS, LONG)
    wait_for(service, run, lambda view: view.record.step > 0)
    with service.store._engine.begin() as connection:
        connection.execute(
            text("CREATE TRIGGER no BEFORE UPDATE ON runs BEGIN SELECT RAISE(FAIL, 'disk is full'); END")
        )
    view = wait_for(service, run, lambda view: view.message != "")
    assert view.message == "The run could not be saved: the disk is full. Make room, and try again."
    step = view.record.step
    wait_for(service, run, lambda view: view.record.step > step)


def test_a_run_that_is_unknown_gets_a_sentence(service):
    with pytest.raises(StoreError, match=r"^There is no run of this address"):
        service.view("0" * 32)
    with pytest.raises(StoreError, match=r"^There is no run of this address"):
        service.pause("0" * 32)


def test_the_worker_never_loads_streamlit():
    code = "import sys, core.runs.worker; print('streamlit' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "False"
