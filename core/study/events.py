"""The task "events": when something happens in a signal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.data import Signal
from core.study.designed import Designed
from core.study.detections import Detections, number_in_each
from core.study.division import Division
from core.study.event_designs import EVENT_METHODS, even_alarms
from core.study.files import Files
from core.study.judges import Judge
from core.study.ranges import check_values, check_varies
from core.study.room import counted
from core.study.sums import Array

LEAST = 3  # events: one to learn from while two others are held out
MOST_SHARE = 0.5  # of all samples may be events: beyond that they are the rule
WIDTHS = (
    6.0,
    3.0,
)  # how often standard deviations of bells, which suit marks that are not exact, fit into the tolerance
MOST_LEFT_OUT = 0.5  # of all samples may be beside events, where nothing is wanted


@dataclass(frozen=True)
class Events:
    """The `samples` at which something happens, counted from 0, and how far from it an answer still counts.

    `samples` has a row for each file: a tuple of tuples; a plain tuple stands for that of a single file. `tolerance` is
    in samples.

    >>> Events((20, 10), tolerance=2).rows
    ((10, 20),)
    """

    samples: tuple[int, ...] | tuple[tuple[int, ...], ...]
    tolerance: int = 5

    @property
    def rows(self) -> tuple[tuple[int, ...], ...]:
        """The samples of each file, in ascending order, each once."""
        rows = self.samples if self.samples and isinstance(self.samples[0], tuple) else (self.samples,)
        return tuple(tuple(sorted(set(row))) for row in rows)  # type: ignore[arg-type]

    @property
    def crowded(self) -> int:
        """How many events lie nearer to another than the tolerance: of two such one is found at most.

        >>> Events((10, 13, 15, 40), tolerance=5).crowded
        3
        """
        near = [
            {each for pair in pairwise(row) if pair[1] - pair[0] < self.tolerance for each in pair} for row in self.rows
        ]
        return sum(map(len, near))


@dataclass(frozen=True)
class EventData(Files):
    """The data of the task: signals, and when something happens in each.

    Raises ValueError where events lie outside of their signal, or there are too few to learn from.
    """

    before: tuple[Signal, ...]
    task: Events

    def __post_init__(self) -> None:
        rows, tolerance = self.task.rows, self.task.tolerance
        if any(each.ndim != 1 for each in self.before):
            raise ValueError("data has pictures: events are looked for in signals.")
        if len(rows) != len(self.before):
            lists, files = counted(len(rows), "list"), counted(len(self.before), "file")
            raise ValueError(f"samples of events: {lists} came for {files} of data. Give a list for each.")
        for number, (row, signal) in enumerate(zip(rows, self.inputs, strict=True), 1):
            outside = [sample for sample in row if not 0 <= sample < len(signal)]
            if outside:
                where = f"file {number}, which goes" if len(rows) > 1 else "the data, which go"
                raise ValueError(
                    f"samples of events: {outside[0]:,} lies outside of {where} from 0 to {len(signal) - 1:,}. Give "
                    "events inside."
                )
        _check_number(sum(map(len, rows)), sum(map(len, self.inputs)))
        if tolerance < 0:
            raise ValueError(f"tolerance={tolerance} is not allowed: give 0 or more samples.")
        check_values("data", self.inputs)
        check_varies("data", self.inputs)

    @property
    def events(self) -> tuple[NDArray[np.intp], ...]:
        """The samples of each file's events."""
        return tuple(np.array(row, np.intp) for row in self.task.rows)

    @property
    def targets(self) -> tuple[tuple[Array, ...], ...]:
        """What a learned filter should answer, in several versions.

        In the first 1 at each event, nothing in particular beside it (NaN), and 0 elsewhere: that gives the filter
        which is matched to the events and the noise. In the others 1 at each event, and less the farther from it.
        """
        return _all_targets(tuple(map(len, self.inputs)), self.task)

    def check_parts(self, cut: Division) -> None:
        """Raise ValueError where two held-out parts leave no event: one is scored while the other chooses."""
        counts = self.events_in(cut)
        for pair in combinations(range(cut.folds), 2):
            if not counts[list(cut.training(*pair))].any():
                one, other = (each + 1 for each in pair)
                raise ValueError(
                    f"samples of events: while parts {one} and {other} of {cut.folds} are held out, no event is left "
                    "to learn from. Bring events from three parts at least, not from the ends alone."
                )

    def events_in(self, cut: Division) -> NDArray[np.intp]:
        """How many events lie in each segment (segments,)."""
        return number_in_each(self.events, cut.segments)

    @property
    def judge(self) -> Judge:
        """By the events that are found."""
        return Detections(self.events, self.task.tolerance)

    def measured(self, answers: tuple[Array, ...], tallies: Array) -> dict[str, float]:
        """Precision and recall at the tuned thresholds."""
        hits, alarms, events = tallies.sum(axis=0)
        return {"precision": hits / max(alarms, 1.0), "recall": hits / max(events, 1.0)}

    @property
    def methods(self) -> tuple[Designed, ...]:
        """What people would try first, and what can be had without looking at the signal."""
        return (even_alarms(self.task.tolerance), *EVENT_METHODS)


