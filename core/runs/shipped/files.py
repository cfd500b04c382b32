"""The files of the runs that come with the repository: how each is made, and how it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.learning import TrainingSettings, collect, get_experiment, iterate, resolve_settings
from core.runs.records.files import decode_run, encode_run
from core.runs.records.record import RunRecord, installed_versions, new_id
from core.runs.records.view import RunView

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Recipe:
    """A run's title, experiment, options and settings."""

    title: str
    experiment: str
    options: Mapping[str, Any]
    settings: TrainingSettings


SHIPPED: Mapping[str, Recipe] = MappingProxyType({
    "edge_detectors": Recipe(
        "64 filters that look at photographs", "describe_pictures", {}, TrainingSettings(snapshots=24)
    ),
})  # fmt: skip


@cache
def shipped_run(name: str) -> RunView:
    """The run with this name, from its file.

    Raises KeyError for a name that is not in SHIPPED.

    >>> shipped_run("edge_detectors").record.status
    'finished'
    """
    SHIPPED[name]
    return decode_run((HERE / f"{name}.safetensors").read_bytes())


def trained_run(recipe: Recipe) -> RunView:
    """Train the run of a recipe to its end."""
    experiment = get_experiment(recipe.experiment, **recipe.options)
    settings = resolve_settings(experiment, recipe.settings)
    snapshots = tuple(iterate(experiment, settings))
    run = collect(experiment, settings, snapshots)
    record = RunRecord(
        id=new_id(),
        name=recipe.title,
        experiment=experiment,
        settings=settings,
        status=run.status,
        step=int(run.steps[-1]),
        loss=float(run.loss[-1]),
        metrics=dict(run.metrics),
        versions=tuple(installed_versions().items()),
    )
    return RunView(record, snapshots)


def write_all() -> list[Path]:
    """Train all runs that come with the repository and write their files; return the paths."""
    paths = []
    for name, recipe in SHIPPED.items():
        path = HERE / f"{name}.safetensors"
        path.write_bytes(encode_run(trained_run(recipe)))
        paths.append(path)
    return paths
