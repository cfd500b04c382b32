"""How answers are judged: by squared errors here, by the events that they find in `detections`.

A judge keeps of an answer to all of the data only what is needed to adjust it on one part (a gain and an offset, or a
threshold) and to score it on another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from core.learning.score import Score
from core.study.division import Division
from core.study.sums import Array, fitted, squared_error, sums_of

DECIBELS = 0.5  # a difference that is worth having
EXACT = 1e-10  # of the power: errors below it are none, 100 dB is the best that can be had
NOTHING = np.array([1.0, 0.0])  # gain and offset that change nothing


class Judge(Protocol):
    """What is kept of answers (`summary`), how they are best adjusted by a part, and tallies (tiles, k) of others."""

    @property
    def score(self) -> Score:
        """The score, and the difference that is worth having."""
        ...

    @property
    def limit(self) -> float:
        """The best score that can be told: what reaches it may be better still."""
        ...

    @property
    def has_threshold(self) -> bool:
        """Whether any answer is adjusted, by a threshold; elsewhere learned ones are taken as they are."""
        ...

    def summary(self, answers: Sequence[Array], cut: Division) -> Any:
        """What is kept of the answers to all files."""
        ...

    def joined(self, parts: Sequence[tuple[Any, Sequence[int]]]) -> Any:
        """A summary of answers from several sources: of each summary its own segments count."""
        ...

    def adjustment(self, summary: Any, segments: Sequence[int], *, as_it_is: bool = False) -> tuple[Any, float]:
        """The best adjustment on these segments, and the error that is left there; no gain and offset `as_it_is`."""
        ...

    def adjusted(self, answers: Sequence[Array], adjustment: Any) -> list[Array]:
        """The answers to all files with an adjustment."""
        ...

    def tallies(self, summary: Any, tiles: Sequence[int], adjustment: Any) -> Array:
        """What is counted on each of these tiles with that adjustment, shape (tiles, k)."""
        ...

    def scored(self, tallies: Array) -> Array:
        """The score (...) of tallies (..., k) that are summed over tiles."""
        ...

    def event_count(self, tallies: Array) -> int | None:
        """Of how many events the score is a share, None where it is none."""
        ...


@dataclass(frozen=True, eq=False)
class SquaredErrors:
    """By how far answers are from `targets`, in dB below a `power`: 1 for pictures, else the targets' variance."""

    targets: tuple[Array, ...]
    power: float
    has_threshold = False

    @property
    def score(self) -> Score:
        """PSNR of pictures, SNR of signals."""
        title = "PSNR" if self.targets[0].ndim == 2 else "SNR"
        return Score(title.lower(), title, DECIBELS, f"Less than {DECIBELS} dB is hardly seen.", unit="dB")

    @property
    def limit(self) -> float:
        """100 dB: smaller errors are rounding."""
        return float(-10 * np.log10(EXACT))

    def summary(self, answers: Sequence[Array], cut: Division) -> tuple[Array, Array]:
        """The sums of products over segments and over tiles."""
        return sums_of(answers, self.targets, cut.segments), sums_of(answers, self.targets, cut.tiles)

    def joined(self, parts: Sequence[tuple[tuple[Array, Array], Sequence[int]]]) -> tuple[Array, Array]:
        """Sums over segments, each from its own source; there are none over tiles.

        >>> one, two = (np.full((2, 3, 3), each) for each in (1.0, 9.0))
        >>> SquaredErrors((), 1.0).joined([((one, one), [0]), ((two, two), [1])])[0][:, 0, 0]
        array([1., 9.])
        """
        of_segments = np.zeros_like(parts[0][0][0])
        for (sums, _), segments in parts:
            of_segments[list(segments)] = sums[list(segments)]
        return of_segments, np.zeros((0, 3, 3))

    def adjustment(
        self, summary: tuple[Array, Array], segments: Sequence[int], *, as_it_is: bool = False
    ) -> tuple[Array, float]:
        """Gain and offset by least squares, and the mean squared error that is left."""
        sums = summary[0][list(segments)].sum(axis=0)
        coefficients = NOTHING if as_it_is else fitted(sums)
        return coefficients, float(squared_error(sums, coefficients)) / max(float(sums[1, 1]), 1.0)

    def adjusted(self, answers: Sequence[Array], adjustment: Array) -> list[Array]:
        """The answers with their gain and offset."""
        return [adjustment[0] * each + adjustment[1] for each in answers]

    def tallies(self, summary: tuple[Array, Array], tiles: Sequence[int], adjustment: Array) -> Array:
        """The number of samples and the sum of squared errors."""
        sums = summary[1][list(tiles)]
        return np.column_stack([sums[:, 1, 1], squared_error(sums, adjustment)])

    def scored(self, tallies: Array) -> Array:
        """How far the mean squared error lies below the power, in dB.

        >>> judge = SquaredErrors((np.zeros((2, 2)),), 1.0)
        >>> float(judge.scored(np.array([100.0, 1.0])))
        20.0
        """
        error = np.maximum(tallies[..., 1] / tallies[..., 0], EXACT * self.power)
        return np.asarray(10 * np.log10(self.power / error))

    def event_count(self, tallies: Array) -> int | None:
        """None: errors have any size."""
        return None