def _check_number(events: int, samples: int) -> None:
    """Raise ValueError for too few events to learn from, and where most samples would be one."""
    if events < LEAST:
        raise ValueError(f"samples of events: {events} came, and at least {LEAST} are needed.")
    if events > MOST_SHARE * samples:
        raise ValueError(
            f"samples of events: {events:,} came, and {samples:,} samples have room for {int(MOST_SHARE * samples):,} "
            "at most. Give only those at which something happens."
        )


@cached
def _all_targets(counts: tuple[int, ...], task: Events) -> tuple[tuple[Array, ...], ...]:
    rows = [np.array(row, np.intp) for row in task.rows]
    exact = tuple(marks_alone(count, row, task.tolerance) for count, row in zip(counts, rows, strict=True))
    widths = [task.tolerance / each for each in WIDTHS if task.tolerance]
    return (
        exact,
        *(tuple(bells(count, row, width) for count, row in zip(counts, rows, strict=True)) for width in widths),
    )


def marks_alone(count: int, events: NDArray[np.intp], reach: int) -> Array:
    """1 at each event, NaN up to so many samples beside it, and 0 elsewhere, shape (count,).

    Where events are dense it reaches less far, so that half of the samples are left.

    >>> marks_alone(9, np.array([3]), 1).tolist(), marks_alone(5, np.array([3]), 3).tolist()
    ([0.0, 0.0, nan, 1.0, nan, 0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0, 0.0])
    """
    distance = _distance(count, events)
    while reach > 0 and np.mean(distance <= reach) > MOST_LEFT_OUT:
        reach //= 2
    return np.where(distance == 0, 1.0, np.where(distance <= reach, np.nan, 0.0))


def bells(count: int, events: NDArray[np.intp], width: float) -> Array:
    """A bell of height 1 around each event, shape (count,); its `width` is a standard deviation in samples.

    >>> bells(5, np.array([2]), 1.0).round(3).tolist()
    [0.135, 0.607, 1.0, 0.607, 0.135]
    """
    return np.asarray(np.exp(-0.5 * (_distance(count, events) / width) ** 2))


def _distance(count: int, events: NDArray[np.intp]) -> Array:
    """How far each of so many samples is from the nearest event; without events infinitely far."""
    if not len(events):
        return np.full(count, np.inf)
    places = np.arange(count)
    after = np.clip(np.searchsorted(events, places), 0, len(events) - 1)
    return np.minimum(np.abs(events[after] - places), np.abs(events[np.maximum(after - 1, 0)] - places)).astype(float)


def template(signals: Sequence[Array], events: Sequence[NDArray[np.intp]], length: int) -> Array:
    """The mean of the windows (length,) around events, less its own mean: the matched filter for white noise.

    Source: North, An analysis of the factors which determine signal/noise discrimination in pulsed-carrier systems,
    1943, reprinted in Proceedings of the IEEE 51, 1963.

    >>> template([np.array([0.0, 0.0, 3.0, 0.0, 0.0])], [np.array([2])], 3).tolist()
    [-1.0, 2.0, -1.0]
    """
    reach = length // 2
    windows = [
        signal[event - reach : event + reach + 1]
        for signal, inside in zip(signals, events, strict=True)
        for event in inside
        if reach <= event < len(signal) - reach
    ]
    mean = np.mean(windows, axis=0) if windows else np.zeros(length)
    return np.asarray(mean - mean.mean())
