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
from typing import Any

import numpy as np

from core.convolution.conversion import in_working_type
from core.convolution.definition import extend_along
from core.convolution.fft.arguments import FUNCTIONS, WIDE, ZEROS, Arguments
from core.convolution.fft.dynamic_range import LEAST_CELL, SPARE, WIDEST, WIDEST_KERNEL, cell_of, spread_of
from core.convolution.fft.tiling import Places, Table, Tables, tables_of, tiles_of, tiling_of
from core.convolution.fft.transforms import between_of, spectrum_of, strip_bytes, transform_of
from core.convolution.geometry import ONE_ROW, beyond_edge
from core.convolution.request import Array, Request
from core.machine.loader import Library

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
    arguments = Arguments(
        tiles=tiles.ctypes.data, tile_count=len(tiles),
        row_offsets=tables.addresses[0], column_offsets=tables.addresses[1],
        rows=rows, columns=columns, strip=strip, turned_strip=turned_strip, is_signal=is_signal,
        row_radices=down.addresses[0], row_stages=len(down.radices), row_twiddles=down.addresses[1],
        column_radices=across.addresses[0], column_stages=len(across.radices), column_twiddles=across.addresses[1],
        between=0 if between is None else between.ctypes.data, spectrum=spectrum.ctypes.data,
        cell=cell_of(places.axes), row_step=0 if is_signal else 1, column_step=columns if is_signal else 0,
        row_skip=axes[0].stride, sample_skip=axes[1].stride, scratch_bytes=scratch_bytes,
        size=size, data_size=request.dtype.itemsize, gap=places.strides[len(places.axes) - 1],
        data=request.data.ctypes.data, edge=edge.ctypes.data,
        out=out.ctypes.data, out_row_stride=strides[0], out_sample_stride=strides[1],
        limit=limits.ctypes.data, status=status.ctypes.data, scratch=scratch.ctypes.data,
    )  # fmt: skip
    packed = np.array([*arguments], np.int64)
    function = library.addresses[FUNCTIONS[request.dtype, compute]]
    library.run(function, min(threads, -(-len(tiles) // 2)), packed.ctypes.data)
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
