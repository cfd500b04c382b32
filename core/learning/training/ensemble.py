"""Many random starts at once: the same steps as `train`, all seeds in one batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.experiment import Array, Experiment
from core.learning.objectives import objective_of
from core.learning.settings import SETTINGS, TrainingSettings, schedule_at, snapshot_steps
from core.learning.training.descent import diverged_above, rows_of_batch
from core.learning.training.initial import first_places
from core.learning.training.resolving import settle
from core.learning.update_rules import Arrays, Pace

MOST_SEEDS = 4096
_SEED = next(parameter for parameter in SETTINGS if parameter.name == "seed")


@dataclass(frozen=True, eq=False)
class Ensemble:
    """The runs of k seeds, each kept at the same s steps.

    `steps` (s,), `parameters` {name: (k, s, ...)}, `loss` (k, s), `metrics` {name: (k,)}, `diverged` (k,). A
    seed whose loss ran away stays where it was last finite.
    """

    experiment: Experiment
    settings: TrainingSettings
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
        return self.parameters.get("bias", np.zeros(self.loss.shape))


@dataclass(frozen=True, eq=False)
class History:
    """Runs side by side: `steps` (s,), `places` (k, s, size), `loss` (k, s), `diverged` (k,)."""

    steps: NDArray[np.intp]
    places: NDArray[Any]
    loss: Array
    diverged: NDArray[np.bool]


def train_seeds(experiment: Experiment, settings: TrainingSettings | None = None, *, seeds: Iterable[int]) -> Ensemble:
    """Train from many random starts in one batch.

    Parameters
    ----------
    experiment : Experiment
        What to learn.
    settings : TrainingSettings or None
        How; its own seed is not used.
    seeds : iterable of int
        One run each, which starts from the numbers that `train` starts from with that seed.

    Raises
    ------
    ValueError
        For no seeds, more than 4,096, or one that is not allowed.

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
    settled = settle(experiment, settings)
    history = train_side_by_side(experiment, settled, [int(_SEED.check(seed)) for seed in chosen])
    parameters = experiment.model.split(history.places)
    last = {name: values[:, -1] for name, values in parameters.items()}
    return Ensemble(
        experiment=experiment,
        settings=settled,
        seeds=chosen,
        steps=history.steps,
        parameters=MappingProxyType(parameters),
        loss=history.loss,
        metrics=MappingProxyType(experiment.metrics_of_many(last)),
        diverged=history.diverged,
    )


def train_side_by_side(
    experiment: Experiment,
    settled: TrainingSettings,
    seeds: Sequence[int],
    *,
    rates: Sequence[float] | None = None,
    momenta: Sequence[float] | None = None,
    scales: Sequence[float] | None = None,
) -> History:
    """Train runs in one batch that differ in seed and, where given, in learning rate, momentum and initial scale."""
    place = first_places(experiment, settled, seeds, scales)
    column = np.ones((len(seeds), 1), place.dtype)
    rate = column * np.reshape(settled.learning_rate or 0.0 if rates is None else rates, (-1, 1)).astype(place.dtype)
    momentum = column * np.reshape(settled.momentum or 0.0 if momenta is None else momenta, (-1, 1)).astype(place.dtype)
    loss_of = objective_of(experiment, settled.batch_size, is_rough=True)
    rule = settled.update_rule.rule_for(loss_of)
    kept_steps, last_step = frozenset(snapshot_steps(settled).tolist()), settled.steps or 0
    memory: Arrays = {}
    kept: list[tuple[int, Array, Array]] = []
    limit = before = None
    active = np.ones(len(seeds), bool)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(last_step + 1):
            rows = _rows(settled, seeds, len(experiment.targets), step)
            loss, gradient = loss_of(place, rows)
            limit = diverged_above(experiment, loss) if limit is None else limit
            if not (loss <= limit).all():
                lost = active & ~np.isfinite(loss)
                if before is not None and lost.any():
                    place, loss = np.where(lost[:, None], before[1], place), np.where(lost, before[0], loss)
                active &= ~lost & (loss <= limit)
            before = loss, place
            if step in kept_steps:
                kept.append((step, loss_of(place)[0] if rows is not None and loss_of.knows_all else loss, place))
            if step < last_step:
                moved, memory = rule(place, gradient, memory, Pace(rate * schedule_at(settled, step), momentum), step)
                place = moved if active.all() else np.where(active[:, None], moved, place)
    steps, losses, places = zip(*kept, strict=True)
    return History(np.array(steps), np.stack(places, axis=1), np.stack(losses, axis=1), ~active)


def _rows(settled: TrainingSettings, seeds: Sequence[int], count: int, step: int) -> NDArray[np.intp] | None:
    if settled.batch_size is None or settled.batch_size >= count:
        return None
    return np.stack([np.asarray(rows_of_batch(settled, count, step, seed)) for seed in seeds])
