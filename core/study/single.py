"""Single filters of every size: the best by least squares, and one that is trained, in every fold."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.cache import kept
from core.convolution import correlate
from core.study.blind import Fit
from core.study.division import Division
from core.study.moments import patch_sums, smaller
from core.study.outcome import SizeFit
from core.study.sums import Array, fitted, squared_error
from core.study.trained import one_filter

if TYPE_CHECKING:
    from core.study.contest import Contest


@dataclass(frozen=True, eq=False)
class Filters:
    """Single filters of one size: the `best` by least squares, and one that is `trained`, each in every fold.

    `whole` (k + 1,) has the weights and the offset of one that is trained on all data.
    """

    best: SizeFit
    trained: SizeFit
    whole: Array


def _moments(contest: Contest) -> Array:
    """The sums of the largest size, from which those of all others follow."""
    data, shape = contest.data, contest.shape(contest.sizes[-1])
    return kept(
        ("moments", contest.digest),
        lambda: patch_sums(data.befores, data.targets, contest.division.segments, shape),
    )


def _versions(contest: Contest) -> tuple[int, ...]:
    """Which version of the target is learned without each fold, and last from all data."""
    return kept(("versions", contest.digest), lambda: _chosen_versions(contest))


def _chosen_versions(contest: Contest) -> tuple[int, ...]:
    """The versions whose best filter of the largest size errs least on the training part, by the judge."""
    cut, judge, sums = contest.division, contest.data.judge, _moments(contest)
    if len(sums) == 1:
        return (0,) * (cut.folds + 1)
    chosen = []
    for fold in range(cut.folds + 1):
        training = list(cut.training(fold))
        filters = [contest.allowed(fitted)(each[training].sum(axis=0)) for each in sums]
        answers = [answers_of(contest, each, contest.sizes[-1]) for each in filters]
        errors = [judge.adjusted(judge.noted(each, cut), training, as_it_is=True)[1] for each in answers]
        chosen.append(int(np.argmin(errors)))
    return tuple(chosen)


def target_of(contest: Contest, fold: int) -> tuple[Array, ...]:
    """What is learned without a fold, an array for each file; the fold after the last one holds nothing out."""
    return contest.data.targets[_versions(contest)[fold]]


def moments(contest: Contest, size: int, fold: int) -> Array:
    """The sums (segments, k + 2, k + 2) of patches of this size and of what is learned without this fold."""
    sums = _moments(contest)[_versions(contest)[fold]]
    return smaller(sums, contest.shape(contest.sizes[-1]), contest.shape(size))


def single_filters(contest: Contest, size: int) -> Filters:
    """A size by least squares and by training, in every fold."""
    squares, descent = contest.allowed(fitted), contest.allowed(lambda part: one_filter(part, contest.seed))
    whole = descent(moments(contest, size, contest.division.folds).sum(axis=0))
    return Filters(_fold_by_fold(contest, size, squares), _fold_by_fold(contest, size, descent), whole)


def _fold_by_fold(contest: Contest, size: int, fit: Fit) -> SizeFit:
    """Filters of one size: fitted without each fold, scored on its tiles, and their errors inside the training part."""
    cut = contest.division
    inner, kept, tallies, spent = np.zeros(cut.folds), [], [], 0.0
    for fold in range(cut.folds):
        sums = moments(contest, size, fold)
        coefficients = fit(sums[list(cut.training(fold))].sum(axis=0))
        kept.append(coefficients)
        begun = time.perf_counter()
        answers = answers_of(contest, coefficients, size)
        spent += time.perf_counter() - begun
        tallies.append(held_out_tallies(contest, answers, fold, cut.training(fold)))
        inner[fold] = inner_error(cut, sums, fit, fold)
    samples = cut.folds * sum(each.size for each in contest.data.befores)
    return SizeFit(cut.joined(tallies), inner, tuple(kept), 1e6 * spent / samples)


def held_out_tallies(contest: Contest, answers: Sequence[Array], fold: int, training: Sequence[int]) -> Array:
    """What the judge counts of learned answers on a fold's tiles, adjusted on these segments where that is needed."""
    cut, judge = contest.division, contest.data.judge
    noted = judge.noted(answers, cut)
    return judge.tallies(noted, cut.of_fold(fold), judge.adjusted(noted, training, as_it_is=True)[0])


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
    answers = [correlate(each, weights, boundary="mirror") for each in contest.data.befores]
    for answer in answers:
        np.add(answer, coefficients[-1], out=answer)  # large data have no room for another copy
    return answers
