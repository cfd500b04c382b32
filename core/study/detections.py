"""Answers judged by the events that their peaks find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.learning.score import Score
from core.study.division import Division, Segment, Tile
from core.study.sums import Array

SHARE = 0.02  # a difference of F1 that is worth having


@dataclass(frozen=True, eq=False)
class RankedPeaks:
    """The peaks of answers, the highest first.

    `heights`, whether each is a `hit`, its `file` and its `sample`, and the `segment` and `tile` it counts in, -1 for
    none, are all (n,); a hit counts where its event lies, so that no part has one without the other.
    """

    heights: Array
    hit: NDArray[np.bool]
    file: NDArray[np.int32]
    sample: NDArray[np.intp]
    segment: NDArray[np.int32]
    tile: NDArray[np.int32]
    events_of_segments: NDArray[np.intp]
    events_of_tiles: NDArray[np.intp]

    def f1(self, segments: Sequence[int]) -> tuple[Array, Array]:
        """The heights (n,) of the peaks in these segments, and F1 (n,) where each is the last that counts."""
        chosen = np.isin(self.segment, list(segments))
        hits = np.cumsum(self.hit[chosen])
        alarms, events = np.arange(1, len(hits) + 1), self.events_of_segments[list(segments)].sum()
        return self.heights[chosen], 2 * hits / (alarms + events)

    def alarms(self, file: int) -> tuple[NDArray[np.intp], NDArray[np.bool]]:
        """The samples (n,) of a file's peaks above 0, and whether each is a hit, in ascending order."""
        chosen = np.flatnonzero((self.heights > 0) & (self.file == file))
        ordered = chosen[np.argsort(self.sample[chosen])]
        return self.sample[ordered], self.hit[ordered]

    def recall_and_precision(self) -> tuple[Array, Array]:
        """Recall and precision (n,) of the peaks in all segments, when ever smaller ones count.

        >>> from core.study.division import divide
        >>> answer = np.zeros(150)
        >>> answer[[30, 60, 90]] = 3.0, 2.0, 1.0
        >>> peaks = Detections((np.array([30, 90]),), 1).summary([answer], divide([(150,)], largest=3))
        >>> recall, precision = peaks.recall_and_precision()
        >>> recall.tolist(), precision.round(2).tolist()
        ([0.5, 0.5, 1.0], [1.0, 0.5, 0.67])
        """
        hits = np.cumsum(self.hit[self.segment >= 0])
        return hits / max(self.events_of_segments.sum(), 1), hits / np.arange(1, len(hits) + 1)


@dataclass(frozen=True, eq=False)
class Detections:
    """By the events that the peaks of answers find: each file's `events` are numbers of samples, in ascending order.

    A peak within `tolerance` samples of an event is a hit if no higher peak is as near to that event; peaks nearer to a
    higher one than the tolerance do not count, so that of two events nearer than that one is found at most.
    """

    events: tuple[NDArray[np.intp], ...]
    tolerance: int
    has_threshold = True

    @property
    def score(self) -> Score:
        """F1."""
        return Score("f1", "F1", SHARE, f"Less than {SHARE} is one event in fifty.")

    @property
    def limit(self) -> float:
        """None: an F1 of 1 is all that there is."""
        return float(np.inf)

    def summary(self, answers: Sequence[Array], cut: Division) -> RankedPeaks:
        """All peaks, their heights, and whether each would be a hit."""
        heights, hits, samples, places = [], [], [], []
        for answer, events in zip(answers, self.events, strict=True):
            peaks = peaks_of(answer, self.tolerance)
            peaks = peaks[np.argsort(-answer[peaks], kind="stable")]
            near, hit = _hits(peaks, events, self.tolerance)
            heights.append(answer[peaks])
            hits.append(hit)
            samples.append(peaks)
            places.append(np.where(hit, events[near], peaks) if len(near) else peaks)
        files = np.repeat(np.arange(len(answers), dtype=np.int32), [len(each) for each in samples])
        height, place = np.concatenate(heights), np.concatenate(places)
        order = np.argsort(-height, kind="stable")
        return RankedPeaks(
            height[order],
            np.concatenate(hits)[order],
            files[order],
            np.concatenate(samples)[order],
            _part_of_each(files[order], place[order], cut.segments),
            _part_of_each(files[order], place[order], cut.tiles),
            number_in_each(self.events, cut.segments),
            number_in_each(self.events, cut.tiles),
        )

    def joined(self, parts: Sequence[tuple[RankedPeaks, Sequence[int]]]) -> RankedPeaks:
        """Peaks from several sources: of each its own segments count."""
        chosen = [np.isin(peaks.segment, list(segments)) for peaks, segments in parts]
        named = {
            name: np.concatenate([getattr(peaks, name)[each] for (peaks, _), each in zip(parts, chosen, strict=True)])
            for name in ("heights", "hit", "file", "sample", "segment", "tile")
        }
        order = np.argsort(-named["heights"], kind="stable")
        return replace(parts[0][0], **{name: values[order] for name, values in named.items()})

    def adjustment(
        self, summary: RankedPeaks, segments: Sequence[int], *, as_it_is: bool = False
    ) -> tuple[float, float]:
        """The threshold with the best F1, and what is missing from 1; there is nothing to leave as it is."""
        heights, f1 = summary.f1(segments)
        if not len(heights):
            return np.inf, 1.0
        # no threshold can lie between equal heights
        last = np.append(heights[:-1] > heights[1:], True)
        best = int(np.flatnonzero(last)[f1[last].argmax()])
        below = heights[best + 1] if best + 1 < len(heights) else heights[best] - 1.0
        return float((heights[best] + below) / 2), 1.0 - float(f1[best])

    def adjusted(self, answers: Sequence[Array], adjustment: float) -> list[Array]:
        """The answers less the threshold, in units of their standard deviation, so that scales are comparable."""
        spread = float(np.std(np.concatenate(answers))) or 1.0
        return [(each - adjustment) / spread for each in answers]

    def tallies(self, summary: RankedPeaks, tiles: Sequence[int], adjustment: float) -> Array:
        """Hits, alarms and events."""
        count = len(summary.events_of_tiles)
        inside = (summary.heights > adjustment) & (summary.tile >= 0)
        alarms = np.bincount(summary.tile[inside], minlength=count)
        hits = np.bincount(summary.tile[inside & summary.hit], minlength=count)
        return np.column_stack([hits, alarms, summary.events_of_tiles])[list(tiles)].astype(np.float64)

    def scored(self, tallies: Array) -> Array:
        """F1, the harmonic mean of precision and recall: 2 hits over alarms and events; 0 where there are neither.

        Source: van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7.

        >>> judge = Detections((np.array([3]),), 1)
        >>> float(judge.scored(np.array([3.0, 4.0, 4.0])))
        0.75
        """
        return np.asarray(2 * tallies[..., 0] / np.maximum(tallies[..., 1] + tallies[..., 2], 1.0))

    def event_count(self, tallies: Array) -> int | None:
        """The number of events."""
        return int(tallies[:, 2].sum())


