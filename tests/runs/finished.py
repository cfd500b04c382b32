"""A finished run in a store, as the worker leaves it."""

from __future__ import annotations

from core.learning import TrainingSettings, get_experiment, iterate, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import RunView, Store


def stored(store: Store, name: str = "find_peaks") -> RunView:
    """A short run of an experiment, with a name and two tags."""
    experiment = get_experiment(name)
    settings = resolve_settings(experiment, TrainingSettings(steps=12, snapshots=4))
    record = store.add(experiment, settings, first_snapshot(experiment, settings), name="Mine")
    store.adopt(record.id, "worker")
    kept = list(iterate(experiment, settings))
    store.save(record.id, "worker", kept[-1], status="finished", metrics={}, snapshots=kept)
    store.describe(record.id, tags=["a", "b"])
    return RunView(store.get(record.id), tuple(store.snapshots(record.id)))
