"""What a designed method does on all of the data with one of its settings, as its judge keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

import numpy as np

from core.study.designed import Designed, Settings
from core.study.events import EventData, template
from core.study.judges import Judge
from core.study.sums import Array
from core.study.timing import timed

if TYPE_CHECKING:
    from core.study.contest import Contest


@dataclass(frozen=True, eq=False)
class MethodResult:
    """One setting of a method: summaries of its answers, and the microseconds of one answer.

    A method that is the same whatever it is chosen by has a single summary. One that comes from events has `weights`
    without each fold, and last of all data, and for each fold a summary of the answers there. `inside` has for each of
    the weights a summary of answers to their training part, each inner fold answered by what comes from the others: by
    it the method is adjusted and chosen.
    """

    summaries: tuple[Any, ...]
    microseconds: float
    weights: tuple[Array, ...] = ()
    inside: tuple[Any, ...] = ()

    def without(self, fold: int) -> Any:
        """The summary of the answers of the method that is made without this fold."""
        return self.summaries[fold] if self.weights else self.summaries[0]

    def to_choose(self, fold: int) -> Any:
        """The summary by which the method is adjusted and chosen while this fold is held out."""
        return self.inside[fold] if self.weights else self.summaries[0]


def method_result(contest: Contest, name: str, number: int) -> MethodResult:
    """One setting of the method of this name on all of the data."""
    method = contest.data.method(name)
    setting = method.choices[number]
    if method.from_events:
        return _from_events(contest, method, setting)
    answers, spent = answers_of_method(contest, method, setting)
    return MethodResult((contest.data.judge.summary(answers, contest.division),), spent)


def adjustment_of(contest: Contest, judge: Judge, method: Designed, made: MethodResult, fold: int) -> tuple[Any, float]:
    """Gain and offset, or the threshold, that are best while this fold is held out, and the error that is left."""
    segments = contest.division.training(fold)
    # what is not touched at all is the mark that all others have to pass
    return judge.adjustment(made.to_choose(fold), segments, as_it_is=method.name == "identity")


def answers_of_method(
    contest: Contest, method: Designed, setting: Settings | dict[str, Any]
) -> tuple[list[Array], float]:
    """The answers of a method to all files, and the microseconds of one answer."""
    files = list(zip(contest.data.inputs, contest.data.noise_levels, strict=True))
    answers, spent = timed(lambda: [np.asarray(method.apply(each, noise, **setting)) for each, noise in files])
    return answers, spent / method.passes


def _from_events(contest: Contest, method: Designed, setting: Settings) -> MethodResult:
    """A method with the mean of events, made without each fold, without each two folds, and of all data."""
    cut, judge = contest.division, contest.data.judge
    length, times = int(setting["length"]), []

    def summary(weights: Array, segments: Sequence[int]) -> Any:
        answers, spent = answers_of_method(contest, method, {**setting, "weights": weights})
        times.append(spent)
        # only what is needed is kept: large data have many peaks
        return judge.joined([(judge.summary(answers, cut), segments)])

    # the fold after the last one holds nothing out
    weights = tuple(event_template(contest, length, fold) for fold in range(cut.folds + 1))
    summaries = tuple(summary(weights[fold], cut.segments_of(fold)) for fold in range(cut.folds))
    parts: list[list[tuple[Any, Sequence[int]]]] = [[] for _ in weights]
    for pair in combinations(range(cut.folds), 2):
        without_both = summary(event_template(contest, length, *pair), [*cut.inside(*pair), *cut.inside(*pair[::-1])])
        for fold, other in permutations(pair):
            parts[fold].append((without_both, cut.inside(fold, other)))
    parts[cut.folds] = [(each, cut.segments_of(fold)) for fold, each in enumerate(summaries)]
    return MethodResult(summaries, min(times), weights=weights, inside=tuple(judge.joined(each) for each in parts))


def event_template(contest: Contest, length: int, *held_out: int) -> Array:
    """The mean of the events that lie in the training part without these folds.

    A window that reaches farther than the margin is left out: it would see what is held out.
    """
    assert isinstance(contest.data, EventData)  # noqa: S101 - tells the type checker
    cut, all_events = contest.division, contest.data.events
    reach = min(length // 2, cut.margin // 2)
    signals: list[Array] = []
    events = []
    for segment in (cut.segments[number] for number in cut.training(*held_out)):
        ((low, high),) = segment.box
        inside = all_events[segment.file]
        # the rim of a segment is seen by filters that are centred in it
        start = max(0, low - reach)
        signals.append(contest.data.inputs[segment.file][start : high + reach])
        events.append(inside[(low <= inside) & (inside < high)] - start)
    return template(signals, events, length)
