"""Patches that are all the windows of an array: the patches themselves, and where they lie on it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from core.learning.models import Array


@dataclass(frozen=True, eq=False)
class Windows:
    """All windows of a shape that lie wholly on a signal (n,) or on rows (h, w), row by row.

    Windows of a 1-D shape are taken along every row. The array has the samples of all windows, each once.

    >>> windows = Windows(np.arange(5.0), (3,))
    >>> windows.patches().tolist()
    [[0.0, 1.0, 2.0], [1.0, 2.0, 3.0], [2.0, 3.0, 4.0]]
    >>> windows.taps, windows.places
    ((1, 3), (1, 3))
    """

    source: NDArray[Any]
    shape: tuple[int, ...]

    @property
    def rows(self) -> NDArray[Any]:
        """The array as rows (h, w)."""
        return np.atleast_2d(self.source)

    @property
    def taps(self) -> tuple[int, int]:
        """Rows and columns of a window."""
        return (1, *self.shape)[-2:]  # type: ignore[return-value]

    @property
    def places(self) -> tuple[int, int]:
        """Rows and columns in which windows lie, each after the place of its first sample."""
        (height, width), (rows, columns) = self.rows.shape, self.taps
        return height - rows + 1, width - columns + 1

    def patches(self) -> Array:
        """Each window as a row of (n, taps), in memory of their own."""
        axes = tuple(range(self.source.ndim - len(self.shape), self.source.ndim))
        windows = sliding_window_view(self.source, self.shape, axis=axes)
        return np.ascontiguousarray(windows.reshape(-1, math.prod(self.shape)), dtype=np.float64)


def patches_of(data: NDArray[Any], shape: tuple[int, ...]) -> Array:
    """The patches of this shape that lie wholly on the data, each as a row of (n, taps).

    >>> patches_of(np.arange(5.0), (3,)).tolist()
    [[0.0, 1.0, 2.0], [1.0, 2.0, 3.0], [2.0, 3.0, 4.0]]
    """
    return Windows(data, shape).patches()
