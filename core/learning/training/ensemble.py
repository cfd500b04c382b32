"""Many random starts at once: the same steps as `train`, all seeds in one batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.experiment import Array, Experiment
from core.learning.models import bias_of
from core.learning.objectives import objective_of
from core.learning.settings import SEED, ResolvedSettings, Settings, schedule_at, snapshot_steps
from core.learning.training.descent import diverged_above, rows_of_batch
from core.learning.training.initial import first_parameters_of_seeds
from core.learning.training.resolving import resolve_settings
from core.learning.update_rules import Arrays, StepSize

MOST_SEEDS = 4096


@dataclass(frozen=True, eq=False)
class Ensemble:
    """The runs of k seeds, each recorded at the same s steps.

    `steps` (s,), `parameters` {name: (k, s, ...)}, `loss` (k, s), `metrics` {name: (k,)}, `diverged` (k,). A
    run that diverged stays at its last parameters with a finite loss.
    """

    experiment: Experiment
    settings: ResolvedSettings
    seeds: tuple[int, ...]
    steps: NDArray[np.intp]
    parameters: Mapping[str, NDArray[Any]]
    loss: Array
    metrics: Mapping[str, Array]
    diverged: NDArray[np.bool]

    @property
    def weights(self) -> NDArray[Any]:
        """The filter of each seed over time, shape (k, s, *filter), or the filters (k, s, filters, *filter)."""
        return self.parameters["weights"]

    @property
    def bias(self) -> Array:
        """The bias (k, s), zeros where none is learned."""
        return bias_of(self.parameters, *self.loss.shape)


@dataclass(frozen=True, eq=False)
class History:
    """Runs side by side: `steps` (s,), `theta` (k, s, size) of all parameters, `loss` (k, s), `diverged` (k,)."""

    steps: NDArray[np.intp]
    theta: NDArray[Any]
    loss: Array
    diverged: NDArray[np.bool]


def train_seeds(experiment: Experiment, settings: Settings | None = None, *, seeds: Iterable[int]) -> Ensemble:
    """Train from many random starts in one batch.

    Parameters
    ----------
    experiment : Experiment
        What to learn.
    settings : TrainingSettings, ResolvedSettings or None
        How to train; their own seed is not used.
    seeds : iterable of int
        One run each, from the same first parameters as `train` with that seed.

    Raises
    ------
    ValueError
        For no seeds, more than 4,096, or a seed that is not allowed.

    Examples
    --------
    >>> from core.learning import get_experiment
    >>> runs = train_seeds(get_experiment("recover_kernel", kernel="peak_detector"), seeds=range(8))
    >>> runs.weights.shape[0], bool((runs.metrics["weight_error"] < 1e-3).all())
    (8, True)
    """
    chosen = tuple(seeds)
    if not 1 <= len(chosen) <= MOST_SEEDS:
        raise ValueError(f"seeds has {len(chosen)} entries: give 1 to {MOST_SEEDS}.")
    resolved = resolve_settings(experiment, settings)
    history = train_side_by_side(experiment, resolved, [int(SEED.check(seed)) for seed in chosen])
    parameters = experiment.model.parameters(history.theta)
    last = {name: values[:, -1] for name, values in parameters.items()}
    return Ensemble(
        experiment=experiment,
        settings=resolved,
        seeds=chosen,
        steps=history.steps,
        parameters=MappingProxyType(parameters),
        loss=history.loss,
        metrics=MappingProxyType(experiment.metrics_of_many(last)),
        diverged=history.diverged,
    )


def train_side_by_side(
    experiment: Experiment,
    settings: ResolvedSettings,
    seeds: Sequence[int],
    *,
    rates: Sequence[float] | None = None,
    momenta: Sequence[float] | None = None,
    scales: Sequence[float] | None = None,
) -> History:
    """Train runs in one batch that differ in seed and, where given, in learning rate, momentum and initial scale.

    A run that diverges stops at the limit that a single run has, and the others go on.
    """
    theta = first_parameters_of_seeds(experiment, settings, seeds, scales)
    rate, momentum = (
        np.broadcast_to(np.reshape(each, (-1, 1)), (len(seeds), 1)).astype(theta.dtype)
        for each in (
            settings.learning_rate if rates is None else rates,
            settings.momentum if momenta is None else momenta,
        )
    )
    objective = objective_of(experiment, settings, is_rough=True)
    update = settings.update_rule.rule_for(objective, experiment.model.frozen_mask)
    recorded = frozenset(snapshot_steps(settings).tolist())
    memory: Arrays = {}
    history: list[tuple[int, Array, Array]] = []
    limit = previous = None
    active = np.ones(len(seeds), bool)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(settings.steps + 1):
            rows = _rows(settings, seeds, len(experiment.targets), step)
            loss, gradient = objective(theta, rows)
            limit = diverged_above(experiment, loss) if limit is None else limit
            if not (loss <= limit).all():
                lost = active & ~np.isfinite(loss)
                if previous is not None and lost.any():
                    theta, loss = np.where(lost[:, None], previous[1], theta), np.where(lost, previous[0], loss)
                active &= ~lost & (loss <= limit)
            previous = loss, theta
            if step in recorded:
                over_all = rows is not None and objective.is_cheap_over_all
                history.append((step, objective(theta)[0] if over_all else loss, theta))
            if step < settings.steps:
                size = StepSize(rate * schedule_at(settings, step), momentum)
                new_theta, memory = update(theta, gradient, memory, size, step)
                theta = new_theta if active.all() else np.where(active[:, None], new_theta, theta)
    steps, losses, thetas = zip(*history, strict=True)
    return History(np.array(steps), np.stack(thetas, axis=1), np.stack(losses, axis=1), ~active)


def _rows(settings: ResolvedSettings, seeds: Sequence[int], count: int, step: int) -> NDArray[np.intp] | None:
    if settings.takes_all(count):
        return None
    return np.stack([np.asarray(rows_of_batch(settings, count, step, seed)) for seed in seeds])
