"""A run in the worker's hands: it goes on for a while, keeps its snapshots, and takes changes."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable

from core.learning import Descent, Experiment, Snapshot, TrainingSettings, snapshot_steps
from core.runs.records.record import Change, changed

GRAIN = 0.02  # seconds after which the clock is looked at


class LiveRun:
    """A run that may go on, from a snapshot.

    `status` is "running", "paused" or how it ended; `kept` are the snapshots since they were last asked for.
    """

    def __init__(
        self,
        run: str,
        experiment: Experiment,
        settings: TrainingSettings,
        place: Snapshot,
        status: str,
        changes: Iterable[Change] = (),
    ) -> None:
        self.id, self.experiment, self.status = run, experiment, status
        self.changes = list(changes)
        self.settings = changed(settings, self.changes)
        self.kept: list[Snapshot] = []
        self.touched = time.monotonic()
        self._until: int | None = None
        self._grain = 1
        self._begin(place)

    @property
    def step(self) -> int:
        """Steps done."""
        return self._descent.step

    @property
    def loss(self) -> float:
        """The loss there."""
        return float(self._descent.loss)

    @property
    def is_moving(self) -> bool:
        """Whether a slice of time would bring it on."""
        return self.status == "running"

    @property
    def status_kept(self) -> str:
        """The status to save: one that only does some steps stands still again should they be interrupted."""
        return "paused" if self.is_moving and self._until is not None else self.status

    def advance(self, seconds: float) -> None:
        """Go on for about so long, or to the next stop."""
        end = time.perf_counter() + seconds
        while self.is_moving and time.perf_counter() < end:
            began, first = time.perf_counter(), self.step
            self._go(min(self.step + self._grain, self._next_stop()))
            took = time.perf_counter() - began
            # as many steps as fit between two looks at the clock, at most twice as many as before
            per_step = took / max(1, self.step - first)
            self._grain = max(1, min(2 * self._grain, int(GRAIN / max(per_step, 1e-7))))

    def place(self) -> Snapshot:
        """Where it is, to go on from."""
        return self._descent.snapshot(self.status)

    def take_kept(self) -> list[Snapshot]:
        """The snapshots kept since the last call."""
        kept, self.kept = self.kept, []
        return kept

    def pause(self) -> None:
        """Stand still."""
        if self.status == "running":
            self.status, self._until = "paused", None

    def resume(self) -> None:
        """Go on."""
        if self.status == "paused":
            self.status, self._until = "running", None

    def do_steps(self, count: int) -> None:
        """Do so many steps, then stand still."""
        if self.status == "paused" and count > 0:
            self.status, self._until = "running", self.step + count

    def stop(self) -> None:
        """End here."""
        if self.status in ("running", "paused"):
            self.status = "stopped"
            self._keep()

    def change_rate(self, learning_rate: float) -> None:
        """Go on with another learning rate."""
        change: Change = (self.step, {"learning_rate": learning_rate})
        self.settings = changed(self.settings, [change])
        self.changes.append(change)
        self._begin(self._descent.snapshot("running"))

    def _begin(self, place: Snapshot) -> None:
        has_begun = math.isfinite(place.first_loss)
        self._descent = Descent(self.experiment, self.settings, place if has_begun else None)
        if not has_begun:
            self._keep()
        self._stops = [step for step in snapshot_steps(self.settings).tolist() if step > place.step]

    def _next_stop(self) -> int:
        stop = self._stops[0] if self._stops else self.settings.steps or 0
        return stop if self._until is None else min(stop, self._until)

    def _go(self, until: int) -> None:
        if not self._descent.advance(until):
            self.status = "diverged"
            self._keep()
        elif self.step >= (self.settings.steps or 0):
            self.status = "finished"
            self._keep()
        elif self._stops and self.step >= self._stops[0]:
            self._keep()
            self._stops.pop(0)
        if self.status == "running" and self._until is not None and self.step >= self._until:
            self.status, self._until = "paused", None

    def _keep(self) -> None:
        self.kept.append(self._descent.snapshot(self.status))
