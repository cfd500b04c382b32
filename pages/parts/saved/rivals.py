"""Saved runs of the same task, to be compared with the run on the page."""

from __future__ import annotations

from collections.abc import Iterable

from core.learning import Contender, Experiment
from core.runs import DamagedRun, Service, StoreError
from pages.parts.saved.run_address import opened_runs
from pages.parts.shell.service import visitor

MOST_OFFERED = 30


def offered_runs(runs: Service | None, experiment: Experiment) -> dict[str, str]:
    """The titles of saved runs of this experiment, by id."""
    if runs is None:
        return {}
    try:
        rows = runs.store.rows(
            experiment=experiment.name, limit=MOST_OFFERED, owner=visitor().key, opened=opened_runs()
        )
    except StoreError:
        return {}
    return {row["id"]: f"Saved: {row['name']}, seed {row['seed']} ({row['id'][:4]})" for row in rows}


def saved_models(
    runs: Service | None, experiment: Experiment, chosen: Iterable[str], titles: dict[str, str]
) -> list[Contender]:
    """The last parameters of the chosen runs whose models have the shapes of this experiment's."""
    models = []
    for run in chosen:
        try:
            view = None if runs is None else runs.view(run)
        except (StoreError, DamagedRun):
            continue
        if view is None or not view.has_begun:
            continue
        last = view.trajectory.last
        if {name: values.shape for name, values in last.items()} == experiment.model.shapes:
            models.append(Contender("other", titles[run], dict(last)))
    return models
