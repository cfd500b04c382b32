"""The coarse search: how near filters are to thousands of Gabor functions of any phase, by one product of matrices."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.kernels.gabor_fit.waves import ANGLE, FREQUENCY, Array, waves

SIGMAS = 0.7 * 1.7 ** np.arange(6)  # pixels
ASPECTS = (0.4, 0.75, 1.3)
LOWEST, HIGHEST = 0.05, 0.48  # cycles a pixel

# Steps at which neighbours are still alike, since a narrow bell tells neither directions nor frequencies apart:
# of the place in the bell's smaller width, of angle and frequency in radians of the wave at one width of the bell.
PLACE, WAVE = 1.4, 1.2
LEAST_PLACE = 1.3  # pixels
FINE_TAPS = 100  # with more, steps grow with this power of the taps, so that all sizes have about as many functions
COARSER = 0.35

# A filter's starts are the best of different sorts of stripes, lest all of them lie side by side.
DIRECTIONS, FREQUENCIES = 8, (0.12, 0.25)

AT_ONCE = 1024  # functions that are made at once, for their memory


@dataclass(frozen=True, eq=False)
class Grid:
    """Gabor functions with parameters (6, m), sorted into groups that begin at the indices `groups`.

    `even` and `odd` (m, taps) are orthogonal waves of length 1, read-only.
    """

    parameters: Array
    groups: tuple[slice, ...]
    even: NDArray[np.float32]
    odd: NDArray[np.float32]

    def starts(self, targets: Array, count: int) -> Array:
        """For targets (n, taps) of length 1 the parameters (6, count, n) of the best, one a group, best first."""
        as_columns = targets.T.astype(np.float32)
        scores = (self.even @ as_columns) ** 2
        scores += (self.odd @ as_columns) ** 2
        best = np.array([group.start + scores[group].argmax(axis=0) for group in self.groups])
        order = np.argsort(-np.take_along_axis(scores, best, axis=0), axis=0, kind="stable")[:count]
        return self.parameters[:, np.take_along_axis(best, order, axis=0)]


# The largest takes 44 megabytes and a quarter of a second.
@lru_cache(maxsize=1)
def grid(shape: tuple[int, int]) -> Grid:
    """The grid for filters (h, w)."""
    parameters, groups = _sorted(np.concatenate([_under(bell, shape) for bell in _bells(shape)], axis=1))
    even, odd = (np.empty((parameters.shape[1], math.prod(shape)), np.float32) for _ in range(2))
    for start in range(0, len(even), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        pairs = waves(parameters[:, part], shape)
        even[part] = pairs.even / pairs.even_length[:, np.newaxis]
        odd[part] = pairs.odd / pairs.odd_length[:, np.newaxis]
    for array in (parameters, even, odd):
        array.flags.writeable = False
    return Grid(parameters, groups, even, odd)


def _bells(shape: tuple[int, int]) -> Iterator[tuple[float, float]]:
    """Sigma and aspect of all bells that are not much larger than a filter."""
    side = max(shape)
    for sigma in SIGMAS:
        for aspect in ASPECTS:
            if sigma <= max(0.45 * side, 1.3) and sigma / aspect <= max(0.8 * side, 1.8):
                yield float(sigma), aspect


def _under(bell: tuple[float, float], shape: tuple[int, int]) -> Array:
    """Parameters (6, m) of all places and stripes under one bell."""
    sigma, length = bell[0], bell[0] / bell[1]
    coarser = max(1.0, math.prod(shape) / FINE_TAPS) ** COARSER
    step = max(PLACE * min(sigma, length), LEAST_PLACE) * coarser
    rows, columns = (np.linspace(0, side - 1, math.ceil((side - 1) / step) + 1) for side in shape)
    bands = round((HIGHEST - LOWEST) * 2 * np.pi * sigma / (WAVE * coarser)) + 1
    parts = []
    for frequency in np.linspace(LOWEST, HIGHEST, max(bands, 2)):
        # An even number of them, for then the grid of a transposed filter is the transposed grid.
        half_turns = math.ceil(np.pi * max(2 * np.pi * frequency * length, 1.3) / (2 * WAVE * coarser))
        angles = np.arange(2 * half_turns) * np.pi / (2 * half_turns)
        axes = np.meshgrid(rows, columns, angles, frequency, np.log(sigma), np.log(bell[1]), indexing="ij")
        parts.append(np.array([axis.ravel() for axis in axes]))
    return np.concatenate(parts, axis=1)


def _sorted(parameters: Array) -> tuple[Array, tuple[slice, ...]]:
    """The parameters by direction and frequency, and where each group of them is."""
    # Rounding must not decide on which side of a border a direction lies.
    direction = np.floor(parameters[ANGLE] * DIRECTIONS / np.pi + 1e-6)
    sort = direction * (len(FREQUENCIES) + 1) + np.digitize(parameters[FREQUENCY], FREQUENCIES)
    order = np.argsort(sort, kind="stable")
    borders = np.flatnonzero(np.diff(sort[order], prepend=-1, append=np.inf))
    return parameters[:, order], tuple(slice(int(a), int(b)) for a, b in pairwise(borders))
