"""Hundreds of random starts of one task: where they go, where they end, and how alike their ends are."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.experiment import Array, Experiment
from core.learning.optimum import solve
from core.learning.settings import ResolvedSettings, Settings
from core.learning.study.outcomes import Clusters, at_optimum, clusters, lowest_loss
from core.learning.training.duration import expected_seconds
from core.learning.training.ensemble import train_seeds
from core.learning.training.initial import first_parameters_of_seeds
from core.learning.training.resolving import resolve_settings

STARTS = 256
MOST_STARTS = 1024
SNAPSHOTS = 40  # recorded steps of each run
MOST_NUMBERS = (
    128  # weights of a model whose filters are kept at all recorded steps: others have only their first and last
)
CHANCE = 0.95  # of random starts are less like the designed filter than what chance is said to reach
DRAWS, MOST_DRAWN = (100, 1000), 2_000_000  # first filters of which chance is judged; numbers of all of them
FIRST_PIECE, LARGEST_PIECE, PIECE_SECONDS = 16, 64, 1.0


@dataclass(frozen=True, eq=False)
class Starts:
    """k runs from random numbers of their own, each recorded at the same s steps.

    `steps` (s,), `loss` (k, s), `metrics` {name: (k,)}, `diverged` (k,); `weights` (k, m, ...) are the filters at the
    steps of number `kept` (m,): all of them, or the first and the last.
    """

    experiment: Experiment
    settings: ResolvedSettings
    seeds: tuple[int, ...]
    steps: NDArray[np.intp]
    kept: NDArray[np.intp]
    loss: Array
    weights: NDArray[Any]
    metrics: Mapping[str, Array]
    diverged: NDArray[np.bool]


@dataclass(frozen=True, eq=False)
class Ends:
    """Where k runs end.

    `best` is the filter with the smallest possible loss, None where none is known. `lowest` is its loss, or else the
    smallest of the runs; `is_best` (k,) tells which runs reach the best there is, `groups` which end alike.
    `likeness` (2, k) says how much each run's filters are like the nearest designed one, at the start and at the end:
    the mean of their cosines. `chance` is what random numbers reach: of many, 19 of 20 are below.
    """

    best: Array | None
    lowest: float
    is_best: NDArray[np.bool]
    groups: Clusters
    diverged: NDArray[np.bool]
    likeness: Array
    chance: float

    @property
    def share(self) -> float:
        """The share of the runs that reach the best there is."""
        return float(self.is_best.mean())

    def said(self) -> str:
        """How many starts reach the best, and in how many ways they end, in a sentence."""
        count, good, ways = len(self.is_best), int(self.is_best.sum()), len(self.groups.sizes)
        lost = int(self.diverged.sum())
        if lost == count:
            return f"All {count:,} starts diverged: the learning rate is too large."
        reached = "reach the smallest possible loss" if self.best is not None else "have about the best score of all"
        number = f"All {count:,} starts {reached}" if good == count else f"{good:,} of {count:,} starts {reached}"
        also = f"; {lost:,} diverged" if lost else ""
        if ways == 1:
            return f"{number}, and all end with the same filters, up to their size{also}."
        if self.groups.is_continuum:
            return f"{number}; their ends form a continuum{also}."
        how = f"they end in {ways:,} different ways" if ways < count else "no two of them end alike"
        return f"{number}; {how}{also}."


@dataclass(frozen=True)
class ManyStarts:
    """The study of a task from `count` random starts, with the seeds from 0 on.

    >>> from core.background import done_at_once
    >>> from core.learning import get_experiment
    >>> parts, ends = done_at_once(many_starts(get_experiment("recover_kernel"), count=32))
    >>> len(joined(parts).seeds), ends.share, ends.best.round(6).tolist()
    (32, 1.0, [-1.0, 1.0, -1.0])
    """

    experiment: Experiment
    settings: ResolvedSettings
    count: int

    def pieces(self) -> Sequence[range]:
        """The seeds, a few at a time: the first piece is small, so that something is soon seen."""
        each = expected_seconds(self.experiment, self.settings)
        largest = int(np.clip(PIECE_SECONDS / max(each, 1e-9), 1, LARGEST_PIECE))
        first = min(FIRST_PIECE, largest, self.count)
        later = range(first, self.count, largest)
        return [range(first), *(range(start, min(start + largest, self.count)) for start in later)]

    def work(self, piece: range) -> Starts:
        """The runs of some of the seeds."""
        runs = train_seeds(self.experiment, self.settings, seeds=piece)
        model = self.experiment.model
        is_small = model.filters * model.taps <= MOST_NUMBERS
        last = len(runs.steps) - 1
        kept = np.arange(last + 1) if is_small else np.unique([0, last])
        weights = runs.weights[:, kept].astype(np.float32)
        return Starts(
            self.experiment,
            self.settings,
            runs.seeds,
            runs.steps,
            kept,
            runs.loss,
            weights,
            runs.metrics,
            runs.diverged,
        )

    def conclude(self, parts: Sequence[Starts]) -> Ends:
        """Where all of the runs end."""
        return ends_of(joined(parts))


def many_starts(experiment: Experiment, settings: Settings | None = None, *, count: int = STARTS) -> ManyStarts:
    """The study of `count` random starts; the settings' own seed is not used.

    Raises ValueError for fewer than 2 or more than 1,024 starts.
    """
    if isinstance(count, bool) or not isinstance(count, int) or not 2 <= count <= MOST_STARTS:
        raise ValueError(f"count={count} is not allowed: give 2 to {MOST_STARTS} starts.")
    resolved = resolve_settings(experiment, settings)
    return ManyStarts(experiment, dataclasses.replace(resolved, seed=0, snapshots=SNAPSHOTS), count)


def joined(parts: Sequence[Starts]) -> Starts:
    """The runs of several pieces as one, in their order; at least one piece."""
    first = parts[0]
    return dataclasses.replace(
        first,
        seeds=tuple(seed for part in parts for seed in part.seeds),
        loss=np.concatenate([part.loss for part in parts]),
        weights=np.concatenate([part.weights for part in parts]),
        metrics=MappingProxyType(
            {name: np.concatenate([each.metrics[name] for each in parts]) for name in first.metrics}
        ),
        diverged=np.concatenate([part.diverged for part in parts]),
    )


def ends_of(runs: Starts) -> Ends:
    """Where these runs end."""
    lowest, is_known = lowest_loss(runs)
    optimum = solve(runs.experiment) if is_known else None
    likeness = np.stack([likeness_to_designed(runs.experiment, runs.weights[:, at]) for at in (0, -1)])
    chance = float(np.quantile(_likeness_by_chance(runs.experiment, runs.settings), CHANCE))
    return Ends(
        best=None if optimum is None else optimum.weights,
        lowest=lowest,
        is_best=at_optimum(runs),
        groups=clusters(runs),
        diverged=runs.diverged,
        likeness=likeness,
        chance=chance,
    )


def _likeness_by_chance(experiment: Experiment, settings: ResolvedSettings) -> Array:
    """The likeness (n,) of many first filters, however few runs are compared."""
    count = int(np.clip(MOST_DRAWN // experiment.model.size, *DRAWS))
    theta = first_parameters_of_seeds(experiment, settings, range(count), None)
    weights = np.asarray(experiment.model.parameters(theta)["weights"])
    return likeness_to_designed(experiment, weights)


def likeness_to_designed(experiment: Experiment, weights: NDArray[Any]) -> Array:
    """How much the filters (k, ...) of each run are like the nearest designed one: the mean of their cosines (k,).

    Signs are ignored where the model ignores them. A filter of zeros is like none: 0.

    >>> from core.learning import get_experiment
    >>> task = get_experiment("recover_kernel")
    >>> likeness_to_designed(task, np.array([[-1.0, 1.0, -1.0], [0.0, 1.0, 0.0]])).round(2).tolist()
    [1.0, 0.58]
    """
    model = experiment.model
    learned = weights.reshape(len(weights), model.filters, model.taps).astype(np.float64)
    designed = np.reshape(experiment.designed_parameters["weights"], (-1, model.taps))
    lengths = np.linalg.norm(learned, axis=-1)[..., None] * np.linalg.norm(designed, axis=-1)
    cosines = np.divide(learned @ designed.T, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    if not model.sees_sign:
        cosines = np.abs(cosines)
    return np.asarray(cosines.max(axis=-1).mean(axis=-1))
