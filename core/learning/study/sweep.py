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
from core.learning.training.duration import expected_seconds
from core.learning.training.ensemble import train_side_by_side
from core.learning.training.resolving import critical_learning_rate, resolve_settings

MOST_CELLS = 2500
IN_ONE_BATCH = (LEARNING_RATE, MOMENTUM, INITIAL_SCALE, SEED)  # runs that differ in these alone are trained at once
PIECE_SECONDS = 1.0  # of the cells that are computed at a time
LEAST_SECONDS = 1e-6  # of a run
NEVER = -1  # in place of the steps of a run that does not converge


@dataclass(frozen=True, eq=False)
class Sweep:
    """A grid of runs, (a, b) for a values of the first setting and b of the second.

    `steps` is the first recorded step from which on the run stays within the tolerance, -1 where it never does; `loss`
    and `metrics` {name: (a, b)} are those of the last step, `diverged` tells which runs diverged. `values` are both
    settings' values by name. Where one of them is the learning rate and a rate exists above which a run diverges,
    `critical` has that rate for each value of the other setting; it is empty elsewhere. Settings that cannot be
    trained with have a loss of NaN, and have not diverged.
    """

    values: Mapping[str, tuple[Any, ...]]
    tolerance: float
    steps: NDArray[np.intp]
    loss: Array
    diverged: NDArray[np.bool]
    metrics: Mapping[str, Array]
    critical: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Cells:
    """Some cells of a grid, one after another: `steps`, `loss`, `diverged` (n,) and `metrics`, one mapping a cell."""

    steps: tuple[int, ...]
    loss: tuple[float, ...]
    diverged: tuple[bool, ...]
    metrics: tuple[Mapping[str, float], ...]


@dataclass(frozen=True)
class GridOfRuns:
    """The study of every combination of two settings' values; `sweep` explains the arguments.

    `axes` are the two settings' names with their values, `options` the other options of the experiment.
    """

    name: str
    axes: tuple[tuple[str, tuple[Any, ...]], tuple[str, tuple[Any, ...]]]
    options: tuple[tuple[str, Any], ...]
    settings: TrainingSettings
    tolerance: float

    @property
    def cells(self) -> tuple[dict[str, Any], ...]:
        """The two settings of each cell, row by row: a row for each value of the first."""
        (first, firsts), (second, seconds) = self.axes
        return tuple({first: value, second: other} for value in firsts for other in seconds)

    def resolved(self, cell: Mapping[str, Any]) -> tuple[Experiment, ResolvedSettings]:
        """The experiment and the settings of one cell; a name of both, such as seed, means the experiment's option."""
        own = {parameter.name for parameter in experiment_parameters(self.name)}
        mine = {key: value for key, value in cell.items() if key in own}
        experiment = get_experiment(self.name, **{**dict(self.options), **mine})
        changes = {key: value for key, value in cell.items() if key not in own}
        return experiment, resolve_settings(experiment, dataclasses.replace(self.settings, **changes))

    def pieces(self) -> Sequence[range]:
        """The numbers of the cells: whole rows where they are trained in one batch and quick, else a few at a time."""
        found, start = [], 0
        for row in self.costs:
            spent, end = 0.0, start + len(row)
            for number, seconds in enumerate(row, start):
                if spent and spent + seconds > PIECE_SECONDS:
                    found.append(range(start, number))
                    start, spent = number, 0.0
                spent += seconds
            found.append(range(start, end))
            start = end
        return found

    @property
    def costs(self) -> Array:
        """About how many seconds each run takes, shape (a, b): each value costs by the same factor in every row."""
        first, second = (self._costs_along(axis) for axis in (0, 1))
        return np.outer(first, second) / first[0]

    def _costs_along(self, axis: int) -> Array:
        """The seconds (n,) of the first run in each row or column."""
        (name, values), start = self.axes[axis], self.cells[0]
        if name in {parameter.name for parameter in experiment_parameters(self.name)}:
            # to ask every value would be to make all data: none costs more than the dearer end
            low, high = (self._seconds({**start, name: value}) for value in (values[0], values[-1]))
            return np.array([low, *[max(low, high)] * (len(values) - 1)])
        return np.array([self._seconds({**start, name: value}) for value in values])

    def _seconds(self, cell: Mapping[str, Any]) -> float:
        try:
            return max(expected_seconds(*self.resolved(cell)), LEAST_SECONDS)
        except ValueError:
            return LEAST_SECONDS

    def work(self, piece: range) -> Cells:
        """The runs of some cells, those in one batch that differ in nothing else.

        A cell whose settings do not go together, such as a filter longer than the data, has a loss of NaN.
        """
        # the key leaves out the settings that may differ within a batch
        by_batch: dict[tuple[Experiment, ResolvedSettings], list[tuple[int, ResolvedSettings]]] = {}
        for place, number in enumerate(piece):
            try:
                experiment, resolved = self.resolved(self.cells[number])
                _ = experiment.data  # which may have no room for the filter
            except ValueError:
                continue
            shared = dataclasses.replace(resolved, **{each.name: each.default for each in IN_ONE_BATCH})  # type: ignore[arg-type]
            by_batch.setdefault((experiment, shared), []).append((place, resolved))
        results: list[tuple[int, float, bool, dict[str, float]]] = [(NEVER, np.nan, False, {})] * len(piece)
        for (experiment, _), batch in by_batch.items():
            places, settings = zip(*batch, strict=True)
            for place, result in zip(places, _train(experiment, settings, self.tolerance), strict=True):
                results[place] = result
        return Cells(*zip(*results, strict=True))

    def conclude(self, parts: Sequence[Cells]) -> Sweep:
        """The whole grid."""
        shape = tuple(len(values) for _, values in self.axes)
        metrics = [each for part in parts for each in part.metrics]
        names = [name for each in metrics for name in each]
        return Sweep(
            values=MappingProxyType(dict(self.axes)),
            tolerance=self.tolerance,
            steps=np.reshape([each for part in parts for each in part.steps], shape),
            loss=np.reshape([each for part in parts for each in part.loss], shape),
            diverged=np.reshape([each for part in parts for each in part.diverged], shape),
            metrics=MappingProxyType(
                {key: np.reshape([each.get(key, np.nan) for each in metrics], shape) for key in dict.fromkeys(names)}
            ),
            critical=self.critical_rates(),
        )

    def critical_rates(self) -> tuple[float, ...]:
        """The learning rate above which runs diverge, for each value of the other setting; none where none is known."""
        names = [name for name, _ in self.axes]
        if LEARNING_RATE.name not in names:
            return ()
        ((other, values),) = (axis for axis in self.axes if axis[0] != LEARNING_RATE.name)
        try:
            rates = [stable_rate(*self.resolved({other: value})) for value in values]
        except ValueError:
            return ()  # of a value that cannot be trained with
        return tuple(rate for rate in rates if rate is not None) if None not in rates else ()


