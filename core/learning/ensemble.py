"""Many random starts at once: the same steps as `train`, all seeds in one batch."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.learning.experiment import Array, Experiment
from core.learning.moments import SecondMoments
from core.learning.objective import costs_of, design_matrix
from core.learning.settings import TrainingSettings, snapshot_steps
from core.learning.training import DIVERGED_ABOVE, first_parameters, rows_of_batch
from core.learning.updates import RULES, Arrays

MOST_SEEDS = 4096


@dataclass(frozen=True, eq=False)
class Ensemble:
    """The runs of k seeds, each kept at the same s steps.

    `steps` (s,), `weights` (k, s, *filter), `bias` (k, s), `loss` (k, s), `metrics` {name: (k,)}, `diverged` (k,). A
    seed whose loss ran away stays where it was last finite.
    """

    experiment: Experiment
    settings: TrainingSettings
    seeds: tuple[int, ...]
    steps: NDArray[np.intp]
    weights: Array
    bias: Array
    loss: Array
    metrics: Mapping[str, Array]
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
    settled = experiment.settle(settings)
    each = [dataclasses.replace(settled, seed=seed) for seed in chosen]
    starts = [first_parameters(experiment, one) for one in each]
    parameters: Arrays = {name: np.stack([start[name] for start in starts]) for name in starts[0]}
    gradients_of = _Gradients(experiment, each)
    kept_steps = frozenset(snapshot_steps(settled).tolist())
    update = RULES[settled.optimizer or "sgd"]
    memory: Arrays = {}
    history: list[tuple[int, Array, Arrays]] = []
    first_loss = held = None
    active = np.ones(len(chosen), bool)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range((settled.steps or 0) + 1):
            loss, gradients = gradients_of(parameters, step)
            first_loss = loss if first_loss is None else first_loss
            exploded = ~(np.isfinite(loss) & (loss <= DIVERGED_ABOVE * first_loss))
            if held is not None and (exploded & active).any():
                lost = active & ~np.isfinite(loss)
                parameters = _mixed(lost, held[1], parameters)
                loss = np.where(lost, held[0], loss)
            active &= ~exploded
            held = loss, parameters
            if step in kept_steps:
                full = loss if gradients_of.is_whole else gradients_of.full_loss(parameters)
                history.append((step, full, parameters))
            moved, memory = update(parameters, gradients, memory, settled, step)
            parameters = _mixed(~active, parameters, moved)
    return _collected(experiment, settled, chosen, history, ~active)


def _mixed(where: NDArray[np.bool], first: Arrays, second: Arrays) -> Arrays:
    """The first's numbers for some seeds, the second's for the others."""
    if not where.any():
        return second
    return {
        name: np.where(where.reshape((-1,) + (1,) * (value.ndim - 1)), first[name], value)
        for name, value in second.items()
    }


class _Gradients:
    """Loss (k,) and gradients of all seeds at a step."""

    def __init__(self, experiment: Experiment, settings: list[TrainingSettings]) -> None:
        self._experiment, self._settings = experiment, settings
        self._design = design_matrix(experiment)
        self._moments = SecondMoments(experiment, self._design) if experiment.loss_name == "squared" else None
        self.is_whole = (settings[0].batch_size or np.inf) >= len(self._design)

    def __call__(self, parameters: Arrays, step: int) -> tuple[Array, dict[str, Array]]:
        places = self._places(parameters)
        if self.is_whole:
            return self._all(places)
        count = len(self._design)
        rows = np.stack([np.asarray(rows_of_batch(one, count, step)) for one in self._settings])
        design, targets = self._design[rows], self._experiment.targets[rows]
        answers = np.einsum("kbt,kt->kb", design, places)
        loss, errors = self._judge(answers, targets)
        return loss, self._named(np.einsum("kb,kbt->kt", errors, design) / rows.shape[1])

    def full_loss(self, parameters: Arrays) -> Array:
        """The loss over all patches."""
        return self._all(self._places(parameters))[0]

    def _all(self, places: Array) -> tuple[Array, dict[str, Array]]:
        if self._moments is not None:
            loss, gradient = self._moments.at(places)
            return loss, self._named(gradient)
        loss, errors = self._judge(places @ self._design.T, self._experiment.targets)
        return loss, self._named(errors @ self._design / len(self._design))

    def _judge(self, answers: Array, targets: Array) -> tuple[Array, Array]:
        """The loss of each seed, and its slope in each answer."""
        if self._experiment.loss_name == "squared":
            away = answers - targets
            return (away**2).mean(axis=-1), 2 * away
        cost = costs_of(self._experiment, targets)
        # log(1 + e^a) = max(a, 0) + log(1 + e^-|a|), and the probability from the same exponential
        small = np.exp(-np.abs(answers))
        loss = cost * (np.maximum(answers, 0) + np.log1p(small) - targets * answers)
        probability = np.where(answers >= 0, 1.0, small) / (1 + small)
        return loss.mean(axis=-1), cost * (probability - targets)

    def _places(self, parameters: Arrays) -> Array:
        weights = parameters["weights"].reshape(len(self._settings), -1)
        return np.column_stack([weights, parameters["bias"]]) if self._experiment.has_bias else weights

    def _named(self, gradient: Array) -> dict[str, Array]:
        taps = gradient.shape[1] - self._experiment.has_bias
        named = {"weights": gradient[:, :taps].reshape(-1, *self._experiment.filter_shape)}
        return named | ({"bias": gradient[:, taps]} if self._experiment.has_bias else {})


def _collected(
    experiment: Experiment,
    settings: TrainingSettings,
    seeds: tuple[int, ...],
    history: list[tuple[int, Array, Arrays]],
    diverged: NDArray[np.bool],
) -> Ensemble:
    weights = np.stack([parameters["weights"] for _, _, parameters in history], axis=1)
    bias = np.zeros(weights.shape[:2])
    if experiment.has_bias:
        bias = np.stack([parameters["bias"] for _, _, parameters in history], axis=1)
    judged = [experiment.metrics(last, float(level)) for last, level in zip(weights[:, -1], bias[:, -1], strict=True)]
    return Ensemble(
        experiment=experiment,
        settings=settings,
        seeds=seeds,
        steps=np.array([step for step, _, _ in history]),
        weights=weights,
        bias=bias,
        loss=np.stack([loss for _, loss, _ in history], axis=1),
        metrics=MappingProxyType({name: np.array([each[name] for each in judged]) for name in judged[0]}),
        diverged=diverged,
    )
