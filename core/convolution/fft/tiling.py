"""How outputs are cut into tiles, and the tables of what each tile reads and writes, for the compiled loops."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.convolution.fft.arguments import TileRow
from core.convolution.fft.transforms import SIZES
from core.convolution.geometry import BEYOND, OUTSIDE, Axis, beyond_edge

LONGEST_SIDE, LONGEST_ROW = 512, 65_536  # of a tile of an image and of a signal, to stay in cache
IN_CACHE = 65_536  # samples of a tile up to which a transform of twice as many takes twice as long
TILE_OVERHEAD = 2_000  # samples that could be transformed while a tile is prepared

Table = NDArray[np.int64]


@dataclass(frozen=True)
class Tiling:
    """How outputs are cut into tiles: for each axis the outputs of a tile before striding; its rows and columns."""

    outputs: tuple[int, ...]
    size: tuple[int, int]
    tiles: int

    @property
    def transformed(self) -> float:
        """Samples that two threads transform, two tiles at a time; those of tiles beyond the cache count more."""
        samples = self.size[0] * self.size[1]
        return -(-self.tiles // 4) * 4 * (samples * max(1.0, samples / IN_CACHE) ** 0.6 + TILE_OVERHEAD)


@lru_cache(maxsize=256)
def tiling(axes: tuple[Axis, ...], channels: int) -> Tiling | None:
    """The tiles that cost least; None where the kernel is longer than any transform."""
    choices: list[tuple[tuple[int, int], tuple[tuple[int, int], ...]]]
    if len(axes) == 1:
        sizes = [size for size in product(SIZES, repeat=2) if max(size) <= 4 * min(size)]
        cuts = _cuts(axes[0], {math.prod(size) for size in sizes}, LONGEST_ROW)
        choices = [(size, (cuts[math.prod(size)],)) for size in sizes if math.prod(size) in cuts]
    else:
        # along each axis by itself: there are few sizes, and many pairs
        rows, columns = (_cuts(axis, SIZES, LONGEST_SIDE) for axis in axes)
        choices = [((row, column), (rows[row], columns[column])) for row, column in product(rows, columns)]
    tilings = (
        Tiling(tuple(cut[0] for cut in each), size, channels * math.prod(cut[1] for cut in each))
        for size, each in choices
    )
    return min(tilings, key=lambda each: each.transformed, default=None)


def _cuts(axis: Axis, lengths: Iterable[int], longest: int) -> dict[int, tuple[int, int]]:
    """The tiles that an axis can be cut into, by their length: outputs of one before striding, and their number."""
    outputs = {length: _outputs(axis, length, longest) for length in lengths}
    return {length: (each, -(-_whole(axis) // each)) for length, each in outputs.items() if each > 0}


def _outputs(axis: Axis, length: int, longest: int) -> int:
    """Outputs of a tile of so many samples along an axis, before striding; 0 if the tile is too long or too short."""
    if length > max(longest, 4 * axis.reach):
        return 0
    most = length - axis.reach + 1
    if most >= _whole(axis):
        return -(-_whole(axis) // axis.stride) * axis.stride
    return max(0, most // axis.stride * axis.stride)


def _whole(axis: Axis) -> int:
    return (axis.outputs - 1) * axis.stride + 1


class Geometry(NamedTuple):
    """All that the tables of a request depend on."""

    axes: tuple[Axis, ...]
    boundary: str
    channels: int
    itemsize: int
    strides: tuple[int, ...]
    output_strides: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Tables:
    """Offsets of all rows and columns that are read, and the tiles, a `TileRow` each."""

    tiles: Table
    row_offsets: Table
    column_offsets: Table

    @cached_property
    def addresses(self) -> tuple[int, int]:
        """The addresses of the offsets."""
        return self.row_offsets.ctypes.data, self.column_offsets.ctypes.data


def tiling_of(geometry: Geometry) -> Tiling:
    """The tiling of a request that has one."""
    cut = tiling(geometry.axes, geometry.channels)
    if cut is None:
        raise ValueError("the kernel is longer than any transform: the plan must not choose this method.")
    return cut


@cached
def tables_of(geometry: Geometry) -> Tables:
    """Make the tables, which are cached for the next call."""
    columns = geometry.axes[-1]
    column_stride = geometry.strides[len(geometry.axes) - 1]
    if len(geometry.axes) == 1:
        rows = np.zeros(1, np.int64)
    else:
        rows = _offsets(geometry.axes[0], geometry.strides[0], geometry.boundary)
    tiles = []
    for tile in tiles_of(geometry):
        starts, counts = (0, *tile.starts)[-2:], (1, *tile.counts)[-2:]
        first = columns.first + starts[1]
        read = counts[1] + columns.reach - 1
        outputs = [-(-count // axis.stride) for count, axis in zip(tile.counts, geometry.axes, strict=True)]
        firsts = [start // axis.stride for start, axis in zip(tile.starts, geometry.axes, strict=True)]
        base = sum(first * stride for first, stride in zip(firsts, geometry.output_strides, strict=False))
        lines = counts[0] + geometry.axes[0].reach - 1
        if len(geometry.axes) == 1:
            lines = -(-read // tiling_of(geometry).size[1])
        channel = tile.channel * geometry.strides[-1], tile.channel * geometry.output_strides[-1]
        tiles.append(TileRow(
            base=channel[0], first_row=starts[0], lines=lines, first_column=starts[1], samples=read,
            inside=max(0, -first), no_more=columns.length - first, out_base=base + channel[1],
            out_rows=outputs[0] if len(outputs) == 2 else 1, out_columns=outputs[-1],
        ))  # fmt: skip
    return Tables(np.array(tiles, np.int64), rows, _offsets(columns, column_stride, geometry.boundary))


def _offsets(axis: Axis, stride: int, boundary: str) -> Table:
    positions = np.arange(axis.first, axis.first + _whole(axis) + axis.reach - 1)
    samples = beyond_edge(positions, axis.length, boundary)
    return np.where(samples == OUTSIDE, BEYOND, samples * stride)


class Tile(NamedTuple):
    """The first output along each axis and their number, before striding, and the channel."""

    starts: tuple[int, ...]
    counts: tuple[int, ...]
    channel: int


@cached
def tiles_of(geometry: Geometry) -> list[Tile]:
    """All tiles, in the order of the tables."""
    cut = tiling_of(geometry)
    steps = [range(0, _whole(axis), outputs) for axis, outputs in zip(geometry.axes, cut.outputs, strict=True)]
    tiles = []
    for *starts, channel in product(*steps, range(geometry.channels)):
        counts = tuple(
            min(outputs, _whole(axis) - start)
            for start, outputs, axis in zip(starts, cut.outputs, geometry.axes, strict=True)
        )
        tiles.append(Tile(tuple(starts), counts, channel))
    return tiles
