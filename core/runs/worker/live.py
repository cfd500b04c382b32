"""A run in the worker: it trains for a slice of time, records its snapshots, and can be paused or changed."""

from __future__ import annotations

import time
from collections.abc import Iterable

from core.learning import Experiment, ResolvedSettings, Snapshot, TrainingRun
from core.runs.records.record import Change, changed

GRAIN = 0.02  # seconds between two checks of the clock


class LiveRun:
    """A run that goes on from a snapshot.

    `status` is "running", "paused" or how it ended; `recorded` are the snapshots since the last `take_recorded`.
    """

    def __init__(
        self,
        run: str,
        experiment: Experiment,
        settings: ResolvedSettings,
        start: Snapshot,
        status: str,
        changes: Iterable[Change] = (),
        owner: str | None = None,
    ) -> None:
        self.id, self.experiment, self.status, self.owner = run, experiment, status, owner
        self.changes = list(changes)
        self.settings = changed(settings, self.changes)
        self.recorded: list[Snapshot] = []
        self.touched = time.monotonic()
        self._until: int | None = None
        self._grain = 1
        self._begin(start)

    @property
    def step(self) -> int:
        """Steps done."""
        return self._training.step

    @property
    def loss(self) -> float:
        """The loss at this step."""
        return self._training.loss

    @property
    def is_moving(self) -> bool:
        """Whether the run would use a slice of time."""
        return self.status == "running"

    @property
    def takes_steps(self) -> bool:
        """Whether it is a paused run that does some steps, without a place."""
        return self.is_moving and self._until is not None

    @property
    def status_to_save(self) -> str:
        """The status to save: a paused run that only does some steps stays paused should they be interrupted."""
        return "paused" if self.takes_steps else self.status

    def advance(self, seconds: float) -> None:
        """Train for about this time, or until the run stops."""
        end = time.perf_counter() + seconds
        while self.is_moving and time.perf_counter() < end:
            began, first = time.perf_counter(), self.step
            self._go(self.step + self._grain)
            took = time.perf_counter() - began
            # as many steps as fit between two checks of the clock, at most twice as many as before
            per_step = took / max(1, self.step - first)
            self._grain = max(1, min(2 * self._grain, int(GRAIN / max(per_step, 1e-7))))

    def snapshot(self) -> Snapshot:
        """The current state, from which training can go on."""
        return self._training.snapshot(self.status)

    def take_recorded(self) -> list[Snapshot]:
        """The snapshots recorded since the last call."""
        recorded, self.recorded = self.recorded, []
        return recorded

    def pause(self) -> None:
        """Pause, if the run trains."""
        if self.status == "running":
            self.status, self._until = "paused", None

    def resume(self) -> None:
        """Go on, if the run is paused."""
        if self.status == "paused":
            self.status, self._until = "running", None

    def do_steps(self, count: int) -> None:
        """Do `count` steps and pause again, if the run is paused."""
        if self.status == "paused" and count > 0:
            self.status, self._until = "running", self.step + count

    def stop(self) -> None:
        """End the run at the current step."""
        if self.status in ("running", "paused"):
            self.status = "stopped"
            self._record()

    def change_rate(self, learning_rate: float) -> None:
        """Go on with another learning rate."""
        change: Change = (self.step, {"learning_rate": learning_rate})
        self.settings = changed(self.settings, [change])
        self.changes.append(change)
        self._begin(self._training.snapshot("running"))

    def _begin(self, start: Snapshot) -> None:
        self._training = TrainingRun(self.experiment, self.settings, start if start.has_begun else None)
        if not start.has_begun and self._training.advance(0):
            self._record()

    def _go(self, until: int) -> None:
        is_recorded = self._training.advance(until if self._until is None else min(until, self._until))
        if self._training.status != "running":
            self.status = self._training.status
        if is_recorded:
            self._record()
        if self.status == "running" and self._until is not None and self.step >= self._until:
            self.status, self._until = "paused", None

    def _record(self) -> None:
        self.recorded.append(self._training.snapshot(self.status))
