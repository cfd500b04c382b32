"""How the score of the best linear filter grows with the amount of data that it is fitted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.study.certainty import Interval, interval
from core.study.single import answers_of, held_out_tallies, inner_error, moments
from core.study.sums import fitted

if TYPE_CHECKING:
    from core.study.contest import Contest


def by_amount(contest: Contest) -> tuple[tuple[float, Interval], ...]:
    """The share of the data that a filter is fitted on, one, two and more folds of them, and its held-out score.

    The size is the one whose error inside the training parts is least, all folds together.
    """
    cut, judge = contest.division, contest.data.judge
    fit, found = contest.allowed(fitted), []

    def error(size: int) -> float:
        return sum(inner_error(cut, moments(contest, size, fold), fit, fold) for fold in range(cut.folds))

    size = min(contest.sizes, key=error)
    for count in range(1, cut.folds):
        tallies = []
        for fold in range(cut.folds):
            # the folds that follow, which begin anew after the last one
            others = {(fold + step) % cut.folds for step in range(1, count + 1)}
            training = [each for each in cut.training(fold) if cut.segments[each].fold in others]
            coefficients = fit(moments(contest, size, fold)[training].sum(axis=0))
            tallies.append(held_out_tallies(contest, answers_of(contest, coefficients, size), fold, training))
        counted = cut.joined(tallies)
        found.append((count / cut.folds, interval(counted, judge.scored, trials=judge.trials(counted))))
    return tuple(found)
