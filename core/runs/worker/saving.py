"""Saving on a thread beside the training, so that a slow database holds no run up."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.learning import Snapshot
from core.runs.records.record import Change
from core.runs.store.database import StoreError
from core.runs.store.store import Store

UNKNOWN = "The run could not be saved: the log of the dashboard says why."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Save:
    """A save of a run: its latest state, its status, and the snapshots recorded since the last save.

    `number` counts the saves of one run.
    """

    number: int
    latest: Snapshot
    status: str
    metrics: Mapping[str, float]
    snapshots: tuple[Snapshot, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """The outcome of a save: why it failed as `message`, or ""; `is_mine` is False where another worker has the run."""

    run: str
    number: int
    message: str = ""
    is_mine: bool = True


class Saving:
    """One thread that saves the runs of a worker, the run that has waited longest first.

    Only the latest save of each run waits. Snapshots that could not be saved go along with the next save.
    """

    def __init__(self, store: Store, worker: str) -> None:
        self._store, self._worker = store, worker
        self._changed = threading.Condition()
        self._waiting: dict[str, Save] = {}
        self._unsaved: dict[str, tuple[Snapshot, ...]] = {}
        self._outcomes: list[Outcome] = []
        self._unmarked: set[str] = set()  # runs that failed, not yet marked as failed
        self._must_mark = False
        self._at: str | None = None  # the run that is being written, unless it was forgotten meanwhile
        self._is_closing = False
        self._thread = threading.Thread(target=self._work, name="saving", daemon=True)
        self._thread.start()

    def put(self, run: str, save: Save) -> None:
        """Queue this save, in place of one of the same run that still waits."""
        with self._changed:
            before = self._waiting[run].snapshots if run in self._waiting else ()
            self._waiting[run] = dataclasses.replace(save, snapshots=(*before, *save.snapshots))
            self._changed.notify()

    def forget(self, run: str) -> None:
        """Drop all saves of a run, except one that is being written now, and all their outcomes."""
        with self._changed:
            self._waiting.pop(run, None)
            self._unsaved.pop(run, None)
            self._outcomes = [outcome for outcome in self._outcomes if outcome.run != run]
            self._at = None if self._at == run else self._at

    def mark_failed(self, run: str) -> None:
        """Mark a run as failed, now or, where that is not possible, at a later `mark_again`."""
        with self._changed:
            self._unmarked.add(run)
        self.mark_again()

    def mark_again(self) -> None:
        """Try again to mark the failed runs that could not be marked."""
        with self._changed:
            self._must_mark = bool(self._unmarked)
            self._changed.notify()

    def outcomes(self) -> list[Outcome]:
        """The outcomes of saves since the last call."""
        with self._changed:
            ended, self._outcomes = self._outcomes, []
        return ended

    def close(self, seconds: float) -> None:
        """Finish the saves that wait, for at most this time."""
        with self._changed:
            self._is_closing, self._must_mark = True, bool(self._unmarked)
            self._changed.notify()
        self._thread.join(seconds)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._must_mark or self._is_closing)
                must_mark, self._must_mark = self._must_mark, False
            if must_mark:
                self._mark()
            with self._changed:
                if not self._waiting and self._is_closing:
                    return
                if not self._waiting:
                    continue
                run = next(iter(self._waiting))
                save = self._waiting.pop(run)
                # with the snapshots of the last save, which may have failed while this one waited
                save = dataclasses.replace(save, snapshots=(*self._unsaved.pop(run, ()), *save.snapshots))
                self._at = run
            outcome = self._saved(run, save)
            with self._changed:
                if self._at is None:
                    continue
                if outcome.message:
                    self._unsaved[run] = save.snapshots
                self._outcomes.append(outcome)

    def _mark(self) -> None:
        with self._changed:
            failed = sorted(self._unmarked)
        with contextlib.suppress(StoreError):
            for run in failed:
                self._store.mark(run, "failed")
                with self._changed:
                    self._unmarked.discard(run)

    def _saved(self, run: str, save: Save) -> Outcome:
        parts: dict[str, Any] = {
            "status": save.status,
            "metrics": save.metrics,
            "snapshots": save.snapshots,
            "changes": save.changes,
        }
        try:
            is_mine = self._store.save(run, self._worker, save.latest, **parts)
        except StoreError as error:
            return Outcome(run, save.number, str(error))
        except Exception:
            # this run alone fails: the thread goes on to save all others
            log.exception("run %s could not be saved", run)
            return Outcome(run, save.number, UNKNOWN)
        return Outcome(run, save.number, is_mine=is_mine)