def stable_rate(experiment: Experiment, settings: ResolvedSettings) -> float | None:
    """The largest learning rate with which descent does not diverge near the best filter; None where none is known.

    That is the critical rate for plain descent, 1 + m times that with momentum m, and (1 + m) / (1 + 2 m) times that
    with Nesterov's.

    Source: Goh, Why momentum really works, 2017; the second root of Nesterov's recurrence by the same argument.

    >>> from core.learning import TrainingSettings, critical_learning_rate, get_experiment, resolve_settings
    >>> task = get_experiment("recover_kernel")
    >>> heavy = resolve_settings(task, TrainingSettings(momentum=0.5))
    >>> round(stable_rate(task, heavy) / critical_learning_rate(task), 3)
    1.5
    """
    is_steady = settings.schedule == "constant" and settings.takes_all(len(experiment.targets))
    if not (experiment.is_linear and is_steady and settings.optimizer in ("sgd", "nesterov")):
        return None
    m = settings.momentum
    return critical_learning_rate(experiment) * (1 + m if settings.optimizer == "sgd" else (1 + m) / (1 + 2 * m))


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
    study = grid_of_runs(name, values, options=options, settings=settings, tolerance=tolerance)
    return study.conclude([study.work(piece) for piece in study.pieces()])


def grid_of_runs(
    name: str,
    values: Mapping[str, Sequence[Any]],
    *,
    options: Mapping[str, Any] | None = None,
    settings: Settings | None = None,
    tolerance: float = 1e-3,
) -> GridOfRuns:
    """The study that `sweep` does at once, with the same arguments; raises the same."""
    first, second = _checked(name, values, tolerance)
    start = settings.opened() if isinstance(settings, ResolvedSettings) else settings or TrainingSettings()
    return GridOfRuns(name, (first, second), tuple((options or {}).items()), start, tolerance)


def _checked(name: str, values: Mapping[str, Sequence[Any]], tolerance: float) -> list[tuple[str, tuple[Any, ...]]]:
    # a name of both means the experiment's option
    every = (*experiment_parameters(name), *SETTINGS)
    known = {parameter.name: parameter for parameter in reversed(every)}
    axes = {key: tuple(each) for key, each in values.items()}
    if len(axes) != 2:
        raise ValueError(f"values has {len(axes)} settings: give two, for example learning_rate and initial_scale.")
    for key, each in axes.items():
        if key not in known:
            names = ", ".join(parameter.name for parameter in every)
            raise ValueError(f"{key!r} cannot be varied in {name}: it has {names}.")
        if not each:
            raise ValueError(f"{key}=() has no values: give at least one.")
        for value in each:
            known[key].check(value)
    cells = int(np.prod([len(each) for each in axes.values()]))
    if cells > MOST_CELLS:
        raise ValueError(f"values has {cells} combinations: give at most {MOST_CELLS}.")
    if not 0 < tolerance < 1:
        raise ValueError(f"tolerance={tolerance} is not allowed: give a share between 0 and 1.")
    return list(axes.items())


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
