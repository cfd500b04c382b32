"""How answers are judged: by squared errors, or by the events that they find.

A judge keeps of an answer to all of the data only what is needed to adjust it on one part (a gain and an offset, or a
threshold) and to score it on another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.learning.score import Score
from core.study.division import Division, Segment, Tile
from core.study.sums import Array, fitted, squared_error, sums_of

DECIBELS, SHARE = 0.5, 0.02  # differences that are worth having
EXACT = 1e-10  # of the power: errors below it are none, 100 dB is the best that can be had


class Judge(Protocol):
    """What is kept of answers (`noted`), what a part of it adjusts (`adjusted`), and tallies (tiles, k) of others."""

    @property
    def score(self) -> Score:
        """The score, and the difference that is worth having."""
        ...

    def noted(self, answers: Sequence[Array], cut: Division) -> Any:
        """What is kept of the answers to all files."""
        ...

    def adjusted(self, noted: Any, segments: Sequence[int], *, as_it_is: bool = False) -> tuple[Any, float]:
        """The best adjustment on these segments, and the error that is left there; none `as_it_is`."""
        ...

    def tallies(self, noted: Any, tiles: Sequence[int], adjustment: Any) -> Array:
        """What is counted on each of these tiles with that adjustment, shape (tiles, k)."""
        ...

    def scored(self, tallies: Array) -> Array:
        """The score (...) of tallies (..., k) that are summed over tiles."""
        ...

    def trials(self, tallies: Array) -> int | None:
        """Of how many events the score is a share, None where it is none."""
        ...


@dataclass(frozen=True, eq=False)
class SquaredErrors:
    """By how far answers are from `targets`, in dB below a `power`: 1 for pictures, else the targets' variance."""

    targets: tuple[Array, ...]
    power: float

    @property
    def score(self) -> Score:
        """PSNR of pictures, SNR of signals."""
        title = "PSNR" if self.targets[0].ndim == 2 else "SNR"
        return Score(title.lower(), title, DECIBELS, f"Less than {DECIBELS} dB is hardly seen.", unit="dB")

    def noted(self, answers: Sequence[Array], cut: Division) -> tuple[Array, Array]:
        """The sums of products over segments and over tiles."""
        return sums_of(answers, self.targets, cut.segments), sums_of(answers, self.targets, cut.tiles)

    def adjusted(
        self, noted: tuple[Array, Array], segments: Sequence[int], *, as_it_is: bool = False
    ) -> tuple[Array, float]:
        """Gain and offset by least squares, and the mean squared error that is left."""
        sums = noted[0][list(segments)].sum(axis=0)
        coefficients = np.array([1.0, 0.0]) if as_it_is else fitted(sums)
        return coefficients, float(squared_error(sums, coefficients)) / max(float(sums[1, 1]), 1.0)

    def tallies(self, noted: tuple[Array, Array], tiles: Sequence[int], adjustment: Array) -> Array:
        """The number of samples and the sum of squared errors."""
        sums = noted[1][list(tiles)]
        return np.column_stack([sums[:, 1, 1], squared_error(sums, adjustment)])

    def scored(self, tallies: Array) -> Array:
        """How far the mean squared error lies below the power, in dB.

        >>> judge = SquaredErrors((np.zeros((2, 2)),), 1.0)
        >>> float(judge.scored(np.array([100.0, 1.0])))
        20.0
        """
        error = np.maximum(tallies[..., 1] / tallies[..., 0], EXACT * self.power)
        return np.asarray(10 * np.log10(self.power / error))

    def trials(self, tallies: Array) -> int | None:
        """None: errors have any size."""
        return None


