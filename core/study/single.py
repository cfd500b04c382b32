"""Single filters of every size: the best by least squares, and one that is trained, in every fold."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.cache import cached
from core.convolution import correlate
from core.study.blind import Fit
from core.study.division import Division
from core.study.moments import patch_sums, smaller
from core.study.outcome import Fold
from core.study.sums import Array, fitted, squared_error
from core.study.trained import one_filter

if TYPE_CHECKING:
    from core.study.contest import Contest


@dataclass(frozen=True, eq=False)
class Filters:
    """Single filters of all sizes: the best by least squares, and one that is trained, each in every fold.

    `best` {size: Fold} and `trained` {size: Fold}; `whole` {size: weights and offset} are trained on all of the data.
    `sums` (segments, k + 2, k + 2) are those of the largest size, from which all follow.
    """

    best: dict[int, Fold]
    trained: dict[int, Fold]
    whole: dict[int, Array]
    sums: Array


@cached
def _moments(contest: Contest) -> Array:
    return patch_sums(
        contest.data.befores, contest.data.afters, contest.division.segments, contest.shape(contest.sizes[-1])
    )


def moments_of_size(contest: Contest, size: int) -> Array:
    """The sums (segments, k + 2, k + 2) of patches of this size."""
    return smaller(_moments(contest), contest.shape(contest.sizes[-1]), contest.shape(size))


def single_filters(contest: Contest) -> Filters:
    """Every size by least squares and by training, in every fold."""
    best, trained, whole = {}, {}, {}
    squares, descent = contest.allowed(fitted), contest.allowed(lambda part: one_filter(part, contest.seed))
    for size in contest.sizes:
        sums = moments_of_size(contest, size)
        best[size] = _fold_by_fold(contest, size, sums, squares)
        trained[size] = _fold_by_fold(contest, size, sums, descent)
        whole[size] = descent(sums.sum(axis=0))
    return Filters(best, trained, whole, _moments(contest))


def _fold_by_fold(contest: Contest, size: int, sums: Array, fit: Fit) -> Fold:
    """A filter of one size: fitted without each fold, scored on its tiles, and its error inside the training part."""
    cut, judge = contest.division, contest.data.judge
    inner, kept, tallies, spent = np.zeros(cut.folds), [], [], 0.0
    for fold in range(cut.folds):
        coefficients = fit(sums[list(cut.training(fold))].sum(axis=0))
        kept.append(coefficients)
        begun = time.perf_counter()
        answers = answers_of(contest, coefficients, size)
        spent += time.perf_counter() - begun
        noted = judge.noted(answers, cut)
        adjustment, _ = judge.adjusted(noted, cut.training(fold), as_it_is=True)
        tallies.append(judge.tallies(noted, cut.of_fold(fold), adjustment))
        inner[fold] = inner_error(cut, sums, fit, fold)
    samples = cut.folds * sum(each.size for each in contest.data.befores)
    return Fold(cut.joined(tallies), inner, tuple(kept), 1e6 * spent / samples)


def inner_error(cut: Division, sums: Array, fit: Fit, fold: int) -> float:
    """The mean squared error in the training part of a fold, each of its folds held out in turn."""
    total = count = 0.0
    for other in range(cut.folds):
        if other != fold:
            training = cut.training(fold, other)
            if training:
                judged = sums[list(set(cut.segments_of(other)) & set(cut.training(fold)))].sum(axis=0)
                total += float(squared_error(judged, fit(sums[list(training)].sum(axis=0))))
                count += judged[-2, -2]
    return total / max(count, 1.0)


def answers_of(contest: Contest, coefficients: Array, size: int) -> list[Array]:
    """The answers of a filter, weights and offset, to all files."""
    weights = coefficients[:-1].reshape(contest.shape(size))
    return [correlate(each, weights, boundary="mirror") + coefficients[-1] for each in contest.data.befores]
