"""The process that trains: `python -m core.runs`, started and watched by the service.

It gives each moving run a slice of time in turn, tells what is new, saves in less than two seconds, and takes orders in
between. When the service is gone, it saves and ends. It never loads Streamlit.
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Listener
from typing import Any

from core.learning import Snapshot
from core.runs.coding import DamagedRun
from core.runs.database import StoreError
from core.runs.live import LiveRun
from core.runs.process import give_way
from core.runs.record import LIVE, Change, new_id
from core.runs.store import Store

ROUND = 1.0  # seconds in which every run should have its turn
SHORTEST, LONGEST = 0.02, 0.1  # seconds of one turn
# a slice and the write itself come on top; what a killed worker takes with it should be two seconds at most
SAVE_EVERY, TELL_EVERY = 1.5, 0.1
CROWD, LAST = 8, 19  # more moving runs than this are a crowd; the lowest priority that there is
IDLE_FOR = 3600.0  # seconds without anyone watching after which a run is paused and given up


@dataclass(frozen=True)
class Progress:
    """What is new about a run: how far it is, the snapshots kept since, and where it stands now."""

    run: str
    status: str
    step: int
    loss: float
    kept: tuple[Snapshot, ...]
    place: Snapshot | None
    message: str = ""
    metrics: dict[str, float] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


class Worker:
    """The live runs of one process."""

    def __init__(self, connection: Connection[Any, Any], store: Store) -> None:
        self._connection, self._store, self._id = connection, store, new_id()
        self._runs: dict[str, LiveRun] = {}
        self._saved: dict[str, float] = {}
        self._told: dict[str, float] = {}
        self._unsaved: dict[str, list[Snapshot]] = {}
        self._messages: dict[str, str] = {}
        self._metrics: dict[str, dict[str, float]] = {}
        self._take_at: float | None = 0.0  # when to take over what is marked as running, None once that is done
        self._is_last = False
        self.is_closing = False

    def work(self) -> None:
        """Until told to close, or until nobody is there to tell."""
        try:
            while not self.is_closing:
                self._take_over()
                moving = [each for each in self._runs.values() if each.is_moving]
                self._step_back(len(moving))
                self._take_orders(wait=0.0 if moving else 0.5)
                for each in moving:
                    if self.is_closing:
                        break
                    if each.is_moving and each.id in self._runs:  # no order meanwhile
                        self._slice(each, min(LONGEST, max(SHORTEST, ROUND / len(moving))))
                    self._take_orders(wait=0.0)
                self._try_again()
                self._give_up_idle()
        except (EOFError, OSError):
            pass  # the service is gone
        finally:
            for each in list(self._runs.values()):
                self._save(each, force=True)

    def _step_back(self, moving: int) -> None:
        """Behind a crowd's pages the worker stands at the very end, for good: no process may raise its own priority."""
        if moving > CROWD and not self._is_last:
            self._is_last = True
            give_way(LAST)

    def _take_over(self) -> None:
        """Go on with all that is marked as running; tried again later where the database does not answer."""
        if self._take_at is None or time.monotonic() < self._take_at:
            return
        try:
            for run in self._store.take(self._id):
                if run not in self._runs:
                    self._load(run)
            self._take_at = None
        except StoreError as error:
            self._cannot_take(error)

    def _cannot_take(self, error: StoreError) -> None:
        self._take_at = time.monotonic() + SAVE_EVERY
        self._tell("trouble", str(error))

    def _slice(self, run: LiveRun, seconds: float) -> None:
        try:
            run.advance(seconds)
        except Exception as error:  # noqa: BLE001 - whatever a run does must not end the others
            run.status = "failed"
            self._messages[run.id] = f"Training failed: {error}"
        self._after(run)

    def _after(self, run: LiveRun, *, now: bool = False) -> None:
        """Save and tell what is due."""
        fresh = run.take_kept()
        self._unsaved.setdefault(run.id, []).extend(fresh)
        has_stopped = not run.is_moving
        is_saved = self._save(run, force=has_stopped or now)
        if run.id not in self._runs:
            return
        if fresh or has_stopped or now or time.monotonic() - self._told.get(run.id, 0.0) >= TELL_EVERY:
            self._told[run.id] = time.monotonic()
            message, changes = self._messages.get(run.id, ""), tuple(run.changes)
            metrics = self._metrics.get(run.id, {})
            news = Progress(
                run.id, run.status, run.step, run.loss, tuple(fresh), run.place(), message, metrics, changes
            )
            self._tell("progress", news)
        # one that has ended stays until it is saved
        if run.status not in LIVE and is_saved:
            self._forget(run.id)

    def _save(self, run: LiveRun, *, force: bool = False) -> bool:
        """Save a run if it is time; whether it was."""
        if not force and time.monotonic() - self._saved.get(run.id, 0.0) < SAVE_EVERY:
            return False
        self._saved[run.id] = time.monotonic()
        place, kept = run.place(), self._unsaved.get(run.id, [])
        if not run.is_moving:
            # while it moves nobody reads them, and they can take as long as a turn
            self._metrics[run.id] = run.experiment.metrics(place.parameters)
        metrics = self._metrics.get(run.id, {})
        try:
            is_mine = self._store.save(
                run.id, self._id, place, status=run.status_kept, metrics=metrics, kept=kept, changes=run.changes
            )
        except StoreError as error:
            # tried again later; the run goes on meanwhile
            self._messages[run.id] = str(error)
            return False
        self._unsaved[run.id] = []
        if run.status != "failed":
            self._messages.pop(run.id, None)
        if not is_mine:
            # another server's worker has it, or it was deleted
            self._let_go(run.id)
        return True

    def _take_orders(self, wait: float) -> None:
        while self._connection.poll(wait):
            wait = 0.0
            number, order, run, argument = self._connection.recv()
            try:
                self._do(order, run, argument)
                message = ""
            except (StoreError, DamagedRun, ValueError) as error:
                message = str(error)
            self._tell("done", number, message)

    def _do(self, order: str, run: str, argument: Any) -> None:
        if order == "close":
            self.is_closing = True
            return
        if order in ("release", "drop"):
            known = self._runs.get(run)
            if known is None or order == "drop" or self._save(known, force=True):
                self._let_go(run)
            return
        if run not in self._runs:
            try:
                self._load(run)
            except StoreError as error:
                self._cannot_take(error)
                raise
        live = self._runs.get(run)
        if live is None:
            return
        live.touched = time.monotonic()
        orders: dict[str, Callable[[], None]] = {
            "adopt": lambda: None,
            "touch": lambda: None,
            "pause": live.pause,
            "resume": live.resume,
            "step": lambda: live.do_steps(int(argument)),
            "stop": live.stop,
            "rate": lambda: live.change_rate(float(argument)),
        }
        orders[order]()
        if order != "touch":
            self._after(live, now=True)

    def _load(self, run: str) -> None:
        try:
            self._store.adopt(run, self._id)
            record = self._store.get(run)
            if record.is_live:
                place = self._store.checkpoint(run)
                settings, changes = record.settings, record.changes
                self._runs[run] = LiveRun(run, record.experiment, settings, place, record.status, changes)
        except DamagedRun as error:
            self._store.mark(run, "failed")
            self._forget(run)
            self._tell("progress", Progress(run, "failed", 0, float("nan"), (), None, str(error)))

    def _try_again(self) -> None:
        """Save what has stopped and could not be saved."""
        for run in [each for each in self._runs.values() if not each.is_moving and each.id in self._messages]:
            if time.monotonic() - self._saved.get(run.id, 0.0) >= SAVE_EVERY:
                self._after(run)

    def _give_up_idle(self) -> None:
        now = time.monotonic()
        for run in [each for each in self._runs.values() if now - each.touched > IDLE_FOR]:
            run.pause()
            if self._save(run, force=True):
                self._let_go(run.id)

    def _let_go(self, run: str) -> None:
        self._forget(run)
        self._tell("gone", run)

    def _tell(self, kind: str, *content: Any) -> None:
        # what is no longer heard is in the store
        with contextlib.suppress(OSError):
            self._connection.send((kind, *content))

    def _forget(self, run: str) -> None:
        for known in (self._runs, self._saved, self._told, self._unsaved, self._messages, self._metrics):
            known.pop(run, None)


def main() -> None:
    """Say on standard output where to call, wait for the service that knows the key, and work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then closes this process
    told = json.loads(sys.stdin.readline())
    store = Store(told["url"])
    with Listener(("127.0.0.1", 0), authkey=bytes.fromhex(told["key"])) as listener:
        sys.stdout.write(f"{listener.address[1]}\n")
        sys.stdout.flush()
        connection = listener.accept()
    worker = Worker(connection, store)

    def close(*_: object) -> None:
        worker.is_closing = True

    signal.signal(signal.SIGTERM, close)
    worker.work()
