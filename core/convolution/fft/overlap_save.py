"""Correlation by fast Fourier transforms of tiles, for large kernels, where it saves most products.

Overlap-save (A. V. Oppenheim and R. W. Schafer, Discrete-Time Signal Processing, 3rd edition, 2010, section 8.7.3):
each tile of outputs needs the samples it reads, a transform, one product a frequency and the transform back. Two real
tiles are the real and the imaginary part of one complex transform, since the kernel is real.

A transform's rounding errors are everywhere on its tiles those of the largest samples. So float32 is used only where no
cell of a tile is much weaker than the whole tile, and float64 elsewhere. Where float64 is not accurate enough either,
or a sample is not finite, the tile is computed directly. Under a kernel with a wide range everything is computed
directly, since its small numbers may meet small samples alone. Outputs of windows of nothing but zeros are set to zero.
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
from core.convolution.fft.tiling import Geometry, Table, Tables, tables_of, tiles_of, tiling_of
from core.convolution.fft.transforms import between_of, spectrum_of, strip_bytes, transform_of
from core.convolution.geometry import ONE_ROW, beyond_edge
from core.convolution.request import Array, Request
from core.machine.loader import Library

Direct = Callable[[Request, Array], None]


def correlate_by_fft(library: Library, request: Request, out: Array, *, direct: Direct, threads: int = 1) -> None:
    """Write the result to `out`; `direct` computes the tiles for which transforms are not accurate."""
    for part, target in in_working_type(request, out):
        result = np.empty(target.shape, target.dtype) if np.may_share_memory(target, part.data) else target
        _correlate(library, part, result, direct, threads)
        if result is not target:
            target[...] = result


def _correlate(library: Library, request: Request, out: Array, direct: Direct, threads: int) -> None:
    channels = request.data.shape[-1] if request.has_channels else 1
    geometry = Geometry(
        request.axes, request.boundary, channels, request.dtype.itemsize, request.data.strides, out.strides
    )
    tables = tables_of(geometry)
    remaining = np.arange(len(tables.tiles))
    for compute, limit in _attempts(request):
        status = _attempt(library, request, out, geometry, tables, remaining, compute, limit, threads)
        for number in remaining[status == ZEROS]:
            _fix_zeros(request, out, geometry, int(number))
        remaining = remaining[status == WIDE]
        if not len(remaining):
            return
    for number in remaining:
        _compute_directly(request, out, geometry, int(number), direct)


def _attempts(request: Request) -> list[tuple[np.dtype[Any], float]]:
    """The types to transform in, each with the largest range of a tile: its strength over that of its weakest cell."""
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
    geometry: Geometry,
    tables: Tables,
    numbers: Table,
    compute: np.dtype[Any],
    limit: float,
    threads: int,
) -> Table:
    """Transform the tiles with these numbers and return the status of each."""
    cut = tiling_of(geometry)
    rows, columns = cut.size
    is_signal = len(geometry.axes) == 1
    size = compute.itemsize
    down, across = transform_of(rows, compute), transform_of(columns, compute)
    lanes = library.vector_bytes // size
    strip, turned_strip = strip_bytes(rows, lanes, compute), strip_bytes(columns, lanes, compute)
    between = between_of(cut.size, lanes, compute) if is_signal else None
    gaps = tuple(axis.dilation for axis in geometry.axes)
    kernel = request.kernel.astype(np.float64)
    spectrum = spectrum_of(kernel.tobytes(), kernel.shape, gaps, cut.size, lanes, compute)
    tiles = np.ascontiguousarray(tables.tiles[numbers])
    status = np.zeros(len(tiles), np.int64)
    scratch_bytes = columns // lanes * strip + rows // lanes * turned_strip + 2 * columns * size + 64
    scratch = np.empty(threads * scratch_bytes, np.uint8)
    with np.errstate(over="ignore"):
        edge = np.array([request.cval]).astype(request.dtype)
    limits = np.array([limit])
    axes = (ONE_ROW, *geometry.axes)[-2:]
    strides = (0, *geometry.output_strides[: len(geometry.axes)])[-2:]
    arguments = Arguments(
        tiles=tiles.ctypes.data, tile_count=len(tiles),
        row_offsets=tables.addresses[0], column_offsets=tables.addresses[1],
        rows=rows, columns=columns, strip=strip, turned_strip=turned_strip, is_signal=is_signal,
        row_radices=down.addresses[0], row_stages=len(down.radices), row_twiddles=down.addresses[1],
        column_radices=across.addresses[0], column_stages=len(across.radices), column_twiddles=across.addresses[1],
        between=0 if between is None else between.ctypes.data, spectrum=spectrum.ctypes.data,
        cell=cell_of(geometry.axes), row_step=0 if is_signal else 1, column_step=columns if is_signal else 0,
        row_skip=axes[0].stride, sample_skip=axes[1].stride, scratch_bytes=scratch_bytes,
        size=size, data_size=request.dtype.itemsize, gap=geometry.strides[len(geometry.axes) - 1],
        data=request.data.ctypes.data, edge=edge.ctypes.data,
        out=out.ctypes.data, out_row_stride=strides[0], out_sample_stride=strides[1],
        limit=limits.ctypes.data, status=status.ctypes.data, scratch=scratch.ctypes.data,
    )  # fmt: skip
    packed = np.array([*arguments], np.int64)
    function = library.addresses[FUNCTIONS[request.dtype, compute]]
    library.run(function, min(threads, -(-len(tiles) // 2)), packed.ctypes.data)
    return status


def _by_itself(request: Request, out: Array, geometry: Geometry, number: int) -> tuple[Request, Array]:
    """One tile as a request of its own, and the part of `out` for its outputs."""
    tile = tiles_of(geometry)[number]
    data = request.data[..., tile.channel] if request.has_channels else request.data
    target = out[..., tile.channel] if request.has_channels else out
    axes, written = [], []
    for index, (axis, start, count) in enumerate(zip(geometry.axes, tile.starts, tile.counts, strict=True)):
        read = np.arange(axis.first + start, axis.first + start + count + axis.reach - 1)
        data = extend_along(data, index, beyond_edge(read, axis.length, geometry.boundary), request.cval)
        outputs = -(-count // axis.stride)
        axes.append(axis._replace(length=len(read), first=0, outputs=outputs))
        written.append(slice(start // axis.stride, start // axis.stride + outputs))
    part = np.ascontiguousarray(data, request.dtype)
    return replace(request, data=part, axes=tuple(axes)), target[tuple(written)]


def _compute_directly(request: Request, out: Array, geometry: Geometry, number: int, direct: Direct) -> None:
    part, target = _by_itself(request, out, geometry, number)
    result = np.empty(target.shape, target.dtype)
    direct(part, result)
    target[...] = result


def _fix_zeros(request: Request, out: Array, geometry: Geometry, number: int) -> None:
    """Set the outputs of windows of nothing but zeros to zero."""
    part, target = _by_itself(request, out, geometry, number)
    counts = np.pad((part.data != 0).astype(np.int32), [(1, 0)] * part.data.ndim)
    for index, axis in enumerate(part.axes):
        counts = counts.cumsum(axis=index)
        ahead = [slice(None)] * counts.ndim
        behind = list(ahead)
        ahead[index], behind[index] = slice(axis.reach, None), slice(None, -axis.reach)
        counts = counts[tuple(ahead)] - counts[tuple(behind)]
    strided = tuple(slice(None, None, axis.stride) for axis in part.axes)
    target[counts[strided] == 0] = 0
