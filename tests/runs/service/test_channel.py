"""The line to the worker: nothing that was ordered gets lost, and a worker that does not live is not begun in haste."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import queue
import signal
import socket
import threading
import time
from multiprocessing import Pipe

import pytest

from core.endpoint import limit_sending
from core.learning import TrainingSettings, get_experiment
from core.runs import Service, StoreError
from core.runs.service import channel as channel_module
from core.runs.service import workers as workers_module
from core.runs.service.channel import Channel
from core.runs.service.workers import OwnWorker
from core.runs.worker import process as process_module
from tests.runs.conftest import is_over, wait_for
from tests.runs.deadly_worker import DEADLY, DEADLY_TO_PAUSE


@pytest.fixture
def line(url):
    made = Channel(OwnWorker(url), lambda kind, content: None)
    yield made
    made.close()


def test_an_order_that_the_worker_never_saw_is_given_to_the_next(line, monkeypatch):
    attempts = []
    begin = workers_module.started

    def only_the_third_works(url, *names):
        attempts.append(url)
        if len(attempts) < 3:
            raise StoreError("not now")
        return begin(url, *names)

    monkeypatch.setattr(workers_module, "started", only_the_third_works)
    os.kill(line.pid, signal.SIGKILL)
    time.sleep(0.1)
    done, answer = line.send("drop", "0" * 32)
    assert done.wait(60)
    assert answer == [""]
    assert (len(attempts), line.restarts) == (3, 1)


def test_an_order_that_stays_unanswered_gets_a_sentence(line, monkeypatch):
    monkeypatch.setattr(channel_module, "LONGEST_WAIT", 0.2)
    os.kill(line.pid, signal.SIGSTOP)
    with pytest.raises(StoreError) as caught:
        line.order("drop", "0" * 32)
    assert str(caught.value) == "The run does not answer: it will do what was asked once its turn comes."
    os.kill(line.pid, signal.SIGCONT)


def test_closing_twice_is_closing_once(line):
    line.close()
    line.close()
    assert line._worker.process.returncode == 0


class Scripted:
    """Workers that do what is written for them, and end when that returns."""

    pid, returncode = 0, 0

    def __init__(self, play):
        self.play, self.number = play, -1

    def __call__(self, url, *names):
        ours, theirs = Pipe()
        with socket.socket(fileno=os.dup(ours.fileno())) as end:
            limit_sending(end)  # as of a worker's process
        self.number += 1
        threading.Thread(target=self._work, args=(theirs, self.number), daemon=True).start()
        return self, ours

    def _work(self, connection, number):
        with connection, contextlib.suppress(EOFError, OSError):
            self.play(connection, number)

    def kill(self):
        pass

    def wait(self, timeout=None):
        return 0


@pytest.fixture
def scripted(monkeypatch):
    """A channel to such workers, and what it hears."""
    monkeypatch.setattr(OwnWorker, "longest_pause", 0.01)
    lines = []

    def begun(play, *, hears_all=False):
        heard = queue.Queue()
        monkeypatch.setattr(workers_module, "started", Scripted(play))
        hear = heard.put if hears_all else lambda told: told[0] == "started" or heard.put(told)
        lines.append(Channel(OwnWorker(""), lambda kind, content: hear((kind, content))))
        return lines[-1], heard

    yield begun
    for line in lines:
        line.close()


def test_an_order_at_which_two_workers_ended_is_dropped_with_its_sentence(scripted):
    def play(connection, number):
        while True:
            order, what, run, _ = connection.recv()
            connection.send(("in_hand", run, order))
            if what == "resume":
                return
            connection.send(("done", order, ""))
            if what == "close":
                return

    line, heard = scripted(play)
    with pytest.raises(StoreError) as caught:
        line.order("resume", "bad")
    assert str(caught.value) == "The run could not do what was asked: the process that trains ended twice over it."
    assert line.restarts in (1, 2)
    line.order("pause", "good")
    assert line.restarts == 2
    assert heard.empty()


def test_a_run_at_which_three_workers_ended_is_given_up_and_the_next_goes_on_with_the_others(scripted):
    given_up = threading.Event()

    def play(connection, number):
        if not given_up.is_set():
            connection.send(("in_hand", "bad", None))
            return
        connection.send(("progress", f"of the good one by worker {number}"))
        while connection.recv()[1] != "close":
            pass

    class Watched(queue.Queue):
        def put(self, item, *rest):
            if item[0] == "given_up":
                given_up.set()
            if item[0] != "started":
                super().put(item, *rest)

    heard = Watched()
    line, told = scripted(play)
    line._hear = lambda kind, content: heard.put((kind, content))
    while not told.empty():
        heard.put(told.get())
    assert heard.get(timeout=60) == (
        "given_up", ("bad", "Training failed: the process that trains ended over this run again and again."),
    )  # fmt: skip
    assert heard.get(timeout=60) == ("progress", "of the good one by worker 3")
    assert line.restarts == 3


def test_each_worker_that_takes_the_place_of_another_is_told(scripted):
    def play(connection, number):
        connection.send(("progress", number))
        if number == 2:
            while connection.recv()[1] != "close":
                pass

    _, heard = scripted(play, hears_all=True)
    told = [heard.get(timeout=60) for _ in range(5)]
    assert sorted(told, key=str) == [
        ("progress", 0),
        ("progress", 1),
        ("progress", 2),
        ("started", None),
        ("started", None),
    ]
    assert told[0] == ("progress", 0)


def test_a_run_that_was_saved_in_between_is_never_given_up(scripted):
    ends = 8

    def play(connection, number):
        connection.send(("in_hand", "healthy", None))
        connection.send(("saved", "healthy"))
        if number < ends:
            return
        connection.send(("progress", "at last"))
        while connection.recv()[1] != "close":
            pass

    line, heard = scripted(play)
    kinds = []
    while "progress" not in kinds:
        kinds.append(heard.get(timeout=60)[0])
    assert kinds == ["saved"] * (ends + 1) + ["progress"]
    assert line.restarts == ends


def test_where_no_process_can_be_had_the_channel_goes_on_trying(scripted, monkeypatch):
    def play(connection, number):
        order, *_ = connection.recv()
        connection.send(("done", order, ""))
        if number == 0:
            return
        while True:
            order, *_ = connection.recv()
            connection.send(("done", order, ""))

    line, _ = scripted(play)
    attempts = []

    def refused(*_, **__):
        attempts.append(1)
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(process_module.subprocess, "Popen", refused)
    with pytest.raises(StoreError) as caught:
        process_module.started("sqlite:///x", "a")
    assert str(caught.value) == "The process that trains does not start: look at what the server printed."
    begin, failed = workers_module.started, []

    def first_refused(url, *names):
        if len(failed) < 3:
            failed.append(1)
            return process_module.started(url, *names)
        return begin(url, *names)

    monkeypatch.setattr(workers_module, "started", first_refused)
    line.order("pause", "a")
    line.order("pause", "b")
    assert len(attempts) == 4


def test_a_run_that_really_ends_its_worker_is_given_up_beside_one_that_goes_on(url, monkeypatch):
    monkeypatch.setattr(process_module, "PROGRAM", "tests.runs.deadly_worker")
    service = Service(url)
    edges, long = get_experiment("find_edges"), TrainingSettings(steps=100_000, snapshots=40)
    good = service.start(edges, long)
    wait_for(service, good, lambda view: view.record.step > 0)
    bad = service.start(edges, dataclasses.replace(long, seed=DEADLY))
    view = wait_for(service, bad, is_over)
    assert (view.record.status, view.message) == (
        "failed", "Training failed: the process that trains ended over this run again and again.",
    )  # fmt: skip
    step = service.view(good).record.step
    wait_for(service, good, lambda view: view.record.step > step + 100)
    assert [service.store.get(run).status for run in (bad, good)] == ["failed", "running"]
    assert service.restarts == 3
    stubborn = service.start(edges, dataclasses.replace(long, seed=DEADLY_TO_PAUSE))
    wait_for(service, stubborn, lambda view: view.record.step > 0)
    monkeypatch.setattr(channel_module, "LONGEST_WAIT", 240.0)
    with pytest.raises(StoreError) as caught:
        service.pause(stubborn)
    assert str(caught.value) == "The run could not do what was asked: the process that trains ended twice over it."
    for run in (good, stubborn):
        step = service.view(run).record.step
        wait_for(service, run, lambda view, step=step: view.record.step > step)
    assert service.restarts == 5
    service.close()


def test_what_nobody_waits_for_is_not_said_again_to_the_next_worker(scripted):
    came = queue.Queue()

    def play(connection, number):
        while True:
            order, what, *_ = connection.recv()
            came.put((number, what))
            if what == "watch":
                return
            connection.send(("done", order, ""))

    line, _ = scripted(play)
    for _ in range(3):
        line.tell("watch", "run")
    line.order("pause", "run")
    assert line._waiting == {}
    assert [what for _, what in list(came.queue)].count("pause") >= 1


def test_a_worker_that_takes_nothing_in_holds_nobody_up_for_ever(scripted, monkeypatch):
    ends = threading.Event()

    def play(connection, number):
        if number == 0:
            ends.wait(60)
            return
        while True:
            order, *_ = connection.recv()
            connection.send(("done", order, ""))

    line, _ = scripted(play)
    begun = time.monotonic()
    try:
        while line.restarts == 0 and time.monotonic() - begun < 60:
            line.tell("watch", "r" * 5000)
        assert line.restarts == 1
        line.order("pause", "run")
    finally:
        ends.set()
