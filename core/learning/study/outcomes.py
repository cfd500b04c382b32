"""Where many random starts end: at the optimum or elsewhere, in how many different ways, and by what chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.learning.experiment import Experiment
from core.learning.optimum import solve

Array = NDArray[np.float64]
ALIKE = 0.98  # the least cosine of filters that count as the same
TOLERANCE = 0.005  # of the smallest loss, within which a run has reached it


class Runs(Protocol):
    """What is asked here of k runs of one task."""

    @property
    def experiment(self) -> Experiment:
        """What was learned."""
        ...

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seed of each run."""
        ...

    @property
    def loss(self) -> Array:
        """The loss (k, s)."""
        ...

    @property
    def weights(self) -> NDArray[Any]:
        """The filters (k, m, ...), the last ones at the end of the runs."""
        ...

    @property
    def metrics(self) -> Mapping[str, Array]:
        """The metrics {name: (k,)} at the end."""
        ...

    @property
    def diverged(self) -> NDArray[np.bool]:
        """Which runs (k,) diverged."""
        ...


def lowest_loss(runs: Runs) -> tuple[float, bool]:
    """The smallest possible loss and True; where that is not known, the smallest final loss of the runs and False."""
    best = solve(runs.experiment)
    if best is not None:
        return best.loss, True
    return float(np.where(runs.diverged, np.inf, runs.loss[:, -1]).min()), False


def at_optimum(runs: Runs, tolerance: float = TOLERANCE) -> NDArray[np.bool]:
    """Which runs (k,) reach the best there is.

    Where the smallest possible loss is known, those whose loss is within `tolerance` of it: a share of that loss, or of
    the mean first loss where the smallest is zero. Elsewhere those whose score is within the smallest difference worth
    having of the best run's score.
    """
    lowest, is_known = lowest_loss(runs)
    if is_known:
        first = float(runs.loss[:, 0].mean())
        unit = lowest if lowest > 1e-12 * first else first
        return ~runs.diverged & (runs.loss[:, -1] - lowest <= tolerance * unit)
    score = runs.experiment.score
    if runs.diverged.all():
        return np.zeros(len(runs.diverged), bool)
    values = np.where(runs.diverged, np.nan, runs.metrics[score.metric])
    behind = values - np.nanmin(values) if score.is_error else np.nanmax(values) - values
    return behind <= score.worth


def share_at_optimum(runs: Runs, tolerance: float = TOLERANCE) -> float:
    """The share of the runs that are `at_optimum`.

    >>> from core.learning import get_experiment, train_seeds
    >>> share_at_optimum(train_seeds(get_experiment("find_peaks"), seeds=range(8)))
    1.0
    """
    return float(np.mean(at_optimum(runs, tolerance)))


@dataclass(frozen=True, eq=False)
class Clusters:
    """Runs that ended with the same filters, largest group first.

    `labels` (k,) is each run's group, `sizes` (g,) the number of runs in a group, `examples` (g,) the index of the run
    with which the others of its group were compared. They are a continuum where from each run a chain of runs leads to
    each other one, neighbours in which are as alike as the runs of one group: then the groups have no gap between them.

    Source of the chains: single linkage, Sneath, The application of computers to taxonomy, 1957.
    """

    labels: NDArray[np.intp]
    sizes: NDArray[np.intp]
    examples: NDArray[np.intp]
    is_continuum: bool = False


def clusters(runs: Runs, threshold: float = ALIKE) -> Clusters:
    """Group runs whose final filters point the same way, whatever the filters' order.

    The filters of two runs are matched one to one so that the sum of their cosines is largest. The runs belong to one
    group where the smallest of these cosines is at least `threshold`. Signs are ignored where the model ignores them.
    Filters less than a hundredth as long as the longest of their run count as zero, and match zero filters only.

    Source of the matching: Kuhn, The Hungarian method for the assignment problem, 1955, as in SciPy.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold={threshold} is not allowed: give a cosine above 0 and up to 1.")
    model = runs.experiment.model
    ends = runs.weights[:, -1].reshape(len(runs.seeds), model.filters, model.taps).astype(np.float64)
    directions = np.stack([_directions(filters) for filters in ends])
    labels = np.full(len(ends), -1)
    examples: list[int] = []
    for run, filters in enumerate(directions):
        for group, example in enumerate(examples):
            if _least_cosine(filters, directions[example], not model.sees_sign) >= threshold:
                labels[run] = group
                break
        else:
            labels[run] = len(examples)
            examples.append(run)
    sizes = np.bincount(labels)
    order = np.argsort(-sizes, kind="stable")
    is_continuum = len(sizes) > 1 and _is_one_chain(directions, threshold, not model.sees_sign)
    return Clusters(np.argsort(order)[labels], sizes[order], np.array(examples)[order], is_continuum)


def _is_one_chain(directions: Array, threshold: float, ignores_sign: bool) -> bool:
    """Whether all runs (k, f, taps) are reached from the first one, each from one that is alike."""
    waiting, missing = [0], np.arange(1, len(directions))
    while waiting and len(missing):
        run = directions[waiting.pop()]
        cosines = np.einsum("fn,kgn->kfg", run, directions[missing], optimize=True)
        cosines = np.abs(cosines) if ignores_sign else cosines
        # few pairs are worth the matching: in the others one filter has no counterpart at all, or a filter is zero
        worth = (cosines.max(axis=2) >= threshold) | (run == 0).all(axis=1)
        near = missing[worth.all(axis=1)]
        found = [each for each in near if _least_cosine(run, directions[each], ignores_sign) >= threshold]
        waiting += found
        missing = np.setdiff1d(missing, found)
    return not len(missing)


def _directions(filters: Array) -> Array:
    lengths = np.linalg.norm(filters, axis=1, keepdims=True)
    is_zero = lengths < 0.01 * lengths.max()
    return np.where(is_zero, 0.0, filters / np.where(is_zero, 1.0, lengths))


def _least_cosine(first: Array, second: Array, ignores_sign: bool) -> float:
    from scipy.optimize import linear_sum_assignment

    cosines = first @ second.T
    if ignores_sign:
        cosines = np.abs(cosines)
    both_zero = np.logical_and.outer((first == 0).all(axis=1), (second == 0).all(axis=1))
    cosines = np.where(both_zero, 1.0, cosines)
    rows, columns = linear_sum_assignment(-cosines)
    return float(cosines[rows, columns].min())
