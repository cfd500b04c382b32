"""What compiled loops need to know to tell which outputs of a tile transforms would spoil, and to compute these."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from core.convolution.compiled.arguments import GROUP
from core.convolution.geometry import ONE_ROW, Axis
from core.convolution.request import Array
from core.convolution.tiling import Table, Tiling
from core.convolution.windows import Errors, bound_of, usable_range

TOGETHER = 256  # outputs side by side that are computed anew together


class Guard(NamedTuple):
    """The arguments of `compiled.windows` and `compiled.patches`, and the arrays that they point to.

    `marks` (tiles, squares) are filled by the loops. Each thread needs so many bytes of scratch memory.
    """

    arguments: Table
    marks: Table
    scratch_bytes: int
    kept: tuple[Array, ...]


def guard_of(rules: Guard, tiles: int, most_marked: float) -> Guard:
    """Apply rules to so many tiles; one is refused of which more than `most_marked` is spoilt."""
    squares = rules.marks.shape[1]
    marks, arguments = np.zeros((tiles, squares), np.int64), rules.arguments.copy()
    arguments[:2] = marks.ctypes.data, int(most_marked * squares)
    return rules._replace(arguments=arguments, marks=marks)


@lru_cache(maxsize=32)
def rules_of(
    numbers: bytes,
    shape: tuple[int, ...],
    axes: tuple[Axis, ...],
    cut: Tiling,
    result: np.dtype[Any],
    compute: np.dtype[Any],
    largest: float,
    vector_bytes: int,
) -> Guard:
    """Say how tiles are judged that are transformed in a type, for no tiles yet.

    `numbers` are those of the kernel, in float64; `largest` is the size of its largest frequency.
    """
    is_signal = len(axes) == 1
    size, group = compute.itemsize, GROUP * vector_bytes // compute.itemsize
    rows, columns = (1, cut.size[0] * cut.size[1]) if is_signal else cut.size
    line, across = (ONE_ROW, *axes)[-2:]
    gaps = tuple(axis.dilation for axis in axes)
    bound = bound_of(numbers, shape, tuple(gap > 1 for gap in gaps))
    height, width = (1, *bound.cell)[-2:]
    lines, cells = -(-rows // height), -(-columns // width)
    pitch = _whole(cells, group) + group
    kernel = np.frombuffer(numbers)
    with np.errstate(all="ignore"):
        errors = Errors.of(kernel, largest)
        # a transform errs by roundings of its own type, and (taps + 8) of the result's are allowed
        allowed = kernel.size * float(np.finfo(result).eps) / float(np.finfo(compute).eps)
        weights = (bound.weights * (allowed / errors.strength)).astype(compute)
        taps = kernel.astype(compute)
    steps = _steps(bound.places, gaps, pitch * size, size)
    # a group of vectors: side by side in a signal, below each other in an image
    square = (1, group) if is_signal else (GROUP, group // GROUP)
    patch_pitch = _whole(TOGETHER, group) + _whole(across.reach, group)
    tap_steps = _steps(np.argwhere(np.ones(shape, bool)), gaps, patch_pitch * size, size)
    usable = usable_range(compute, cut.size[0] * cut.size[1], largest)
    limits = np.array([*usable, errors.largest / errors.strength])
    down, along = [-(-count // side) for count, side in zip((1, *cut.outputs)[-2:], square, strict=True)]
    table = _whole((lines * pitch + group) * size, 64)
    arguments = np.array(
        [
            0, 0, height, width, width.bit_length() - 1, lines, cells, pitch,
            bound.terms, len(steps), steps.ctypes.data, weights.ctypes.data,
            -(-(line.reach - 1) // height) + 1, -(-(across.reach - 1) // width) + 1, line.reach, across.reach,
            *square, along, down * along, limits.ctypes.data, table,
            taps.size, tap_steps.ctypes.data, taps.ctypes.data, patch_pitch, TOGETHER // square[1],
        ],
        np.int64,
    )  # fmt: skip
    room = max(cells, cut.size[1], group) + group, (square[0] + line.reach) * patch_pitch
    scratch = 2 * table + max(room) * size
    marks = np.zeros((0, down * along), np.int64)
    return Guard(arguments, marks, _whole(scratch, 64), (steps, weights, tap_steps, taps, limits))


def _steps(places: Table, gaps: tuple[int, ...], row_bytes: int, size: int) -> Table:
    """Bytes from the first to each of some places, counted along the axes of the kernel."""
    return np.ascontiguousarray(places * np.array(gaps) @ np.array([row_bytes, size])[-len(gaps) :], np.int64)


def _whole(count: int, unit: int) -> int:
    return -(-count // unit) * unit
