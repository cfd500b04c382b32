"""The one place where runs are started, led and looked at: a worker process, and somebody who starts it again."""

from __future__ import annotations

import dataclasses
import itertools
import subprocess
import threading
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from core.learning import Experiment, Snapshot, TrainingSettings, settle
from core.runs.database import StoreError
from core.runs.live import changed, first_snapshot
from core.runs.process import started
from core.runs.record import LIVE, RunRecord
from core.runs.store import Store
from core.runs.view import RunView
from core.runs.worker import IDLE_FOR, Progress

MOST_LIVE = 64
TOUCH_EVERY = 60.0
LONGEST_WAIT = 10.0  # seconds for the worker's word that an order was done

Order = tuple[int, str, str, Any]


class Full(RuntimeError):
    """No more runs can be live now; the text says to the person who wanted one what to do."""


@dataclass
class _Known:
    """What the service knows of a live run; changed by the listening thread alone, under the lock."""

    record: RunRecord
    owner: str
    snapshots: dict[int, Snapshot]
    place: Snapshot | None = None
    message: str = ""
    seen: float = field(default_factory=time.monotonic)
    touched: float = field(default_factory=time.monotonic)


class Service:
    """Runs that are trained in one process of their own, for any number of threads that ask.

    The worker is started again whenever it ends unasked, and goes on with all that was running; so does that of a new
    service after the old one was killed.
    """

    def __init__(self, url: str | None = None) -> None:
        self.store = Store(url)
        self._lock = threading.RLock()
        self._known: dict[str, _Known] = {}
        self._numbers = itertools.count()
        self._waiting: dict[int, tuple[Order, threading.Event, list[str]]] = {}
        self._is_closing = False
        self.restarts = -1
        self._connection: Connection[Any, Any] | None = None
        self._start_worker()
        self._listener = threading.Thread(target=self._listen, name="runs", daemon=True)
        self._listener.start()

    @property
    def worker_pid(self) -> int:
        """The worker's process."""
        return self._process.pid

    def start(
        self, experiment: Experiment, settings: TrainingSettings | None = None, *, owner: str = "", name: str = ""
    ) -> str:
        """Start a run and return its id; raises Full where there is no room, StoreError where it cannot be kept."""
        settled = settle(experiment, settings)
        self._check_room(owner)
        first = first_snapshot(experiment, settled)
        return self._begin(self.store.add(experiment, settled, first, name=name), owner)

    def branch(
        self, run: str, step: int, settings: TrainingSettings | None = None, *, owner: str = "", name: str = ""
    ) -> str:
        """Start a run that goes on from a kept snapshot of another, with other settings if given, and return its id.

        It keeps the optimiser's memory where the optimiser stays the same.
        """
        parent = self.store.get(run)
        kept = [snapshot for snapshot in self.store.snapshots(run) if snapshot.step <= step]
        if not kept:
            raise ValueError(f"step={step} is before the first snapshot of that run: choose a later one.")
        self._check_room(owner)
        before = changed(parent.settings, [change for change in parent.changes if change[0] <= kept[-1].step])
        settled = settle(parent.experiment, settings or before)
        place = dataclasses.replace(kept[-1], status="running")
        if settled.optimizer != before.optimizer:
            place = dataclasses.replace(place, memory={})
        if place.step >= (settled.steps or 0):
            raise ValueError(f"steps={settled.steps} is not beyond the step {place.step} to branch at: choose more.")
        record = self.store.add(
            parent.experiment, settled, place, name=name or parent.name, parent=(run, place.step), snapshots=kept
        )
        return self._begin(record, owner)

    def pause(self, run: str) -> None:
        """Let a run stand still; it has when this returns."""
        self._order("pause", run)

    def resume(self, run: str, owner: str = "") -> None:
        """Let a run go on."""
        with self._lock:
            if run not in self._known:
                self._check_room(owner)
        self._order("resume", run)

    def step(self, run: str, count: int = 1) -> None:
        """Let a run that stands still do so many steps."""
        if count < 1:
            raise ValueError(f"count={count} is not allowed: give at least 1.")
        self._order("step", run, count)

    def stop(self, run: str) -> None:
        """End a run where it is."""
        self._order("stop", run)

    def change_rate(self, run: str, learning_rate: float) -> None:
        """Let a run go on with another learning rate."""
        TrainingSettings(learning_rate=learning_rate)
        self._order("rate", run, learning_rate)

    def view(self, run: str) -> RunView:
        """A run as it is, live or long ended; raises StoreError or DamagedRun where it cannot be shown."""
        with self._lock:
            known = self._known.get(run)
            if known is not None:
                known.seen = time.monotonic()
                must_touch = known.seen - known.touched > TOUCH_EVERY
                if must_touch:
                    known.touched = known.seen
                snapshots = dict(known.snapshots)
                if known.place is not None:
                    snapshots[known.place.step] = known.place
                view = RunView(known.record, tuple(snapshots[step] for step in sorted(snapshots)), known.message)
        if known is None:
            return RunView(self.store.get(run), tuple(self.store.snapshots(run)))
        if must_touch:
            self._send("touch", run)
        return view

    def live(self) -> int:
        """How many runs are moving."""
        with self._lock:
            return sum(known.record.status == "running" for known in self._known.values())

    def close(self) -> None:
        """Save everything and end the worker, within a few seconds."""
        with self._lock:
            if self._is_closing:
                return
            self._is_closing = True
        self._send("close", "")
        try:
            self._process.wait(4)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(4)
        self._listener.join(2)
        self.store.close()

    def _begin(self, record: RunRecord, owner: str) -> str:
        with self._lock:
            snapshots = {snapshot.step: snapshot for snapshot in self.store.snapshots(record.id)}
            self._known[record.id] = _Known(record, owner, snapshots)
        self._send("adopt", record.id)
        return record.id

    def _check_room(self, owner: str) -> None:
        now = time.monotonic()
        with self._lock:
            for run in [run for run, known in self._known.items() if self._is_over(known, now)]:
                del self._known[run]
            live = [known for known in self._known.values() if known.record.status in LIVE]
            if owner and any(known.owner == owner for known in live):
                raise Full("You have a run that is still training or paused: stop it before you start another.")
            if len(live) >= MOST_LIVE:
                raise Full(f"{MOST_LIVE} runs are training, which is all that fit: try again in a few minutes.")

    @staticmethod
    def _is_over(known: _Known, now: float) -> bool:
        return (known.record.status not in LIVE and now - known.seen > TOUCH_EVERY) or now - known.seen > IDLE_FOR

    def _order(self, order: str, run: str, argument: Any = None) -> None:
        """Give an order and wait until it is done; raises StoreError with what the worker says against it."""
        done, answer = self._send(order, run, argument)
        if not done.wait(LONGEST_WAIT):
            raise StoreError("The run does not answer: it will do what was asked once its turn comes.")
        if answer[0]:
            raise StoreError(answer[0])

    def _send(self, order: str, run: str, argument: Any = None) -> tuple[threading.Event, list[str]]:
        with self._lock:
            whole = (next(self._numbers), order, run, argument)
            done = threading.Event()
            answer: list[str] = []
            self._waiting[whole[0]] = (whole, done, answer)
            self._give(whole)
        return done, answer

    def _give(self, order: Order) -> None:
        try:
            if self._connection is not None:
                self._connection.send(order)
        except OSError:
            pass  # given again to the next worker

    def _start_worker(self) -> None:
        self._process, connection = started(self.store.url)
        with self._lock:
            self._connection = connection
            self.restarts += 1
            # what the last worker did not say to be done
            for order, _, _ in list(self._waiting.values()):
                self._give(order)

    def _listen(self) -> None:
        while True:
            try:
                kind, *rest = self._connection.recv()  # type: ignore[union-attr]
            except (EOFError, OSError):
                if self._is_closing:
                    return
                self._replace_worker()
                continue
            if kind == "done":
                self._settle_order(*rest)
            else:
                self._learn(rest[0])

    def _replace_worker(self) -> None:
        """Start another worker after one that ended unasked; try again, ever slower, while that fails."""
        wait = 0.0
        while not self._is_closing:
            self._process.kill()
            self._process.wait()
            time.sleep(wait)
            try:
                self._start_worker()
                return
            except StoreError:
                wait = min(30.0, 2 * wait + 0.5)

    def _settle_order(self, number: int, message: str) -> None:
        with self._lock:
            waiting = self._waiting.pop(number, None)
        if waiting is not None:
            _, done, answer = waiting
            answer.append(message)
            done.set()

    def _learn(self, progress: Progress) -> None:
        with self._lock:
            known = self._known.get(progress.run)
            if known is None:
                return
            known.record = dataclasses.replace(
                known.record,
                status=progress.status,
                step=progress.step,
                loss=progress.loss,
                metrics=progress.metrics or known.record.metrics,
                changes=progress.changes or known.record.changes,
                updated=time.time(),
            )
            known.snapshots |= {snapshot.step: snapshot for snapshot in progress.kept}
            known.place = progress.place or known.place
            known.message = progress.message
