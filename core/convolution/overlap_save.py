"""Correlation by fast Fourier transforms of tiles: for large kernels, where it saves most products.

Overlap-save (A. V. Oppenheim and R. W. Schafer, Discrete-Time Signal Processing, 3rd edition, 2010, section 8.7.3):
each tile of outputs needs the samples it reads, a transform, one product a frequency and the transform back. Two real
tiles travel as the real and the imaginary part of one complex transform, since the kernel is real.

A transform's rounding errors are those of the largest samples of its tiles, everywhere on them. So float32 is used
only where no place is much weaker than the whole; elsewhere float64, and where even that would tell, or where a sample
is not finite, the tile is computed directly. So is everything under a kernel whose own numbers are far apart, since
small ones may meet small samples alone. What a window of nothing but zeros gives is set to zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from core.convolution.conversion import in_working_type
from core.convolution.definition import extend_along
from core.convolution.geometry import ONE_ROW, Axis, beyond_edge
from core.convolution.request import Array, Request
from core.convolution.tiling import Places, Table, Tables, tables_of, tiles_of, tiling_of
from core.convolution.transforms import between_of, spectrum_of, strip_bytes, transform_of

if TYPE_CHECKING:
    from core.convolution.compiled.library import Library

LEAST_CELL, LARGEST_CELL = 4, 64  # side of the cells by whose strength the range of a tile is judged
WIDEST = 1e8  # a tile this many times as strong as its weakest cell is still safe in float64, for float32 results
# times the bound at which transforms err as direct sums do: at worst, eleven digits of a window are right
SPARE = 1000.0
WIDEST_KERNEL = 1e8  # its largest number over its smallest, zeros aside

DONE, WIDE, ZEROS = 0, 1, 2  # what becomes of a tile: computed, refused, computed but with cells of nothing but zeros

Direct = Callable[[Request, Array], None]


def correlate_by_fft(library: Library, request: Request, out: Array, *, direct: Direct, threads: int = 1) -> None:
    """Write the result to `out`; `direct` computes the tiles that transforms would spoil."""
    for part, target in in_working_type(request, out):
        apart = np.empty(target.shape, target.dtype) if np.may_share_memory(target, part.data) else target
        _correlate(library, part, apart, direct, threads)
        if apart is not target:
            target[...] = apart


def _correlate(library: Library, request: Request, out: Array, direct: Direct, threads: int) -> None:
    channels = request.data.shape[-1] if request.has_channels else 1
    places = Places(request.axes, request.boundary, channels, request.dtype.itemsize, request.data.strides, out.strides)
    tables = tables_of(places)
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
    spread = spread_of(request.kernel)
    if spread.range > WIDEST_KERNEL:
        return []
    if request.dtype == double:
        return [(double, SPARE * spread.tolerated)]
    if cell_of(request.axes) < LEAST_CELL:
        return [(double, WIDEST)]
    return [(single, spread.tolerated), (double, WIDEST)]


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


def _attempt(
    library: Library,
    request: Request,
    out: Array,
    places: Places,
    tables: Tables,
    numbers: Table,
    compute: np.dtype[Any],
    limit: float,
    threads: int,
) -> Table:
    """Transform the tiles with these numbers and say what became of each."""
    cut = tiling_of(places)
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
    axes = (ONE_ROW, *places.axes)[-2:]
    strides = (0, *places.output_strides[: len(places.axes)])[-2:]
    arguments = np.array(
        [
            tiles.ctypes.data, len(tiles), tables.row_offsets.ctypes.data, tables.column_offsets.ctypes.data,
            rows, columns, strip, turned_strip, is_signal,
            down.radices.ctypes.data, len(down.radices), down.twiddles.ctypes.data,
            across.radices.ctypes.data, len(across.radices), across.twiddles.ctypes.data,
            0 if between is None else between.ctypes.data, spectrum.ctypes.data,
            cell_of(places.axes), 0 if is_signal else 1, columns if is_signal else 0, axes[0].stride, axes[1].stride,
            scratch_bytes, size, request.dtype.itemsize, places.strides[len(places.axes) - 1],
            request.data.ctypes.data, edge.ctypes.data, out.ctypes.data, strides[0], strides[1],
            limits.ctypes.data, status.ctypes.data, scratch.ctypes.data,
        ],
        np.int64,
    )  # fmt: skip
    library.transform(request.dtype, compute, min(threads, -(-len(tiles) // 2)), arguments.ctypes.data)
    return status


def _by_itself(request: Request, out: Array, places: Places, number: int) -> tuple[Request, Array]:
    """One tile as a request of its own, and where its outputs belong."""
    tile = tiles_of(places)[number]
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


def _compute_directly(request: Request, out: Array, places: Places, number: int, direct: Direct) -> None:
    part, target = _by_itself(request, out, places, number)
    result = np.empty(target.shape, target.dtype)
    direct(part, result)
    target[...] = result


def _fix_zeros(request: Request, out: Array, places: Places, number: int) -> None:
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
