"""What a compiled pass reads: patches tap by tap, or the array whose windows they are, and a target for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.models import Array
from core.learning.windows import Windows

UNCOUNTED = -1.0  # the target of what is no patch


@dataclass(frozen=True, eq=False)
class Samples:
    """Patches in memory: the sample of tap (i, j) of patch p is number ``i * pitch + p + j`` of `data`.

    `shape` has the rows and columns of the taps. `targets` belong to patches and to the padding after the last `count`.
    """

    data: NDArray[Any]
    shape: tuple[int, int]
    pitch: int
    targets: NDArray[Any]
    count: int


def tap_by_tap(patches: NDArray[Any], targets: Array, stride: int, dtype: np.dtype[Any]) -> Samples:
    """A copy of the patches (n, taps), in which the samples of each tap follow each other."""
    count, taps = patches.shape
    padded = _whole(count, stride)
    data, padded_targets = np.zeros((taps, padded), dtype), np.full(padded, UNCOUNTED, dtype)
    data[:, :count], padded_targets[:count] = patches.T, targets
    return Samples(data, (taps, 1), padded, padded_targets, count)


def in_place(windows: Windows, targets: Array, stride: int, dtype: np.dtype[Any]) -> Samples:
    """The windows where they lie on their array: far less memory than a copy of each.

    A window starts at every number of a row, so that the next window is always one number on. Windows that start too
    near a row's end, and so go on in the next row, do not count.
    """
    rows, (height, width), (tall, wide) = windows.rows, windows.places, windows.taps
    pitch = rows.shape[1]
    count = height * pitch - (wide - 1)
    padded = _whole(count, stride)
    starts = np.full((height, pitch), UNCOUNTED)
    starts[:, :width] = targets.reshape(height, width)
    padded_targets = np.full(padded, UNCOUNTED, dtype)
    padded_targets[:count] = starts.ravel()[:count]
    # the last turn reads windows that begin in the padding
    data = np.zeros((tall - 1) * pitch + padded + wide - 1, dtype)
    data[: rows.size] = rows.ravel()
    return Samples(data, windows.taps, pitch, padded_targets, count)


def _whole(count: int, stride: int) -> int:
    """The next multiple of `stride`."""
    return -(-count // stride) * stride
