"""A run that was trained elsewhere is saved as it is: nothing of it is trained again."""

from __future__ import annotations

from collections.abc import Sequence

from core.learning import Snapshot, Trajectory
from core.runs.records.record import ENDED_BY_TRAINING
from core.runs.service.service import Service
from core.runs.service.visitor import OWN_MACHINE, Visitor


def keep_run(runs: Service, run: Trajectory, snapshots: Sequence[Snapshot], *, by: Visitor = OWN_MACHINE) -> str:
    """Save a run with all its recorded snapshots, and return its id; one that was cut short goes on from the last.

    Raises Full where the visitor may save no more runs or, for one that goes on, where no slot is left, StoreError
    where the run cannot be saved.
    """
    if run.status not in ENDED_BY_TRAINING:
        return runs.start(run.experiment, run.settings, by=by, recorded=snapshots)
    runs.check_may_save(by)
    saved = runs.store.add(
        run.experiment,
        run.settings,
        snapshots[-1],
        status=run.status,
        snapshots=snapshots,
        metrics=run.metrics,
        owner=by.key,
        data_owner=by.key,
        address=by.address,
    )
    return saved.id
