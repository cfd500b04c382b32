"""The line to the worker: orders go out, news come back, and a worker that ended unasked is replaced."""

from __future__ import annotations

import contextlib
import itertools
import logging
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from core.runs.store.database import StoreError
from core.runs.worker.process import started

LONGEST_WAIT = 10.0  # seconds for the worker's word that an order was done
HEALTHY_FOR = 1.0  # seconds of work after which a worker's end says nothing about the next one
LONGEST_PAUSE = 10.0  # seconds between two attempts to start one
# workers that may end at the same order, and at the same run without having saved it, before both are given up
MOST_ENDS_AT_ORDER, MOST_ENDS_AT_RUN = 2, 3
DROPPED = "The run could not do what was asked: the process that trains ended twice over it."
GIVEN_UP = "Training failed: the process that trains ended over this run again and again."

log = logging.getLogger(__name__)

Order = tuple[int, str, str, Any]


class Channel:
    """One worker process at a time, for any number of threads that give orders.

    `hear` gets all that the worker tells, as (kind, content), on a thread of its own, and ("started", None) once
    another worker has replaced one that ended. Orders that were not said to be done are given again to the next
    worker, but for one at which two workers ended. A run at which three ended without having saved it is told as
    ("given_up", (run, why)), so that the next worker does not take it up.
    """

    def __init__(self, url: str, hear: Callable[[str, Any], None]) -> None:
        self._url, self._hear = url, hear
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._waiting: dict[int, tuple[Order, threading.Event, list[str]]] = {}
        self._is_closing = False
        self._in_hand: tuple[str, int | None] = ("", None)  # the run and the order that the worker is at
        self._ends: Counter[str | int] = Counter()  # of workers, at each run and at each order
        self.restarts = -1
        self._start()
        self._listener = threading.Thread(target=self._listen, name="runs", daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        """The worker's process."""
        return self._process.pid

    def order(self, what: str, run: str, argument: Any = None) -> None:
        """Give an order and wait until it is done; raises StoreError with what the worker says against it."""
        done, answer = self.send(what, run, argument)
        if not done.wait(LONGEST_WAIT):
            raise StoreError("The run does not answer: it will do what was asked once its turn comes.")
        if answer[0]:
            raise StoreError(answer[0])

    def send(self, what: str, run: str, argument: Any = None) -> tuple[threading.Event, list[str]]:
        """Give an order; return what is set once it is done, and the list that then holds what the worker answered."""
        done, answer = threading.Event(), list[str]()
        with self._lock:
            whole = (next(self._numbers), what, run, argument)
            self._waiting[whole[0]] = (whole, done, answer)
            self._give(whole)
        return done, answer

    def close(self) -> None:
        """Let the worker save everything and end, within a few seconds."""
        with self._lock:
            if self._is_closing:
                return
            self._is_closing = True
        self.send("close", "")
        try:
            self._process.wait(4)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(4)
        self._listener.join(2)

    def _give(self, order: Order) -> None:
        # where it does not arrive, the next worker gets it
        with contextlib.suppress(OSError):
            self._connection.send(order)

    def _start(self) -> None:
        process, connection = started(self._url)
        with self._lock:
            self._process: subprocess.Popen[bytes] = process
            self._connection: Connection[Any, Any] = connection
            self._began = time.monotonic()
            self.restarts += 1
            for order, _, _ in list(self._waiting.values()):
                self._give(order)

    def _listen(self) -> None:
        wait = 0.0
        while True:
            try:
                kind, *rest = self._connection.recv()
            except (EOFError, OSError):
                if self._is_closing:
                    return
                is_healthy = time.monotonic() - self._began > HEALTHY_FOR
                wait = self._replace(0.0 if is_healthy else wait)
                continue
            if kind == "done":
                self._settle(*rest)
            elif kind == "in_hand":
                self._in_hand = rest[0], rest[1]
            else:
                if kind == "saved":
                    self._ends.pop(rest[0], None)
                self._pass_on(kind, rest[0])

    def _replace(self, wait: float) -> float:
        """Start another worker after `wait` seconds, ever later while that fails; return how long to wait next time."""
        while not self._is_closing:
            self._process.kill()
            self._process.wait()
            self._count_end()
            time.sleep(wait)
            wait = min(LONGEST_PAUSE, 2 * wait + 0.5)
            try:
                self._start()
                self._pass_on("started", None)
                break
            except StoreError:
                continue
        return wait

    def _pass_on(self, kind: str, content: Any) -> None:
        # whoever hears, the line stays open for all others
        try:
            self._hear(kind, content)
        except Exception:
            log.exception("news of the kind %s were not understood", kind)

    def _count_end(self) -> None:
        """Give up what workers end over again and again."""
        run, order = self._in_hand
        self._in_hand = "", None
        if order in self._waiting:
            self._ends[order] += 1
            if self._ends[order] >= MOST_ENDS_AT_ORDER:
                self._settle(order, DROPPED)
        if run:
            self._ends[run] += 1
            if self._ends[run] >= MOST_ENDS_AT_RUN:
                self._pass_on("given_up", (run, GIVEN_UP))

    def _settle(self, number: int, message: str) -> None:
        with self._lock:
            waiting = self._waiting.pop(number, None)
            self._ends.pop(number, None)
        if waiting is not None:
            _, done, answer = waiting
            answer.append(message)
            done.set()
