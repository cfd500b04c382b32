"""A worker that all servers of a machine share: found at its socket, used by one at a time or by several."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from core.endpoint import reached
from core.learning import TrainingSettings, get_experiment, train
from core.runs import Service, StoreError
from core.runs.service import channel as channel_module
from core.runs.store.schema import RUNS, THERE
from core.runs.worker import endpoint
from core.runs.worker.endpoint import name_of
from deploy.restart import is_reached
from tests.runs.conftest import is_over, wait_for
from tests.waiting import LONG_WAIT, wait_until

ROOT = Path(__file__).parents[3]
PEAKS = get_experiment("find_peaks")
EDGES, LONG = get_experiment("find_edges"), TrainingSettings(steps=100_000, snapshots=40)
ALL_OF_IT = TrainingSettings(steps=20_000, snapshots=30)


@contextmanager
def worker(path, url):
    """A worker as an operator starts it."""
    environment = os.environ | {"DATABASE_URL": url}
    process = subprocess.Popen([sys.executable, "-m", "core.runs", str(path)], cwd=ROOT, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def is_there(path) -> None:
    """Wait until a worker can be reached."""
    wait_until(lambda: is_reached(path), f"no worker at {path}")


@pytest.fixture
def path(tmp_path, monkeypatch):
    """The socket that servers are told of."""
    monkeypatch.setenv("RUNS_SOCKETS", str(tmp_path / "run" / "runs.sock"))
    return tmp_path / "run" / "runs.sock"


def test_the_name_by_which_runs_are_held_is_the_same_after_each_start():
    assert name_of("/run/a") == name_of("/run/a") != name_of("/run/b")


def test_several_sockets_are_told_with_colons_between(monkeypatch):
    for told, found in (("", ()), ("/a", ("/a",)), ("/a:/b", ("/a", "/b"))):
        monkeypatch.setenv("RUNS_SOCKETS", told)
        assert endpoint.sockets() == found


@pytest.mark.slow
def test_servers_share_a_worker_and_come_and_go(path, url):
    with worker(path, url) as process:
        is_there(path)
        first, second = Service(url), Service(url)
        mine, yours = first.start(EDGES, LONG), second.start(EDGES, LONG)
        for service in (first, second):
            for run in (mine, yours):
                at = service.view(run).record.step
                wait_for(service, run, lambda view, at=at: view.record.step > at)
        assert {first.store._one(RUNS.c.worker, run, THERE) for run in (mine, yours)} == {name_of(str(path))}
        assert first.worker_pid == second.worker_pid == process.pid
        second.pause(mine)
        wait_for(first, mine, lambda view: view.record.status == "paused")
        # without its server a run trains on
        first.close()
        second.resume(mine)
        at = second.view(mine).record.step
        wait_for(second, mine, lambda view: view.record.step > at)
        second.close()
        assert process.poll() is None


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_a_shared_worker_is_replaced_and_its_runs_go_on_bit_for_bit(path, url, sign):
    with worker(path, url) as process:
        is_there(path)
        service = Service(url)
        run = service.start(EDGES, ALL_OF_IT)
        wait_for(service, run, lambda view: view.record.step > 300)
        process.send_signal(sign)
        process.wait()
        # what is watched stays in sight, and an order waits for the next worker
        assert service.view(run).record.status == "running"
    with worker(path, url):
        service.pause(run)
        assert service.view(run).record.status == "paused"
        service.resume(run)
        view = wait_for(service, run, is_over)
    np.testing.assert_array_equal(view.trajectory.weights, train(EDGES, ALL_OF_IT).weights)
    service.close()


def test_while_the_worker_is_away_runs_are_read_and_orders_get_a_sentence(path, url, monkeypatch):
    monkeypatch.setattr(channel_module, "LONGEST_WAIT", 0.2)
    service = Service(url)
    run = service.start(PEAKS, TrainingSettings(steps=10))
    assert service.view(run).record.status == "running"
    with pytest.raises(StoreError) as caught:
        service.pause(run)
    assert str(caught.value) == "The run does not answer: it will do what was asked once its turn comes."
    service.close()


@pytest.mark.slow
def test_a_server_that_hangs_holds_up_neither_training_nor_other_servers(path, url):
    with worker(path, url):
        is_there(path)
        hung, service = reached(str(path)), Service(url)
        runs = [service.start(EDGES, LONG) for _ in range(3)]
        # it takes nothing in any more: in the end the worker parts with it
        end = time.monotonic() + LONG_WAIT
        while time.monotonic() < end:
            for run in runs:
                at = service.view(run).record.step
                wait_for(service, run, lambda view, at=at: view.record.step > at)
            if service.store.get(runs[0]).step > 2000:
                break
        for run in runs:
            service.stop(run)
        hung.close()
        service.close()
