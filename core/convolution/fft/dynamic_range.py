"""The dynamic range up to which transforms are accurate: their errors everywhere are those of the largest numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from core.convolution.geometry import Axis
from core.convolution.request import Array

LEAST_CELL, LARGEST_CELL = 4, 64  # side of the cells whose strengths give the range of a tile
WIDEST = 1e8  # a tile so many times as strong as its weakest cell is still safe in float64, for float32 results
# factor on the bound up to which transforms err as direct sums do: at worst, eleven digits of a window are right
SPARE = 1000.0
WIDEST_KERNEL = 1e8  # its largest number over its smallest, zeros aside


class Spread(NamedTuple):
    """The dynamic range of a kernel, and the range that it allows in the data.

    `range` is the kernel's largest absolute number over its smallest, zeros aside. `tolerated` is how many times as
    strong as its weakest cell a tile may be for transforms to err no more than direct sums: they err by about
    eps |w|2 rms(x), which may be some eps |w|1 mean|x| of the weakest window.
    """

    range: float
    tolerated: float


def spread_of(kernel: Array) -> Spread:
    """The spread of a kernel; the results for the latest kernels are cached.

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
    """The side of a cell: half the kernel's length, so that a window holds at least one cell."""
    return max(1, min(LARGEST_CELL, *(axis.reach // 2 for axis in axes)))
