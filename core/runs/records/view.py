"""A run as a page shows it: its record and its snapshots so far."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from core.learning import Snapshot, Trajectory
from core.runs.records.record import ENDED_BY_TRAINING, RunRecord, changed


@dataclass(frozen=True, eq=False)
class RunView:
    """An immutable view of a run: `snapshots` in the order of their steps, the last of them the current state.

    `message` is a sentence where something went wrong, otherwise "".
    """

    record: RunRecord
    snapshots: tuple[Snapshot, ...]
    message: str = ""

    @property
    def has_begun(self) -> bool:
        """Whether there is a loss to show yet."""
        return bool(self.snapshots) and self.snapshots[-1].has_begun

    @property
    def trajectory(self) -> Trajectory:
        """The run so far, as `train` would give it; its status is "running" while it may still go on."""
        record = self.record
        run = Trajectory.of(record.experiment, changed(record.settings, record.changes), self.snapshots, record.metrics)
        return dataclasses.replace(run, status=record.status if record.status in ENDED_BY_TRAINING else "running")
