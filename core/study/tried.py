"""What a designed method does on all of the data with one of its settings, as its judge keeps it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.study.designed import Designed, Settings, noise_of
from core.study.events import EventData, template
from core.study.sums import Array

if TYPE_CHECKING:
    from core.study.contest import Contest


@dataclass(frozen=True, eq=False)
class Tried:
    """One setting of a method: what is kept of its answers, for all folds alike, or for each and last for all data.

    `weights` has the kernels in the same order where they come from the data; `microseconds` are those of one answer.
    """

    noted: tuple[Any, ...]
    weights: tuple[Array, ...]
    microseconds: float

    def without(self, fold: int) -> Any:
        """What is kept of the answers of the method made without this fold."""
        return self.noted[fold] if len(self.noted) > 1 else self.noted[0]


def tried(contest: Contest, method: Designed, number: int) -> Tried:
    """One setting of a method on all of the data."""
    setting = method.choices[number]
    if method.from_events:
        folds = range(contest.division.folds + 1)  # the last one holds nothing out
        weights = tuple(event_template(contest, int(setting["length"]), fold) for fold in folds)
        made = [_answers(contest, method, {**setting, "weights": each}) for each in weights]
    else:
        weights, made = (), [_answers(contest, method, setting)]
    noted = tuple(contest.data.judge.noted(answers, contest.division) for answers, _ in made)
    return Tried(noted, weights, min(spent for _, spent in made))


def adjusted(contest: Contest, method: Designed, noted: Any, segments: Sequence[int]) -> tuple[Any, float]:
    """Gain and offset, or the threshold, that are best for a method on these segments, and the error that is left."""
    # what is not touched at all is the mark that all others have to pass
    return contest.data.judge.adjusted(noted, segments, as_it_is=method.name == "identity")


def event_template(contest: Contest, length: int, fold: int) -> Array:
    """The mean of the events that lie in a fold's training part, their windows included."""
    assert isinstance(contest.data, EventData)  # noqa: S101 - tells the type checker
    cut, reach = contest.division, length // 2
    segments = [cut.segments[number] for number in cut.training(fold)]
    signals: list[Array] = []
    events = []
    for segment in segments:
        ((low, high),) = segment.box
        inside = contest.data.events[segment.file]
        # the rim of a segment is seen by filters that are centred in it
        start = max(0, low - reach)
        signals.append(contest.data.befores[segment.file][start : high + reach])
        events.append(inside[(low <= inside) & (inside < high)] - start)
    return template(signals, events, length)


def _answers(contest: Contest, method: Designed, setting: Settings | dict[str, Any]) -> tuple[list[Array], float]:
    befores = contest.data.befores
    begun = time.perf_counter()
    answers = [np.asarray(method.apply(each, noise_of(each), **setting)) for each in befores]
    spent = (time.perf_counter() - begun) / method.passes
    return answers, 1e6 * spent / sum(each.size for each in befores)
