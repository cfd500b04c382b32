"""Correlation by fast Fourier transforms of tiles: for large kernels, where it saves most products.

Overlap-save (A. V. Oppenheim and R. W. Schafer, Discrete-Time Signal Processing, 3rd edition, 2010, section 8.7.3):
each tile of outputs needs the samples it reads, a transform, one product a frequency and the transform back. Two real
tiles travel as the real and the imaginary part of one complex transform, since the kernel is real.

A transform's rounding errors are those of the largest samples of its tiles, everywhere on them. So float32 is used
only where no place is much weaker than the whole; elsewhere float64, and where even that would tell, or where a sample
is not finite, the tile is computed directly. What a window of nothing but zeros gives is set to zero.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.convolution.conversion import in_working_type
from core.convolution.definition import extend_along
from core.convolution.geometry import OUTSIDE, Axis, beyond_edge
from core.convolution.layout import BEYOND
from core.convolution.request import Array, Request
from core.convolution.transforms import SIZES, between_of, spectrum_of, strip_bytes, transform_of

if TYPE_CHECKING:
    from core.convolution.compiled.library import Library

LONGEST_SIDE, LONGEST_ROW = 512, 65_536  # of a tile of an image and of a signal, to stay in cache
IN_CACHE = 65_536  # samples of a tile up to which a transform of twice as many takes twice as long
TILE_OVERHEAD = 2_000  # samples that could be transformed while a tile is prepared
LEAST_CELL, LARGEST_CELL = 4, 64  # side of the cells by whose strength the range of a tile is judged
WIDEST = 1e8  # a tile this many times as strong as its weakest cell is still safe in float64, for float32 results

DONE, WIDE, ZEROS = 0, 1, 2  # what becomes of a tile: computed, refused, computed but with cells of nothing but zeros

Table = NDArray[np.int64]
Direct = Callable[[Request, Array], None]


@dataclass(frozen=True)
class Tiling:
    """How outputs are cut into tiles: for each axis the outputs of a tile before striding; its rows and columns."""

    outputs: tuple[int, ...]
    size: tuple[int, int]
    tiles: int

    @property
    def transformed(self) -> float:
        """Samples that two threads transform, two tiles at a time; in tiles too large for the cache they count more."""
        samples = self.size[0] * self.size[1]
        return -(-self.tiles // 4) * 4 * (samples * max(1.0, samples / IN_CACHE) ** 0.6 + TILE_OVERHEAD)


@lru_cache(maxsize=256)
def tiling(axes: tuple[Axis, ...], channels: int) -> Tiling | None:
    """The tiles that cost least; None where the kernel is longer than any transform."""
    tilings = []
    for size in product(SIZES, repeat=2):
        if len(axes) == 1 and max(size) > 4 * min(size):
            continue
        samples = (size[0] * size[1],) if len(axes) == 1 else size
        longest = LONGEST_ROW if len(axes) == 1 else LONGEST_SIDE
        outputs = tuple(_outputs(axis, length, longest) for axis, length in zip(axes, samples, strict=True))
        if min(outputs) > 0:
            counts = (-(-_whole(axis) // count) for axis, count in zip(axes, outputs, strict=True))
            tilings.append(Tiling(outputs, size, channels * math.prod(counts)))
    return min(tilings, key=lambda each: each.transformed, default=None)


def _outputs(axis: Axis, length: int, longest: int) -> int:
    """Outputs of a tile of so many samples along an axis, before striding; 0 if it is unfit."""
    if length > max(longest, 4 * axis.reach):
        return 0
    most = length - axis.reach + 1
    if most >= _whole(axis):
        return -(-_whole(axis) // axis.stride) * axis.stride
    return max(0, most // axis.stride * axis.stride)


def _whole(axis: Axis) -> int:
    return (axis.outputs - 1) * axis.stride + 1


def correlate_by_fft(library: Library, request: Request, out: Array, *, direct: Direct, threads: int = 1) -> None:
    """Write the result to `out`; `direct` computes the tiles that transforms would spoil."""
    for part, target in in_working_type(request, out):
        apart = np.empty(target.shape, target.dtype) if np.may_share_memory(target, part.data) else target
        _correlate(library, part, apart, direct, threads)
        if apart is not target:
            target[...] = apart


class _Places(NamedTuple):
    """All that the tables of a request depend on."""

    axes: tuple[Axis, ...]
    boundary: str
    channels: int
    itemsize: int
    strides: tuple[int, ...]
    output_strides: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class _Tables:
    """Offsets of all rows and columns that are read, and the tiles; columns as in `compiled.tiles`."""

    tiles: Table
    row_offsets: Table
    column_offsets: Table


def _correlate(library: Library, request: Request, out: Array, direct: Direct, threads: int) -> None:
    channels = request.data.shape[-1] if request.has_channels else 1
    places = _Places(
        request.axes, request.boundary, channels, request.dtype.itemsize, request.data.strides, out.strides
    )
    tables = _tables(places)
    left = np.arange(len(tables.tiles))
    for compute, limit in _attempts(request):
        status = _attempt(library, request, out, places, tables, left, compute, limit, threads)
        for number in left[status == ZEROS]:
            _fix_zeros(request, out, places, int(number))
        left = left[status == WIDE]
        if not len(left):
            return
    for number in left:
        _compute_directly(request, out, places, int(number), direct)


def _attempts(request: Request) -> list[tuple[np.dtype[Any], float]]:
    """Types to transform in, each with how many times a tile may be as strong as its weakest cell."""
    single, double = np.dtype(np.float32), np.dtype(np.float64)
    if request.dtype == double:
        return [(double, np.inf)]
    if _cell(request.axes) < LEAST_CELL:
        return [(double, WIDEST)]
    # A transform errs by about eps |w|2 rms(x), which may be some eps |w|1 mean|x| of the weakest window.
    sizes = np.abs(request.kernel.astype(np.float64))
    length = float(np.sqrt((sizes**2).sum()))
    return [(single, 4 * float(sizes.sum()) / length if length else 1.0), (double, WIDEST)]


def _cell(axes: tuple[Axis, ...]) -> int:
    """Half as long as the kernel, so that a window holds at least one."""
    return max(1, min(LARGEST_CELL, *(axis.reach // 2 for axis in axes)))


def _attempt(
    library: Library,
    request: Request,
    out: Array,
    places: _Places,
    tables: _Tables,
    numbers: Table,
    compute: np.dtype[Any],
    limit: float,
    threads: int,
) -> Table:
    """Transform the tiles with these numbers and say what became of each."""
    cut = _tiling(places)
    rows, columns = cut.size
    is_signal = len(places.axes) == 1
    size = compute.itemsize
    down, across = transform_of(rows, compute), transform_of(columns, compute)
    lanes = library.vector_bytes // size
    strip, turned_strip = strip_bytes(rows, lanes, compute), strip_bytes(columns, lanes, compute)
    between = between_of(cut.size, lanes, compute) if is_signal else None
    gaps = tuple(axis.dilation for axis in places.axes)
    kernel = request.kernel.astype(np.float64)
    spectrum = spectrum_of(kernel.tobytes(), kernel.shape, gaps, cut.size, lanes, compute)
    tiles = np.ascontiguousarray(tables.tiles[numbers])
    status = np.zeros(len(tiles), np.int64)
    scratch_bytes = columns // lanes * strip + rows // lanes * turned_strip + 2 * columns * size + 64
    scratch = np.empty(threads * scratch_bytes, np.uint8)
    with np.errstate(over="ignore"):
        edge = np.array([request.cval]).astype(request.dtype)
    limits = np.array([limit])
    axes = (Axis(1, 1, 1, 1, 0, 1), *places.axes)[-2:]
    strides = (0, *places.output_strides[: len(places.axes)])[-2:]
    arguments = np.array(
        [
            tiles.ctypes.data, len(tiles), tables.row_offsets.ctypes.data, tables.column_offsets.ctypes.data,
            rows, columns, strip, turned_strip, is_signal,
            down.radices.ctypes.data, len(down.radices), down.twiddles.ctypes.data,
            across.radices.ctypes.data, len(across.radices), across.twiddles.ctypes.data,
            0 if between is None else between.ctypes.data, spectrum.ctypes.data,
            _cell(places.axes), 0 if is_signal else 1, columns if is_signal else 0, axes[0].stride, axes[1].stride,
            scratch_bytes, size, request.dtype.itemsize,
            request.data.ctypes.data, edge.ctypes.data, out.ctypes.data, strides[0], strides[1],
            limits.ctypes.data, status.ctypes.data, scratch.ctypes.data,
        ],
        np.int64,
    )  # fmt: skip
    library.transform(request.dtype, compute, min(threads, -(-len(tiles) // 2)), arguments.ctypes.data)
    return status


def _tiling(places: _Places) -> Tiling:
    cut = tiling(places.axes, places.channels)
    if cut is None:
        raise ValueError("the kernel is longer than any transform: the plan must not choose this method.")
    return cut


@lru_cache(maxsize=32)
def _tables(places: _Places) -> _Tables:
    columns = places.axes[-1]
    column_stride = places.strides[len(places.axes) - 1]
    if len(places.axes) == 1:
        rows = np.zeros(1, np.int64)
    else:
        rows = _offsets(places.axes[0], places.strides[0], places.boundary)
    tiles = []
    for tile in _tiles(places):
        starts, counts = (0, *tile.starts)[-2:], (1, *tile.counts)[-2:]
        first = columns.first + starts[1]
        read = counts[1] + columns.reach - 1
        is_adjacent = column_stride == places.itemsize
        adjacent = (max(0, -first), columns.length - first) if is_adjacent else (0, 0)
        outputs = [-(-count // axis.stride) for count, axis in zip(tile.counts, places.axes, strict=True)]
        firsts = [start // axis.stride for start, axis in zip(tile.starts, places.axes, strict=True)]
        base = sum(first * stride for first, stride in zip(firsts, places.output_strides, strict=False))
        lines = counts[0] + places.axes[0].reach - 1
        if len(places.axes) == 1:
            lines = -(-read // _tiling(places).size[1])
        channel = tile.channel * places.strides[-1], tile.channel * places.output_strides[-1]
        tiles.append((
            channel[0], starts[0], lines, starts[1], read, *adjacent, base + channel[1],
            outputs[0] if len(outputs) == 2 else 1, outputs[-1],
        ))  # fmt: skip
    return _Tables(np.array(tiles, np.int64), rows, _offsets(columns, column_stride, places.boundary))


def _offsets(axis: Axis, stride: int, boundary: str) -> Table:
    positions = np.arange(axis.first, axis.first + _whole(axis) + axis.reach - 1)
    samples = beyond_edge(positions, axis.length, boundary)
    return np.where(samples == OUTSIDE, BEYOND, samples * stride)


class _Tile(NamedTuple):
    """The first output along each axis and their number, before striding, and the channel."""

    starts: tuple[int, ...]
    counts: tuple[int, ...]
    channel: int


@lru_cache(maxsize=32)
def _tiles(places: _Places) -> list[_Tile]:
    cut = _tiling(places)
    steps = [range(0, _whole(axis), outputs) for axis, outputs in zip(places.axes, cut.outputs, strict=True)]
    tiles = []
    for *starts, channel in product(*steps, range(places.channels)):
        counts = tuple(
            min(outputs, _whole(axis) - start)
            for start, outputs, axis in zip(starts, cut.outputs, places.axes, strict=True)
        )
        tiles.append(_Tile(tuple(starts), counts, channel))
    return tiles


def _by_itself(request: Request, out: Array, places: _Places, number: int) -> tuple[Request, Array]:
    """One tile as a request of its own, and where its outputs belong."""
    tile = _tiles(places)[number]
    data = request.data[..., tile.channel] if request.has_channels else request.data
    target = out[..., tile.channel] if request.has_channels else out
    axes, kept = [], []
    for place, (axis, start, count) in enumerate(zip(places.axes, tile.starts, tile.counts, strict=True)):
        read = np.arange(axis.first + start, axis.first + start + count + axis.reach - 1)
        data = extend_along(data, place, beyond_edge(read, axis.length, places.boundary), request.cval)
        outputs = -(-count // axis.stride)
        axes.append(axis._replace(length=len(read), first=0, outputs=outputs))
        kept.append(slice(start // axis.stride, start // axis.stride + outputs))
    part = np.ascontiguousarray(data, request.dtype)
    return replace(request, data=part, axes=tuple(axes)), target[tuple(kept)]


def _compute_directly(request: Request, out: Array, places: _Places, number: int, direct: Direct) -> None:
    part, target = _by_itself(request, out, places, number)
    result = np.empty(target.shape, target.dtype)
    direct(part, result)
    target[...] = result


def _fix_zeros(request: Request, out: Array, places: _Places, number: int) -> None:
    """Set to zero what windows of nothing but zeros gave."""
    part, target = _by_itself(request, out, places, number)
    counts = np.pad((part.data != 0).astype(np.int32), [(1, 0)] * part.data.ndim)
    for place, axis in enumerate(part.axes):
        counts = counts.cumsum(axis=place)
        ahead = [slice(None)] * counts.ndim
        behind = list(ahead)
        ahead[place], behind[place] = slice(axis.reach, None), slice(None, -axis.reach)
        counts = counts[tuple(ahead)] - counts[tuple(behind)]
    kept = tuple(slice(None, None, axis.stride) for axis in part.axes)
    target[counts[kept] == 0] = 0
