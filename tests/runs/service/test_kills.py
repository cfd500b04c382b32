"""Runs survive whatever is killed."""

import dataclasses
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, train
from core.runs import Service
from tests.runs.conftest import is_over, wait_for

ROOT = Path(__file__).parents[3]
PEAKS = get_experiment("find_peaks")
# half a minute of work: no machine has it done before a test has seen it begin
EDGES, LONG = get_experiment("find_edges"), TrainingSettings(steps=100_000, snapshots=40)
KILLED = TrainingSettings(steps=20_000, snapshots=30)
SERVER = """
import sys, time
from core.learning import TrainingSettings, get_experiment
from core.runs import Service
service = Service(sys.argv[1])
run = sys.argv[2] if len(sys.argv) > 2 else service.start(
    get_experiment("find_edges"), TrainingSettings(steps=20_000, snapshots=30))
print(run, flush=True)
while True:
    time.sleep(0.05)
    print(service.store.get(run).step, flush=True)
"""


@pytest.mark.slow
def test_the_worker_may_be_killed_again_and_again(service):
    settings = TrainingSettings(steps=60_000, snapshots=30)
    run = service.start(PEAKS, settings)
    for _ in range(3):
        # saved, and told to be: a run over which three workers end without having told so is given up
        reached, ends = service.store.get(run).step, service._channel(run)._ends
        wait_for(
            service,
            run,
            lambda view, reached=reached, ends=ends: (
                (service.store.get(run).step > reached and run not in ends) or is_over(view)
            ),
        )
        before = service.restarts
        os.kill(service.worker_pid, signal.SIGKILL)
        wait_for(service, run, lambda view, before=before: service.restarts > before)
    end = wait_for(service, run, is_over)
    assert end.record.status == "finished"
    np.testing.assert_array_equal(end.trajectory.weights, train(PEAKS, settings).weights)


@pytest.mark.slow
def test_the_server_may_be_killed_and_the_next_one_goes_on(url):
    run, killed_at = "", []
    for _ in range(3):
        command = [sys.executable, "-c", SERVER, url, *([run] if run else [])]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)
        run = server.stdout.readline().strip()
        first = int(server.stdout.readline())
        # where this process was kept waiting the run may be at its end, and goes no further
        while (step := int(server.stdout.readline())) <= first < KILLED.steps:
            pass
        killed_at.append(step)
        server.kill()
        server.wait()
        server.stdout.close()
    last = Service(url)
    end = wait_for(last, run, is_over)
    np.testing.assert_array_equal(end.trajectory.weights, train(EDGES, KILLED).weights)
    last.close()
    assert killed_at[0] < KILLED.steps


@pytest.mark.slow
def test_what_a_worker_saved_as_ended_and_died_before_it_could_tell_is_seen_as_ended(service):
    run = service.start(PEAKS, TrainingSettings(steps=20))
    end = wait_for(service, run, is_over)
    untold = dataclasses.replace(end.record, status="running", step=3)
    service._live.put(untold, end.snapshots[:2])
    assert service.view(run).record.status == "running"
    os.kill(service.worker_pid, signal.SIGKILL)
    seen = wait_for(service, run, is_over)
    assert (seen.record.status, seen.record.step) == ("finished", 20)
