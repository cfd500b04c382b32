"""The line to the worker: nothing that was ordered gets lost, and a worker that does not live is not begun in haste."""

from __future__ import annotations

import os
import signal
import time

import pytest

from core.runs import StoreError
from core.runs import channel as channel_module
from core.runs.channel import Channel


@pytest.fixture
def line(url):
    made = Channel(url, lambda kind, content: None)
    yield made
    made.close()


def test_an_order_that_the_worker_never_saw_is_given_to_the_next(line, monkeypatch):
    attempts = []
    begin = channel_module.started

    def only_the_third_works(url):
        attempts.append(url)
        if len(attempts) < 3:
            raise StoreError("not now")
        return begin(url)

    monkeypatch.setattr(channel_module, "started", only_the_third_works)
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
    assert line._process.returncode == 0
