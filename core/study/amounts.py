"""How the score of the best linear filter grows with the amount of data that it is fitted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.study.certainty import Interval, interval
from core.study.single import answers_of, best_size, moments
from core.study.sums import fitted

if TYPE_CHECKING:
    from core.study.contest import Contest


def by_amount(contest: Contest) -> tuple[tuple[float, Interval], ...]:
    """The share of the data that a filter is fitted on, one, two and more folds of them, and its held-out score.

    Its size is the one whose squared error inside the whole training part is least. A threshold, where one is needed,
    is tuned on the data that it is fitted on.
    """
    cut, judge, fit = contest.division, contest.data.judge, contest.allowed(fitted)
    sizes = [best_size(contest, fold) for fold in range(cut.folds)]
    found = []
    for count in range(1, cut.folds):
        tallies, samples = [], 0.0
        for fold, size in enumerate(sizes):
            # the folds that follow, which begin anew after the last one
            others = {(fold + step) % cut.folds for step in range(1, count + 1)}
            training = [each for each in cut.training(fold) if cut.segments[each].fold in others]
            sums = moments(contest, size, fold)
            summary = judge.summary(answers_of(contest, fit(sums[training].sum(axis=0)), size), cut)
            adjustment = judge.adjustment(summary, training, as_it_is=True)[0]
            tallies.append(judge.tallies(summary, cut.of_fold(fold), adjustment))
            samples += float(sums[training, -2, -2].sum() / sums[:, -2, -2].sum())
        counted = cut.joined(tallies)
        score = interval(counted, judge.scored, event_count=judge.event_count(counted))
        found.append((samples / cut.folds, score))
    return tuple(found)
