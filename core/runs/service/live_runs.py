"""The live runs as the worker last reported them, and the training slots that they hold."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from core.learning import Snapshot
from core.runs.records.record import LIVE, RunRecord
from core.runs.records.view import RunView
from core.runs.worker.reports import Progress
from core.runs.worker.worker import IDLE_FOR

MOST_LIVE = 64  # slots: runs that train at a time
TOUCH_EVERY = 60.0  # seconds after which the worker is told again that somebody watches
PAUSED_FOR = 120.0  # seconds without anyone watching after which a paused run is released to the store


class Full(RuntimeError):
    """No slot or no space is left for another run; the text tells the person who wanted one what to do."""


@dataclass
class _Live:
    """A run that may still go on; changed under the lock alone."""

    record: RunRecord
    holder: str  # of the slot
    snapshots: dict[int, Snapshot]
    latest: Snapshot | None = None
    message: str = ""
    entering: int = 0  # orders in progress that let it train: it holds a slot already
    seen: float = field(default_factory=time.monotonic)
    touched: float = field(default_factory=time.monotonic)

    @property
    def holds_slot(self) -> bool:
        """Whether it trains, or is about to."""
        return self.record.status == "running" or self.entering > 0

    def view(self) -> RunView:
        """The run as a page shows it."""
        by_step = dict(self.snapshots)
        if self.latest is not None:
            by_step[self.latest.step] = self.latest
        return RunView(self.record, tuple(by_step[step] for step in sorted(by_step)), self.message)


Load = Callable[[], tuple[RunRecord, Iterable[Snapshot]]]  # a run as it is stored


class LiveRuns:
    """The runs that may still go on, for any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._runs: dict[str, _Live] = {}

    def add(self, record: RunRecord, snapshots: Iterable[Snapshot], holder: str) -> None:
        """Enter a run, which holds a slot of `holder` while it trains."""
        self._get_or_load(record.id, lambda: (record, snapshots), holder)

    def forget(self, run: str) -> None:
        """Remove a run from the live ones."""
        with self._lock:
            self._runs.pop(run, None)

    def record(self, run: str) -> RunRecord | None:
        """The record of a run, None where it is not live."""
        with self._lock:
            live = self._runs.get(run)
            return None if live is None else live.record

    def training(self) -> list[str]:
        """The runs that train now."""
        with self._lock:
            return [run for run, live in self._runs.items() if live.record.status == "running"]

    def watch(self, run: str) -> tuple[RunView, bool] | None:
        """A run's view, and whether the worker has to be told that somebody watches; None where it is not live."""
        with self._lock:
            live = self._runs.get(run)
            if live is None:
                return None
            live.seen = time.monotonic()
            must_touch = live.seen - live.touched > TOUCH_EVERY
            if must_touch:
                live.touched = live.seen
            return live.view(), must_touch

    def change(self, run: str, *, message: str | None = None, **changes: Any) -> None:
        """Change the record or the message of a run, if it is live."""
        with self._lock:
            live = self._runs.get(run)
            if live is not None:
                live.record = dataclasses.replace(live.record, **changes)
                live.message = live.message if message is None else message

    def update(self, progress: Progress, load: Load) -> None:
        """Update a run by the worker's report; `load` gives the rest where the run is not among the live ones yet."""
        live = self._runs.get(progress.run)
        if live is None:
            if progress.status not in LIVE:
                return
            live = self._get_or_load(progress.run, load)
        with self._lock:
            live.record = dataclasses.replace(
                live.record,
                status=progress.status,
                # a run that failed before it began is reported without a snapshot, step or loss
                step=progress.step if progress.latest else live.record.step,
                loss=progress.loss if progress.latest else live.record.loss,
                metrics=progress.metrics or live.record.metrics,
                changes=progress.changes or live.record.changes,
                updated=time.time(),
            )
            live.snapshots |= {snapshot.step: snapshot for snapshot in progress.snapshots}
            live.latest = progress.latest or live.latest
            live.message = progress.message
            if progress.status not in LIVE and not progress.message:
                # all of it is in the store
                self._runs.pop(progress.run, None)

    @contextlib.contextmanager
    def entered(self, run: str, holder: str, load: Load) -> Iterator[None]:
        """Let a run hold a slot of `holder` meanwhile, before it trains."""
        live = self._get_or_load(run, load, holder)
        with self._lock:
            if live.record.status != "running":
                live.holder = holder
            live.entering += 1
        try:
            yield
        finally:
            with self._lock:
                live.entering -= 1

    def make_room(self, holder: str, sparing: str = "") -> list[str]:
        """Make sure that `holder` may train one more run, and return the paused runs that were released for it.

        Paused runs hold no slot, and are released where nobody watches them. Raises Full where no slot is free.
        """
        now = time.monotonic()
        with self._lock:
            for run in [run for run, live in self._runs.items() if now - live.seen > IDLE_FOR]:
                del self._runs[run]
            others = {run: live for run, live in self._runs.items() if run != sparing}
            training = [live for live in others.values() if live.holds_slot]
            if holder and any(live.holder == holder for live in training):
                raise Full("You have a run that is still training: pause or stop it before you start another.")
            if len(training) >= MOST_LIVE:
                raise Full(f"{MOST_LIVE} runs are training, which is all that fit: try again in a few minutes.")
            idle = [
                run
                for run, live in others.items()
                if not live.holds_slot
                and live.record.status == "paused"
                and ((holder and live.holder == holder) or now - live.seen > PAUSED_FOR)
            ]
            for run in idle:
                del self._runs[run]
        return idle

    def _get_or_load(self, run: str, load: Load, holder: str | None = None) -> _Live:
        """A live run, loaded outside the lock where it is not among them; without `holder` its owner holds the slot."""
        live = self._runs.get(run)
        if live is None:
            record, snapshots = load()
            by_step = {snapshot.step: snapshot for snapshot in snapshots}
            live = _Live(record, (record.owner or "") if holder is None else holder, by_step)
        with self._lock:
            return self._runs.setdefault(run, live)
