"""Where many random starts end: at the optimum or elsewhere, in how many different ways, and by what chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.learning.optimum import solve
from core.learning.training.ensemble import Ensemble

Array = NDArray[np.float64]


def share_at_optimum(runs: Ensemble, tolerance: float = 0.005) -> float:
    """The share of seeds whose final loss is within `tolerance` of the smallest possible one.

    `tolerance` is a share of the smallest possible loss, or of the mean first loss where the smallest is zero. Where no
    single optimum is known, the smallest final loss of all seeds takes its place.

    >>> from core.learning import get_experiment, train_seeds
    >>> share_at_optimum(train_seeds(get_experiment("find_peaks"), seeds=range(8)))
    1.0
    """
    final = runs.loss[:, -1]
    best = solve(runs.experiment)
    lowest = float(final.min()) if best is None else best.loss
    unit = lowest if lowest > 1e-12 * runs.loss[:, 0].mean() else float(runs.loss[:, 0].mean())
    return float(np.mean(~runs.diverged & (final - lowest <= tolerance * unit)))


@dataclass(frozen=True, eq=False)
class Clusters:
    """Runs that ended with the same filters, largest group first.

    `labels` (k,) is each run's group, `sizes` (g,) the number of runs in a group, `examples` (g,) the index of the run
    with which the others of its group were compared.
    """

    labels: NDArray[np.intp]
    sizes: NDArray[np.intp]
    examples: NDArray[np.intp]


def clusters(runs: Ensemble, threshold: float = 0.98) -> Clusters:
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
    return Clusters(np.argsort(order)[labels], sizes[order], np.array(examples)[order])


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