def number_in_each(events: Sequence[NDArray[np.intp]], parts: Sequence[Segment | Tile]) -> NDArray[np.intp]:
    """How many events lie in each of the parts (parts,), from the samples of each file's events.

    >>> number_in_each([np.array([3, 9])], [Segment(0, ((0, 5),), 0), Segment(0, ((5, 20),), 1)]).tolist()
    [1, 1]
    """
    files = np.repeat(np.arange(len(events)), list(map(len, events)))
    return np.bincount(_part_of_each(files, np.concatenate(events), parts) + 1, minlength=len(parts) + 1)[1:]


def peaks_of(answer: Array, tolerance: int) -> NDArray[np.intp]:
    """The samples of an answer's peaks but for those that are nearer than the tolerance to a higher one.

    >>> peaks_of(np.array([0.0, 2.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0]), 3).tolist()
    [1, 6]
    """
    from scipy.signal import find_peaks

    return np.asarray(find_peaks(answer, distance=max(1, tolerance))[0])


def _hits(
    peaks: NDArray[np.intp], events: NDArray[np.intp], tolerance: int
) -> tuple[NDArray[np.intp], NDArray[np.bool]]:
    """The number of the event nearest to each peak, the highest first, and whether it is the highest in tolerance.

    Without events there are no nearest ones.
    """
    if not len(events) or not len(peaks):
        return np.zeros(0, int), np.zeros(len(peaks), bool)
    after = np.clip(np.searchsorted(events, peaks), 1, max(1, len(events) - 1))
    near = after if len(events) > 1 else np.zeros(len(peaks), int)
    if len(events) > 1:
        near = np.where(peaks - events[after - 1] <= events[after] - peaks, after - 1, after)
    is_near = np.abs(events[near] - peaks) <= tolerance
    hit = np.zeros(len(peaks), bool)
    candidates = np.flatnonzero(is_near)
    hit[candidates[np.unique(near[candidates], return_index=True)[1]]] = True
    return near, hit


def _part_of_each(
    files: NDArray[np.integer], places: NDArray[np.intp], parts: Sequence[Segment | Tile]
) -> NDArray[np.int32]:
    """The number of the part that each sample of these files lies in, -1 for those in none."""
    found = np.full(len(places), -1, np.int32)
    for file in {part.file for part in parts}:
        # parts of a file do not overlap: a sample lies in the last one that begins before it, or in none
        there = sorted((*part.box[0], number) for number, part in enumerate(parts) if part.file == file)
        lows, highs, numbers = np.array(there).T
        chosen = np.flatnonzero(files == file)
        last = np.searchsorted(lows, places[chosen], side="right") - 1
        is_inside = (last >= 0) & (places[chosen] < highs[last])
        found[chosen[is_inside]] = numbers[last[is_inside]]
    return found
