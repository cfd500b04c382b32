"""Second moments of patches, part by part and in bounded memory: each part's best linear filter follows from them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from core.study.division import Segment
from core.study.sums import Array, part_of

BLOCK = 2**21  # numbers of patches that are held at a time


def patch_sums(
    inputs: Sequence[Array], targets: Sequence[Sequence[Array]], segments: Sequence[Segment], shape: tuple[int, ...]
) -> Array:
    """The sums of products (versions, segments, k + 2, k + 2) of patches of k taps, a one, and a version of the target.

    The patch of a sample is the part of `inputs` that is centred on it, of an odd `shape`. Each version of the
    `targets` has an array for every file; all are summed on one way through the data. Samples for which a version wants
    nothing, NaN, are left out of its sums.

    >>> signal = np.array([1.0, 2.0, 4.0, 8.0])
    >>> patch_sums([signal], [[signal]], [Segment(0, ((1, 3),), 0)], (3,))[0, 0].astype(int).tolist()
    [[5, 10, 20, 3, 10], [10, 20, 40, 6, 20], [20, 40, 80, 12, 40], [3, 6, 12, 2, 6], [10, 20, 40, 6, 20]]
    """
    of_segments = [
        _of_one(inputs[each.file], [version[each.file] for version in targets], each, shape) for each in segments
    ]
    return np.stack(of_segments, axis=1)


def smaller(sums: Array, largest: tuple[int, ...], shape: tuple[int, ...]) -> Array:
    """The sums (..., j, j) of the patches of a smaller shape, with the same centre.

    >>> signal = np.array([1.0, 2.0, 4.0, 8.0])
    >>> sums = patch_sums([signal], [[signal]], [Segment(0, ((1, 3),), 0)], (3,))[0]
    >>> smaller(sums, (3,), (1,))[0].astype(int).tolist()
    [[20, 6, 20], [6, 2, 6], [20, 6, 20]]
    """
    taps = np.arange(np.prod(largest)).reshape(largest)
    middle = tuple(slice((most - few) // 2, (most + few) // 2) for most, few in zip(largest, shape, strict=True))
    chosen = np.append(taps[middle].ravel(), [taps.size, taps.size + 1])
    return sums[..., chosen[:, np.newaxis], chosen]


def _of_one(before: Array, targets: Sequence[Array], segment: Segment, shape: tuple[int, ...]) -> Array:
    """The sums of products (versions, k + 2, k + 2) of one segment."""
    box = tuple((low - taps // 2, high + taps // 2) for (low, high), taps in zip(segment.box, shape, strict=True))
    windows = sliding_window_view(part_of(before, box), shape)
    wanted = [part_of(each, segment.box) for each in targets]
    taps = int(np.prod(shape))
    columns = [np.append(np.arange(taps + 1), taps + 1 + number) for number in range(len(wanted))]
    total, left_out = np.zeros((taps + 1 + len(wanted),) * 2), np.zeros((len(wanted), taps + 2, taps + 2))
    lines, line = len(wanted[0]), wanted[0].size // len(wanted[0])
    at_once = max(1, BLOCK // max(1, taps * line))
    for start in range(0, lines, at_once):
        block = slice(start, min(start + at_once, lines))
        rows: NDArray[np.float64] = np.ones(((block.stop - start) * line, taps + 1 + len(wanted)))
        rows[:, :taps] = windows[block].reshape(-1, taps)
        for number, each in enumerate(wanted):
            values = each[block].ravel()
            unwanted = np.isnan(values)
            rows[:, taps + 1 + number] = np.where(unwanted, 0.0, values)
            if unwanted.any():
                others = rows[unwanted][:, columns[number]]
                left_out[number] += others.T @ others
        total += rows.T @ rows
    return np.stack([total[each[:, np.newaxis], each] for each in columns]) - left_out
