"""Two settings varied against each other: how many steps runs take, how well they end, where they diverge."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.catalogue import experiment_parameters, get_experiment
from core.learning.experiment import Array, Experiment
from core.learning.optimum import solve
from core.learning.settings import (
    INITIAL_SCALE,
    LEARNING_RATE,
    MOMENTUM,
    SEED,
    SETTINGS,
    ResolvedSettings,
    Settings,
    TrainingSettings,
)
from core.learning.training.ensemble import train_side_by_side
from core.learning.training.resolving import resolve_settings

MOST_CELLS = 2500
IN_ONE_BATCH = (LEARNING_RATE, MOMENTUM, INITIAL_SCALE, SEED)  # runs that differ in these alone are trained at once
NEVER = -1  # in place of the steps of a run that does not converge


@dataclass(frozen=True, eq=False)
class Sweep:
    """A grid of runs, (a, b) for a values of the first setting and b of the second.

    `steps` is the first recorded step from which on the run stays within the tolerance, -1 where it never does; `loss`
    and `metrics` {name: (a, b)} are those of the last step, `diverged` tells which runs diverged. `values` are both
    settings' values by name.
    """

    values: Mapping[str, tuple[Any, ...]]
    tolerance: float
    steps: NDArray[np.intp]
    loss: Array
    diverged: NDArray[np.bool]
    metrics: Mapping[str, Array]


def sweep(
    name: str,
    values: Mapping[str, Sequence[Any]],
    *,
    options: Mapping[str, Any] | None = None,
    settings: Settings | None = None,
    tolerance: float = 1e-3,
) -> Sweep:
    """Train every combination of two settings' values.

    Parameters
    ----------
    name : str
        The experiment's name.
    values : mapping of two names to values
        Each the name of an option of the experiment or of a training setting. Runs that differ in learning rate,
        momentum, initial scale and seed alone are trained in one batch.
    options, settings : mapping, TrainingSettings, ResolvedSettings or None
        The other options of the experiment, and the other training settings.
    tolerance : float
        A run has converged when its loss, above the smallest possible one, is at most this share of what it was at
        first. Where no single optimum is known, the smallest possible loss is taken to be 0.

    Raises
    ------
    ValueError
        For other than two names, unknown ones, no values or more than 2,500 combinations.

    Examples
    --------
    >>> rates = {"learning_rate": (0.1, 0.4, 3.0), "initial_scale": (0.5, 2.0)}
    >>> grid = sweep("recover_kernel", rates, settings=TrainingSettings(steps=200))
    >>> grid.diverged.tolist()
    [[False, False], [False, False], [True, True]]
    """
    axes = _checked(name, values, tolerance)
    (first, firsts), (second, seconds) = axes.items()
    shape = (len(firsts), len(seconds))
    cells = [{first: value, second: other} for value in firsts for other in seconds]
    start = settings.opened() if isinstance(settings, ResolvedSettings) else settings or TrainingSettings()
    # the key leaves out the settings that may differ within a batch
    by_batch: dict[tuple[Experiment, ResolvedSettings], list[tuple[int, ResolvedSettings]]] = {}
    for index, cell in enumerate(cells):
        experiment, resolved = _resolved(name, cell, options or {}, start)
        shared = dataclasses.replace(resolved, **{each.name: each.default for each in IN_ONE_BATCH})  # type: ignore[arg-type]
        by_batch.setdefault((experiment, shared), []).append((index, resolved))
    results: list[tuple[int, float, bool, dict[str, float]]] = [(NEVER, np.nan, False, {})] * len(cells)
    for (experiment, _), batch in by_batch.items():
        indices, resolved_settings = zip(*batch, strict=True)
        for index, result in zip(indices, _train(experiment, resolved_settings, tolerance), strict=True):
            results[index] = result
    steps, losses, diverged, metrics = zip(*results, strict=True)
    return Sweep(
        values=MappingProxyType(axes),
        tolerance=tolerance,
        steps=np.reshape(steps, shape),
        loss=np.reshape(losses, shape),
        diverged=np.reshape(diverged, shape),
        metrics=MappingProxyType(
            {key: np.reshape([each.get(key, np.nan) for each in metrics], shape) for key in metrics[0]}
        ),
    )


def _checked(name: str, values: Mapping[str, Sequence[Any]], tolerance: float) -> dict[str, tuple[Any, ...]]:
    known = [parameter.name for parameter in (*experiment_parameters(name), *SETTINGS)]
    axes = {key: tuple(each) for key, each in values.items()}
    if len(axes) != 2:
        raise ValueError(f"values has {len(axes)} settings: give two, for example learning_rate and initial_scale.")
    for key, each in axes.items():
        if key not in known:
            raise ValueError(f"{key!r} cannot be varied in {name}: it has {', '.join(known)}.")
        if not each:
            raise ValueError(f"{key}=() has no values: give at least one.")
    cells = int(np.prod([len(each) for each in axes.values()]))
    if cells > MOST_CELLS:
        raise ValueError(f"values has {cells} combinations: give at most {MOST_CELLS}.")
    if not 0 < tolerance < 1:
        raise ValueError(f"tolerance={tolerance} is not allowed: give a share between 0 and 1.")
    return axes


def _resolved(
    name: str, cell: Mapping[str, Any], options: Mapping[str, Any], settings: TrainingSettings
) -> tuple[Experiment, ResolvedSettings]:
    """The experiment and the settings of one cell; a name of both, such as seed, means the experiment's option."""
    own = {parameter.name for parameter in experiment_parameters(name)}
    experiment = get_experiment(name, **{**options, **{key: value for key, value in cell.items() if key in own}})
    changes = {key: value for key, value in cell.items() if key not in own}
    return experiment, resolve_settings(experiment, dataclasses.replace(settings, **changes))


def _train(
    experiment: Experiment, settings: Sequence[ResolvedSettings], tolerance: float
) -> list[tuple[int, float, bool, dict[str, float]]]:
    history = train_side_by_side(
        experiment,
        settings[0],
        [each.seed for each in settings],
        rates=[each.learning_rate for each in settings],
        momenta=[each.momentum for each in settings],
        scales=[each.initial_scale for each in settings],
    )
    best = solve(experiment)
    excess = history.loss - (best.loss if best is not None else 0.0)
    metrics = experiment.metrics_of_many(experiment.model.parameters(history.theta[:, -1]))
    results = []
    for run in range(len(settings)):
        outside = np.flatnonzero(excess[run] > tolerance * excess[run, 0])
        first_within = 0 if not len(outside) else int(outside[-1]) + 1
        has_converged = first_within < len(history.steps) and not history.diverged[run]
        steps = int(history.steps[first_within]) if has_converged else NEVER
        own_metrics = {name: float(values[run]) for name, values in metrics.items()}
        results.append((steps, float(history.loss[run, -1]), bool(history.diverged[run]), own_metrics))
    return results
