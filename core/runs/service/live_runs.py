"""The live runs that somebody watches, as a worker last reported them."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.learning import Snapshot
from core.runs.records.record import LIVE, RunRecord
from core.runs.records.view import RunView
from core.runs.worker.reports import Progress

WATCH_EVERY = 60.0  # seconds after which a worker is told again that somebody watches
WATCHED_FOR = 120.0  # seconds without a look after which reports on a run are no longer kept
# seconds; of a run that trains, or is paused, and was not reported for longer, the store may know more
HEARD_WITHIN, PAUSED_WITHIN = 3.0, 12.0
clock = time.monotonic


@dataclass
class _Live:
    """A run that may still go on; changed under the lock alone."""

    record: RunRecord
    snapshots: dict[int, Snapshot]
    seen: float  # by whoever watches
    told: float  # that somebody watches
    heard: float  # from a worker, or read from the store
    message: str
    latest: Snapshot | None = None

    def view(self) -> RunView:
        """The run as a page shows it."""
        by_step = dict(self.snapshots)
        if self.latest is not None:
            by_step[self.latest.step] = self.latest
        return RunView(self.record, tuple(by_step[step] for step in sorted(by_step)), self.message)

    def is_silent(self) -> bool:
        """Whether a run that should be reported was not: its worker is gone, or serves another machine."""
        return clock() - self.heard > (PAUSED_WITHIN if self.record.status == "paused" else HEARD_WITHIN)


class LiveRuns:
    """The runs that are watched and may still go on, for any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._runs: dict[str, _Live] = {}

    def put(self, record: RunRecord, snapshots: Iterable[Snapshot], message: str = "") -> None:
        """Keep the reports on a run from now on, which stands in the store like this."""
        with self._lock:
            now = clock()
            for run in [run for run, live in self._runs.items() if now - live.seen > WATCHED_FOR]:
                del self._runs[run]
            known = self._runs.get(record.id)
            if known is not None and known.record.status == record.status and known.record.step > record.step:
                # its worker is slow to report, and slower to save
                known.seen = known.heard = now
                return
            self._runs[record.id] = _Live(record, {each.step: each for each in snapshots}, now, now, now, message)

    def forget(self, run: str) -> None:
        """Remove a run from the live ones."""
        with self._lock:
            self._runs.pop(run, None)

    def watched(self) -> list[str]:
        """The runs on which reports are kept."""
        with self._lock:
            return list(self._runs)

    def watch(self, run: str) -> tuple[RunView, bool] | None:
        """A run's view, and whether its worker has to be told that somebody watches.

        None where nothing is known, or no more than the store may know.
        """
        with self._lock:
            live = self._runs.get(run)
            if live is None or live.is_silent():
                return None
            live.seen = clock()
            must_tell = live.seen - live.told > WATCH_EVERY
            if must_tell:
                live.told = live.seen
            return live.view(), must_tell

    def message(self, run: str) -> str:
        """What was last said of a run, "" for nothing."""
        with self._lock:
            live = self._runs.get(run)
            return "" if live is None else live.message

    def change(self, run: str, *, message: str | None = None, **changes: Any) -> None:
        """Change the record or the message of a run, if it is known."""
        with self._lock:
            live = self._runs.get(run)
            if live is not None:
                live.record = dataclasses.replace(live.record, **changes)
                live.message = live.message if message is None else message

    def update(self, progress: Progress) -> None:
        """Update a run by a worker's report, if somebody watches it."""
        with self._lock:
            live = self._runs.get(progress.run)
            if live is None:
                return
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
            live.heard = clock()
            if progress.status not in LIVE and not progress.message:
                # all of it is in the store
                self._runs.pop(progress.run, None)
