"""Single filters of every size: the best by least squares, and one that is trained, in every fold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

import numpy as np

from core.cache import kept
from core.convolution import correlate
from core.study.blind import Fit
from core.study.division import Division
from core.study.judges import NOTHING
from core.study.moments import patch_sums, smaller
from core.study.outcome import SizeFit
from core.study.sums import Array, fitted, squared_error
from core.study.timing import timed
from core.study.trained import one_filter

if TYPE_CHECKING:
    from core.study.contest import Contest


@dataclass(frozen=True, eq=False)
class Filters:
    """Single filters of one size: the `best` by least squares, and one that is `trained`."""

    best: SizeFit
    trained: SizeFit


@dataclass(frozen=True, eq=False)
class Inside:
    """What a training part says of a kind of filter, each inner fold answered by a filter that was fitted without it.

    `adjustment` is the best there and `error` what it leaves; `compared` is the error on the half fold by which
    contestants of different kinds are compared.
    """

    adjustment: Any
    error: float
    compared: float


def single_filters(contest: Contest, size: int) -> Filters:
    """A size by least squares and by training, in every fold."""
    squares, descent = contest.allowed(fitted), contest.allowed(lambda part: one_filter(part, contest.seed))
    return Filters(_fold_by_fold(contest, size, squares), _fold_by_fold(contest, size, descent))


def target_of(contest: Contest, fold: int) -> tuple[Array, ...]:
    """What is learned without a fold, an array for each file; the fold after the last one holds nothing out."""
    return contest.data.targets[_versions(contest)[fold]]


def moments(contest: Contest, size: int, fold: int) -> Array:
    """The sums (segments, k + 2, k + 2) of patches of this size and of what is learned without this fold."""
    return _of_version(contest, size, _versions(contest)[fold])


def _of_version(contest: Contest, size: int, version: int) -> Array:
    return smaller(_moments(contest)[version], contest.shape(contest.sizes[-1]), contest.shape(size))


def _moments(contest: Contest) -> Array:
    """The sums of the largest size, from which those of all others follow, for each version of the target."""
    data, shape = contest.data, contest.shape(contest.sizes[-1])
    return kept(
        ("moments", contest.digest),
        lambda: patch_sums(data.inputs, data.targets, contest.division.segments, shape),
    )


def _versions(contest: Contest) -> tuple[int, ...]:
    """Which version of the target is learned without each fold, and last from all data."""
    return kept(("versions", contest.digest), lambda: _chosen_versions(contest))


def _chosen_versions(contest: Contest) -> tuple[int, ...]:
    """The versions whose best filter of the largest size errs least inside the training part, by the judge."""
    folds, count = contest.division.folds + 1, len(_moments(contest))
    if count == 1:
        return (0,) * folds
    fit = contest.allowed(fitted)
    errors = [
        [each.error for each in _by_answers(contest, contest.sizes[-1], fit, (version,) * folds)]
        for version in range(count)
    ]
    return tuple(int(each) for each in np.argmin(errors, axis=0))


def _fold_by_fold(contest: Contest, size: int, fit: Fit) -> SizeFit:
    """Filters of one size: fitted without each fold in turn and scored on its tiles, and last fitted on all data."""
    cut, judge = contest.division, contest.data.judge
    inside = (_by_answers if judge.has_threshold else _by_sums)(contest, size, fit, _versions(contest))
    coefficients, tallies, microseconds = [], [], []
    for fold in range(cut.folds):
        made = fit(moments(contest, size, fold)[list(cut.training(fold))].sum(axis=0))
        answers, spent = timed(partial(answers_of, contest, made, size))
        coefficients.append(made)
        microseconds.append(spent)
        tallies.append(judge.tallies(judge.summary(answers, cut), cut.of_fold(fold), inside[fold].adjustment))
        del answers  # before the next ones are made
    coefficients.append(fit(moments(contest, size, cut.folds).sum(axis=0)))
    return SizeFit(
        tallies=cut.joined(tallies),
        errors_inside=np.array([each.error for each in inside[:-1]]),
        compared=np.array([each.compared for each in inside[:-1]]),
        coefficients=tuple(coefficients),
        adjustments=tuple(each.adjustment for each in inside),
        microseconds=min(microseconds),
    )


def _by_sums(contest: Contest, size: int, fit: Fit, versions: Sequence[int]) -> list[Inside]:
    """Inside each training part, and last inside all data, from sums alone: squared errors need no answers."""
    cut, found = contest.division, []
    for fold, version in enumerate(versions):
        sums = _of_version(contest, size, version)
        other = contest.stopping(fold)
        comparing = sums[list(cut.halves(fold, other)[1])].sum(axis=0)
        rest = fit(sums[list(cut.training(fold, other))].sum(axis=0))
        compared = float(squared_error(comparing, rest)) / max(float(comparing[-2, -2]), 1.0)
        found.append(Inside(NOTHING, inner_error(cut, sums, fit, fold), compared))
    return found


def inner_error(cut: Division, sums: Array, fit: Fit, fold: int) -> float:
    """The mean squared error in the training part of a fold, each of its folds held out in turn."""
    total = count = 0.0
    for other in set(range(cut.folds)) - {fold}:
        judged = sums[list(cut.inside(fold, other))].sum(axis=0)
        total += float(squared_error(judged, fit(sums[list(cut.training(fold, other))].sum(axis=0))))
        count += judged[-2, -2]
    return total / max(count, 1.0)


def best_size(contest: Contest, fold: int) -> int:
    """The size whose best linear filter has the smallest squared error inside the training part of a fold."""
    cut, fit = contest.division, contest.allowed(fitted)
    return min(contest.sizes, key=lambda each: inner_error(cut, moments(contest, each, fold), fit, fold))


def _by_answers(contest: Contest, size: int, fit: Fit, versions: Sequence[int]) -> list[Inside]:
    """Inside each training part, and last inside all data, from answers: the judge has to see all peaks."""
    cut, judge = contest.division, contest.data.judge
    parts: list[dict[int, Any]] = [{} for _ in versions]
    for pair in combinations(range(cut.folds + 1), 2):
        # the fold after the last one holds nothing out, and is not answered
        wanted = [(fold, other) for fold, other in permutations(pair) if other < cut.folds]
        for version in {versions[fold] for fold, _ in wanted}:
            sums = _of_version(contest, size, version)
            answers = answers_of(contest, fit(sums[list(cut.training(*pair))].sum(axis=0)), size)
            summary = judge.summary(answers, cut)
            for fold, other in wanted:
                if versions[fold] == version:
                    # only what is needed is kept: large data have many peaks
                    parts[fold][other] = judge.joined([(summary, cut.inside(fold, other))])
    found = []
    for fold, others in enumerate(parts):
        joined = judge.joined([(each, cut.inside(fold, other)) for other, each in others.items()])
        adjustment, error = judge.adjustment(joined, cut.training(fold))
        comparing = cut.halves(fold, contest.stopping(fold))[1]
        found.append(Inside(adjustment, error, judge.adjustment(joined, comparing)[1]))
    return found


def answers_of(contest: Contest, coefficients: Array, size: int) -> list[Array]:
    """The answers of a filter, weights and offset, to all files."""
    weights = coefficients[:-1].reshape(contest.shape(size))
    answers = [correlate(each, weights, boundary="mirror") for each in contest.data.inputs]
    for answer in answers:
        np.add(answer, coefficients[-1], out=answer)  # large data have no room for another copy
    return answers
