"""How strong every window is at least: what its products add up to without their signs, |w| * |x|.

A direct sum errs by some roundings of its window's strength, a Fourier transform by some roundings of the strongest
samples of its tile, at every output. So transforms are as good wherever windows are strong enough, and that can be
told from sums over cells of samples: whichever output of a block of the same size is meant, some cells lie under its
kernel as a whole, and each adds at least its sum times the least number of the kernel that may come to lie on it. A
block of zero bound is no worse than that; it only has to be computed in another way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from core.convolution.request import Array

LEAST_TERMS, TERMS_A_SAMPLE = 8, 4  # of the weighted sum, that it costs little beside a transform
SIDES = tuple(2**power for power in range(12))
NEARLY = 0.7
FEW = 25  # samples: the least sum of fewer in a tile of noise is far below their mean


@dataclass(frozen=True, eq=False)
class Bound:
    """A window's strength is at least the sum of some cells, each times a weight.

    `cell` is the shape of a cell; `places` (cells, axes) count cells from that in which the window begins. The largest
    weights come first; so many `terms` tell enough of ordinary data.
    """

    cell: tuple[int, ...]
    places: Array
    weights: Array
    terms: int


@lru_cache(maxsize=32)
def bound_of(numbers: bytes, shape: tuple[int, ...], are_dilated: tuple[bool, ...]) -> Bound:
    """Find the cells that suit a kernel, given as float64 numbers: no few samples, and not most of its strength lost.

    Along a dilated axis a cell has one sample.

    >>> bound = bound_of(np.ones(99).tobytes(), (99,), (False,))
    >>> bound.cell, bound.places.ravel().tolist(), set(bound.weights.tolist())
    ((8,), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], {1.0})
    """
    sizes = np.abs(np.frombuffer(numbers).reshape(shape))
    found, values = [], []
    for cell in _cells(shape, are_dilated):
        area = math.prod(cell)
        places, weights = _least_under(sizes, cell)
        order = np.argsort(-weights, kind="stable")
        terms = min(len(order), max(LEAST_TERMS, TERMS_A_SAMPLE * area))
        cheapness = 1.0 if area >= 4 else area / 8  # large tables of cells do not stay in cache
        samples, total = area * terms, area * float(weights[order[:terms]].sum())
        found.append(Bound(cell, places[order], weights[order], terms))
        values.append(cheapness * total * samples / (samples + FEW))
    # small cells tell more of windows that lie across the border of a dark region
    return next(each for each, value in zip(found, values, strict=True) if value >= NEARLY * max(values))


def _cells(shape: tuple[int, ...], are_dilated: tuple[bool, ...]) -> Iterator[tuple[int, ...]]:
    """Shapes of cells to choose from. None is wider than high: sums down the columns of an image cost least."""
    sides = [
        [side for side in SIDES if side == 1 or (2 * side <= taps and not is_dilated)]
        for taps, is_dilated in zip(shape, are_dilated, strict=True)
    ]
    for cell in sorted(product(*sides), key=math.prod):
        # larger ones have fewer places under the kernel than may be added up
        if cell[0] == max(cell) and math.prod(cell) ** 2 <= math.prod(shape):
            yield cell


def _least_under(sizes: Array, cell: tuple[int, ...]) -> tuple[Array, Array]:
    """The cells that lie wholly under a kernel, and the least number that may come to lie on each.

    A block of outputs is as large as a cell, so that the kernel of its last one lies almost a cell further on.
    """
    firsts = []
    for axis, side in enumerate(cell):
        first = np.arange(0 if side == 1 else 1, (sizes.shape[axis] - side) // side + 1)
        if side > 1:
            sizes = sliding_window_view(sizes, 2 * side - 1, axis=axis).min(axis=-1)
        sizes = sizes.take(side * first - (side - 1), axis=axis)
        firsts.append(first)
    places = np.stack(np.meshgrid(*firsts, indexing="ij"), axis=-1).reshape(-1, len(cell))
    return places, sizes.ravel()


class Errors(NamedTuple):
    """A transform errs by at most so many roundings of the root mean square of the samples, and of the largest result.

    Measured on 1,100 pairs of kernels and data (noise, waves, steps, constants, random walks, spikes; 9 to 300,000
    taps), a million outputs each: the worst erred by 1.07 (max(4 W, 10 w) rms + largest) roundings, where W is the
    kernel's largest frequency and w the root of the sum of its squares. Here it is 1.5 times that unit.
    """

    strength: float
    largest: float

    @classmethod
    def of(cls, kernel: Array, largest_frequency: float) -> Errors:
        """Those of a kernel."""
        scale = float(np.abs(kernel).max()) or 1.0
        length = scale * float(np.sqrt(((kernel / scale) ** 2).sum()))
        return cls(max(6 * largest_frequency, 15 * length) or 1.0, 1.5)


def usable_range(compute: np.dtype[Any], samples: int, largest: float) -> tuple[float, float]:
    """Least and most root mean square that transforms of so many samples bear, without losing digits or overflow.

    `largest` is the kernel's largest frequency. Empty (inf, 0) where the kernel itself is beyond them.
    """
    limits = np.finfo(compute)
    lowest = float(limits.tiny) / float(limits.eps)
    highest = float(limits.max) / (4.0 * samples**1.5)
    if not samples * lowest <= largest <= highest:
        return np.inf, 0.0
    least = max(lowest**0.5, samples * lowest / min(largest, 1.0))
    return least, min(highest / max(largest, 1.0), (float(limits.max) / samples) ** 0.5 / 4)