@dataclass(frozen=True, eq=False)
class Found:
    """The peaks of answers, the highest first: `heights` (n,), whether each is a `hit` (n,), and where it lies."""

    heights: Array
    hit: NDArray[np.bool]
    segment: NDArray[np.intp]
    tile: NDArray[np.intp]
    events_of_segments: NDArray[np.intp]
    events_of_tiles: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Detections:
    """By the events that the peaks of answers find: each file's `events` are numbers of samples, in ascending order.

    A peak within `tolerance` samples of an event is a hit if no higher peak is as near to that event; peaks nearer to a
    higher one than the tolerance do not count.
    """

    events: tuple[NDArray[np.intp], ...]
    tolerance: int

    @property
    def score(self) -> Score:
        """F1."""
        return Score("f1", "F1", SHARE, f"Less than {SHARE} is one event in fifty.")

    def _peaks(self, answer: Array) -> NDArray[np.intp]:
        """The peaks of an answer, the highest first."""
        peaks = peaks_of(answer, self.tolerance)
        return np.asarray(peaks[np.argsort(-answer[peaks], kind="stable")])

    def alarms(self, answer: Array, file: int, threshold: float = 0.0) -> tuple[NDArray[np.intp], NDArray[np.bool]]:
        """The peaks (n,) of an answer to a file that lie above the threshold, and whether each is a hit; NaN are none.

        >>> judge = Detections((np.array([3, 9]),), 1)
        >>> answers = np.full(15, -1.0)
        >>> answers[[3, 6]] = 1.0
        >>> alarms, is_hit = judge.alarms(answers, 0)
        >>> alarms.tolist(), is_hit.tolist()
        ([3, 6], [True, False])
        """
        filled = np.nan_to_num(answer, nan=-np.inf)
        peaks = self._peaks(filled)
        is_hit = _hits(peaks, self.events[file], self.tolerance)[1]
        is_alarm = filled[peaks] > threshold
        return peaks[is_alarm], is_hit[is_alarm]

    def noted(self, answers: Sequence[Array], cut: Division) -> Found:
        """All peaks, their heights, and whether each would be a hit."""
        heights, hits, files, places = [], [], [], []
        for file, answer in enumerate(answers):
            peaks = self._peaks(answer)
            heights.append(answer[peaks])
            near, hit = _hits(peaks, self.events[file], self.tolerance)
            hits.append(hit)
            # a hit counts where its event lies, so that no tile has one without the other
            places.append(np.where(hit, self.events[file][near], peaks) if len(near) else peaks)
            files.append(np.full(len(peaks), file))
        height = np.concatenate(heights)
        order = np.argsort(-height, kind="stable")
        of_file, place = np.concatenate(files)[order], np.concatenate(places)[order]
        known = np.concatenate([np.full(len(each), number) for number, each in enumerate(self.events)])
        event = np.concatenate(self.events)
        return Found(
            height[order],
            np.concatenate(hits)[order],
            _part_of_each(of_file, place, cut.segments),
            _part_of_each(of_file, place, cut.tiles),
            np.bincount(_part_of_each(known, event, cut.segments) + 1, minlength=len(cut.segments) + 1)[1:],
            np.bincount(_part_of_each(known, event, cut.tiles) + 1, minlength=len(cut.tiles) + 1)[1:],
        )

    def adjusted(self, noted: Found, segments: Sequence[int], *, as_it_is: bool = False) -> tuple[float, float]:
        """The threshold with the best F1, and what is missing from 1; there is nothing to leave as it is."""
        chosen = np.isin(noted.segment, list(segments))
        hits = np.cumsum(noted.hit[chosen])
        if not len(hits):
            return np.inf, 1.0
        alarms, events = np.arange(1, len(hits) + 1), noted.events_of_segments[list(segments)].sum()
        f1 = 2 * hits / (alarms + events)
        # no threshold can lie between equal heights
        heights = noted.heights[chosen]
        last = np.append(heights[:-1] > heights[1:], True)
        best = int(np.flatnonzero(last)[f1[last].argmax()])
        below = heights[best + 1] if best + 1 < len(heights) else heights[best] - 1.0
        return float((heights[best] + below) / 2), 1.0 - float(f1[best])

    def tallies(self, noted: Found, tiles: Sequence[int], adjustment: float) -> Array:
        """Hits, alarms and events."""
        alarm = noted.heights > adjustment
        count = len(noted.events_of_tiles)
        inside = alarm & (noted.tile >= 0)
        alarms = np.bincount(noted.tile[inside], minlength=count)
        hits = np.bincount(noted.tile[inside & noted.hit], minlength=count)
        return np.column_stack([hits, alarms, noted.events_of_tiles])[list(tiles)].astype(np.float64)

    def scored(self, tallies: Array) -> Array:
        """F1, the harmonic mean of precision and recall: 2 hits over alarms and events; 0 where there are neither.

        Source: van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7.

        >>> judge = Detections((np.array([3]),), 1)
        >>> float(judge.scored(np.array([3.0, 4.0, 4.0])))
        0.75
        """
        return np.asarray(2 * tallies[..., 0] / np.maximum(tallies[..., 1] + tallies[..., 2], 1.0))

    def precision_and_recall(self, answers: Sequence[Array], cut: Division) -> tuple[Array, Array]:
        """Recall and precision (n,) when ever smaller answers count; NaN are none.

        >>> from core.study.division import whole
        >>> judge = Detections((np.array([3, 9]),), 1)
        >>> answers = np.zeros(15)
        >>> answers[[3, 6, 9]] = 3.0, 2.0, 1.0
        >>> recall, precision = judge.precision_and_recall([answers], whole([(15,)]))
        >>> recall.tolist(), precision.round(2).tolist()
        ([0.5, 0.5, 1.0], [1.0, 0.5, 0.67])
        """
        found = self.noted([np.nan_to_num(each, nan=-np.inf) for each in answers], cut)
        inside = found.tile >= 0
        hits = np.cumsum(found.hit[inside])
        return hits / max(found.events_of_tiles.sum(), 1), hits / np.arange(1, len(hits) + 1)

    def trials(self, tallies: Array) -> int | None:
        """The number of events."""
        return int(tallies[:, 2].sum())


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
    files: NDArray[np.intp], places: NDArray[np.intp], parts: Sequence[Segment | Tile]
) -> NDArray[np.intp]:
    """The number of the part that each sample of these files lies in, -1 for those in none."""
    found = np.full(len(places), -1)
    for file in {part.file for part in parts}:
        # parts of a file do not overlap: a sample lies in the last one that begins before it, or in none
        there = sorted((*part.box[0], number) for number, part in enumerate(parts) if part.file == file)
        lows, highs, numbers = np.array(there).T
        chosen = np.flatnonzero(files == file)
        last = np.searchsorted(lows, places[chosen], side="right") - 1
        is_inside = (last >= 0) & (places[chosen] < highs[last])
        found[chosen[is_inside]] = numbers[last[is_inside]]
    return found
