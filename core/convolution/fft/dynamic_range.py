"""How far numbers may be apart for transforms to be right, whose errors everywhere are those of the largest ones."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from core.convolution.geometry import Axis
from core.convolution.request import Array

LEAST_CELL, LARGEST_CELL = 4, 64  # side of the cells by whose strength the range of a tile is judged
WIDEST = 1e8  # a tile this many times as strong as its weakest cell is still safe in float64, for float32 results
# times the bound at which transforms err as direct sums do: at worst, eleven digits of a window are right
SPARE = 1000.0
WIDEST_KERNEL = 1e8  # its largest number over its smallest, zeros aside


class Spread(NamedTuple):
    """How far a kernel's numbers are apart.

    `range` is the largest over the smallest, zeros aside. `tolerated` is how many times as strong as its weakest cell a
    tile may be, for transforms to err by as much as direct sums: they err by about eps |w|2 rms(x), which may be some
    eps |w|1 mean|x| of the weakest window.
    """

    range: float
    tolerated: float


def spread_of(kernel: Array) -> Spread:
    """Judge the numbers of a kernel; the latest ones are remembered.

    >>> spread_of(np.array([0.0, -4.0, 2.0, 2.0])).range
    2.0
    """
    return _spread(kernel.astype(np.float64).tobytes())


@lru_cache(maxsize=32)
def _spread(numbers: bytes) -> Spread:
    sizes = np.abs(np.frombuffer(numbers))
    sizes = sizes[sizes > 0]
    if not sizes.size:
        return Spread(1.0, 1.0)
    shares = sizes / sizes.max()
    return Spread(float(1 / shares.min()), 4 * float(shares.sum() / np.sqrt((shares**2).sum())))


def cell_of(axes: tuple[Axis, ...]) -> int:
    """Half as long as the kernel, so that a window holds at least one."""
    return max(1, min(LARGEST_CELL, *(axis.reach // 2 for axis in axes)))
