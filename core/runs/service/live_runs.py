"""What the server knows of the runs that train, as the worker told it last, and the places in which they do."""

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

MOST_LIVE = 64  # runs that train at a time
TOUCH_EVERY = 60.0
PAUSED_FOR = 120.0  # seconds without anyone watching after which a paused run is put away


class Full(RuntimeError):
    """No more runs can be live now; the text says to the person who wanted one what to do."""


@dataclass
class _Live:
    """A run that may still go on; changed under the lock alone."""

    record: RunRecord
    holder: str  # of a place
    snapshots: dict[int, Snapshot]
    latest: Snapshot | None = None
    message: str = ""
    entering: int = 0  # orders under way that let it train: it holds a place, though it still stands
    seen: float = field(default_factory=time.monotonic)
    touched: float = field(default_factory=time.monotonic)

    @property
    def holds_place(self) -> bool:
        """Whether it trains, or is about to."""
        return self.record.status == "running" or self.entering > 0

    def view(self) -> RunView:
        """As a page sees it."""
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
        """Know a run, which holds a place for `holder` while it trains."""
        self._known(record.id, lambda: (record, snapshots), holder)

    def forget(self, run: str) -> None:
        """Know no more of a run."""
        with self._lock:
            self._runs.pop(run, None)

    def record(self, run: str) -> RunRecord | None:
        """What is known of a run, None where it is not live."""
        with self._lock:
            live = self._runs.get(run)
            return None if live is None else live.record

    def training(self) -> list[str]:
        """The runs that are moving."""
        with self._lock:
            return [run for run, live in self._runs.items() if live.record.status == "running"]

    def watch(self, run: str) -> tuple[RunView, bool] | None:
        """A run as it is, None where it is not live, and whether the worker has to be told that somebody watches."""
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
        """Know something else of a run, if it is live."""
        with self._lock:
            live = self._runs.get(run)
            if live is not None:
                live.record = dataclasses.replace(live.record, **changes)
                live.message = live.message if message is None else message

    def learn(self, progress: Progress, load: Load) -> None:
        """Take in what the worker tells; of a run that is not known yet, `load` gives the rest."""
        live = self._runs.get(progress.run)
        if live is None:
            if progress.status not in LIVE:
                return
            live = self._known(progress.run, load)
        with self._lock:
            live.record = dataclasses.replace(
                live.record,
                status=progress.status,
                # of one that failed before it began nothing is known
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
        """Let a run hold a place for `holder` meanwhile, though it still stands."""
        live = self._known(run, load, holder)
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
        """See that one more run may train for `holder`, and return those that were put away for that.

        Paused runs hold no place, and are put away where nobody looks at them. Raises Full where there is no room.
        """
        now = time.monotonic()
        with self._lock:
            for run in [run for run, live in self._runs.items() if now - live.seen > IDLE_FOR]:
                del self._runs[run]
            others = {run: live for run, live in self._runs.items() if run != sparing}
            training = [live for live in others.values() if live.holds_place]
            if holder and any(live.holder == holder for live in training):
                raise Full("You have a run that is still training: pause or stop it before you start another.")
            if len(training) >= MOST_LIVE:
                raise Full(f"{MOST_LIVE} runs are training, which is all that fit: try again in a few minutes.")
            idle = [
                run
                for run, live in others.items()
                if not live.holds_place
                and live.record.status == "paused"
                and ((holder and live.holder == holder) or now - live.seen > PAUSED_FOR)
            ]
            for run in idle:
                del self._runs[run]
        return idle

    def _known(self, run: str, load: Load, holder: str | None = None) -> _Live:
        """A run, loaded without the lock where it is not known; its owner holds its place unless somebody else does."""
        live = self._runs.get(run)
        if live is None:
            record, snapshots = load()
            by_step = {snapshot.step: snapshot for snapshot in snapshots}
            live = _Live(record, (record.owner or "") if holder is None else holder, by_step)
        with self._lock:
            return self._runs.setdefault(run, live)
