"""A run as a page sees it: what it is, how far it is, and its snapshots so far."""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from core.learning import Snapshot, Trajectory
from core.runs.records.record import RunRecord, changed


@dataclass(frozen=True, eq=False)
class RunView:
    """An immutable picture of a run: `snapshots` in the order of their steps, the last where it stands.

    `message` is a sentence where something went wrong, "" else.
    """

    record: RunRecord
    snapshots: tuple[Snapshot, ...]
    message: str = ""

    @property
    def has_begun(self) -> bool:
        """Whether there is a loss to show yet."""
        return bool(self.snapshots) and math.isfinite(self.snapshots[-1].first_loss)

    @property
    def trajectory(self) -> Trajectory:
        """The run so far, as `train` would give it; its status is "running" while it may still go on."""
        kept = self.snapshots
        last = kept[-1]
        experiment = self.record.experiment
        status = self.record.status
        return Trajectory(
            experiment=experiment,
            settings=changed(self.record.settings, self.record.changes),
            steps=np.array([snapshot.step for snapshot in kept]),
            loss=np.array([snapshot.loss for snapshot in kept]),
            parameters=MappingProxyType(
                {name: np.stack([snapshot.parameters[name] for snapshot in kept]) for name in last.parameters}
            ),
            metrics=MappingProxyType(self.record.metrics),
            status=status if status in ("finished", "diverged") else "running",
        )
