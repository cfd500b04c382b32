"""How the score of the best linear filter grows with the amount of data that it is fitted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.study.certainty import Interval, interval
from core.study.moments import smaller
from core.study.single import Filters, answers_of
from core.study.sums import fitted

if TYPE_CHECKING:
    from core.study.contest import Contest


def by_amount(contest: Contest, filters: Filters) -> tuple[tuple[float, Interval], ...]:
    """The share of the data that a filter is fitted on, one, two and more folds of them, and its held-out score.

    The size is the one whose error inside the training parts is least, all folds together.
    """
    size = min(filters.best, key=lambda each: filters.best[each].inner.sum())
    sums = smaller(filters.sums, contest.shape(contest.sizes[-1]), contest.shape(size))
    cut, judge = contest.division, contest.data.judge
    fit, found = contest.allowed(fitted), []
    for count in range(1, cut.folds):
        tallies = []
        for fold in range(cut.folds):
            # the folds that follow, which begin anew after the last one
            others = {(fold + step) % cut.folds for step in range(1, count + 1)}
            training = [each for each in cut.training(fold) if cut.segments[each].fold in others]
            answers = answers_of(contest, fit(sums[training].sum(axis=0)), size)
            noted = judge.noted(answers, cut)
            adjustment, _ = judge.adjusted(noted, training, as_it_is=True)
            tallies.append(judge.tallies(noted, cut.of_fold(fold), adjustment))
        counted = cut.joined(tallies)
        found.append((count / cut.folds, interval(counted, judge.scored, trials=judge.trials(counted))))
    return tuple(found)
