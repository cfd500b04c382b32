"""The channel to a worker: orders go out, messages come back, and a worker that ended unexpectedly is replaced."""

from __future__ import annotations

import contextlib
import itertools
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from core.endpoint import OTHER_VERSION, hang_up
from core.runs.service.workers import OwnWorker, SharedWorker
from core.runs.store.database import StoreError

LONGEST_WAIT = 10.0  # seconds for the worker to confirm an order
HEALTHY_FOR = 1.0  # seconds of work after which a worker's end says nothing about the next worker
# how many workers may end at the same order, or at the same run without having saved it, before that is given up
MOST_ENDS_AT_ORDER, MOST_ENDS_AT_RUN = 2, 3
DROPPED = "The run could not do what was asked: the process that trains ended twice over it."
GIVEN_UP = "Training failed: the process that trains ended over this run again and again."

log = logging.getLogger(__name__)

Order = tuple[int, str, str, Any]


class Channel:
    """A connection to one worker process at a time, for any number of threads that give orders.

    `hear` is called with every message of the worker, as (kind, content), on a thread of its own, and with ("started",
    None) once a new worker has replaced one that ended. Orders that were not confirmed are given again to the next
    worker, except an order at which two workers ended. For a run at which three workers ended without having saved it,
    `hear` gets ("given_up", (run, why)) before the next worker could take the run up.
    """

    def __init__(self, worker: OwnWorker | SharedWorker, hear: Callable[[str, Any], None]) -> None:
        self._worker, self._hear = worker, hear
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._waiting: dict[int, tuple[Order, threading.Event, list[str]]] = {}
        self._is_closing = False
        self._in_hand: tuple[str, int | None] = ("", None)  # the run and the order that the worker is busy with
        self._ends: Counter[str | int] = Counter()  # how many workers ended at each run and at each order
        self._began = 0.0
        self.restarts = -1
        try:
            self._start()
        except StoreError:
            # a worker that an operator starts may come later
            if not worker.may_be_away:
                raise
        self._listener = threading.Thread(target=self._listen, name="runs", daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        """The worker's process id."""
        return self._worker.pid

    def order(self, what: str, run: str, argument: Any = None) -> None:
        """Give an order and wait until it is done; raises StoreError with the worker's message where it fails."""
        done, answer = self.send(what, run, argument)
        if not done.wait(LONGEST_WAIT):
            raise StoreError("The run does not answer: it will do what was asked once its turn comes.")
        if answer[0]:
            raise StoreError(answer[0])

    def send(self, what: str, run: str, argument: Any = None) -> tuple[threading.Event, list[str]]:
        """Give an order; return an event that is set once it is done, and a list that then has the worker's answer."""
        done, answer = threading.Event(), list[str]()
        with self._lock:
            whole = (next(self._numbers), what, run, argument)
            self._waiting[whole[0]] = (whole, done, answer)
            self._give(whole)
        return done, answer

    def tell(self, what: str, run: str) -> None:
        """Give an order for which nobody waits, and which a next worker need not know of."""
        with self._lock:
            self._give((next(self._numbers), what, run, None))

    def close(self) -> None:
        """Part with the worker, which ends, within a few seconds, if it works for this service alone."""
        with self._lock:
            if self._is_closing:
                return
            self._is_closing = True
        self._worker.part(lambda: self.send("close", ""))
        self._listener.join(2)

    def _give(self, order: Order) -> None:
        try:
            self._worker.connection.send(order)
        except OSError:
            # it is given to the next worker; one that hangs may have half of it, and reads no other after that
            with contextlib.suppress(OSError):
                hang_up(self._worker.connection)

    def _start(self) -> None:
        self._worker.begin()
        with self._lock:
            self._began = time.monotonic()
            self.restarts += 1
            for order, _, _ in list(self._waiting.values()):
                self._give(order)

    def _listen(self) -> None:
        wait = 0.0
        while True:
            try:
                kind, *rest = self._worker.connection.recv()
            except (EOFError, OSError, *OTHER_VERSION):
                if self._is_closing:
                    return
                is_healthy = time.monotonic() - self._began > HEALTHY_FOR
                wait = self._replace(0.0 if is_healthy else wait)
                continue
            if kind == "done":
                self._complete(*rest)
            elif kind == "in_hand":
                self._in_hand = rest[0], rest[1]
            else:
                if kind == "saved":
                    self._ends.pop(rest[0], None)
                self._pass_on(kind, rest[0])

    def _replace(self, wait: float) -> float:
        """Start a new worker after `wait` seconds, with longer waits while that fails; return the next wait."""
        while not self._is_closing:
            self._worker.end()
            self._count_end()
            time.sleep(wait)
            wait = min(self._worker.longest_pause, 2 * wait + 0.5)
            try:
                self._start()
                self._pass_on("started", None)
                break
            except StoreError:
                continue
        return wait

    def _pass_on(self, kind: str, content: Any) -> None:
        # whatever `hear` raises, the channel goes on for all other runs
        try:
            self._hear(kind, content)
        except Exception:
            log.exception("a message of the kind %s could not be handled", kind)

    def _count_end(self) -> None:
        """Count the end of a worker, and give up an order or a run at which too many have ended."""
        run, order = self._in_hand
        self._in_hand = "", None
        if order in self._waiting:
            self._ends[order] += 1
            if self._ends[order] >= MOST_ENDS_AT_ORDER:
                self._complete(order, DROPPED)
        if run:
            self._ends[run] += 1
            if self._ends[run] >= MOST_ENDS_AT_RUN:
                self._pass_on("given_up", (run, GIVEN_UP))

    def _complete(self, number: int, message: str) -> None:
        with self._lock:
            waiting = self._waiting.pop(number, None)
            self._ends.pop(number, None)
        if waiting is not None:
            _, done, answer = waiting
            answer.append(message)
            done.set()
