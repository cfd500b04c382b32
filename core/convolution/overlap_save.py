"""Correlation by fast Fourier transforms of tiles: for large kernels, where it saves most products.

Overlap-save (A. V. Oppenheim and R. W. Schafer, Discrete-Time Signal Processing, 3rd edition, 2010, section 8.7.3):
each tile of outputs needs the samples it reads, a transform, one product a frequency and the transform back. Two real
tiles travel as the real and the imaginary part of one complex transform, since the kernel is real.

A transform's rounding errors are those of the strongest samples of its tiles, everywhere on them; a direct sum's are
those of its own window. So a result of transforms is kept only where windows are strong enough that it errs by at most
(taps + 8) roundings of what the window's products add up to without their signs, for which windows.py has a bound.
Squares of outputs with weaker windows are computed directly, and what a window of nothing but zeros gives is set to
zero. A tile with many weak squares is transformed again, in float64 if that was float32, beside one of like strength.
If its samples are of very different sizes then, and the kernel is long, each size is transformed by itself; else it is
computed directly. So is what is not finite, and what is too small or too large for transforms.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.convolution.compiled.arguments import WIDE
from core.convolution.conversion import in_working_type
from core.convolution.definition import extend_along
from core.convolution.geometry import ONE_ROW, beyond_edge
from core.convolution.guard import guard_of, rules_of
from core.convolution.request import Array, Request
from core.convolution.tiling import Places, Table, Tables, Tile, tables_of, tiles_of, tiling_of
from core.convolution.transforms import between_of, spectrum_of, strip_bytes, transform_of

if TYPE_CHECKING:
    from core.convolution.compiled.library import Library

FEW_MARKED, MANY_MARKED = 0.25, 0.5  # shares of a tile that are computed directly before the whole is refused
LINE = 64  # bytes of the cache, over which no vector should lie
GAP = 10  # powers of two that no sample has, between those of one part and the next
LONG = 250  # taps for each part from which on it is worth transforming a tile in parts

Direct = Callable[[Request, Array], None]


def correlate_by_fft(library: Library, request: Request, out: Array, *, direct: Direct, threads: int = 1) -> None:
    """Write the result to `out`; `direct` computes the outputs that transforms would spoil."""
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
    for compute, most_marked in ((request.dtype, FEW_MARKED), (np.dtype(np.float64), MANY_MARKED)):
        status, strengths = _attempt(library, request, out, places, tables, left, compute, most_marked, threads)
        # tiles of like strength are neighbours now, lest a weak one be refused for the sake of a strong one
        order = np.argsort(strengths, kind="stable")
        left = left[order[status[order] == WIDE]]
        if not len(left):
            return
    for number in left:
        alone, target = _by_itself(request, out, places, tiles_of(places)[number])
        result = np.empty(target.shape, target.dtype)
        parts = _parts(alone)
        if len(parts) == 1:
            direct(alone, result)
            target[...] = result
            continue
        target[...] = 0
        for part in parts:
            _correlate(library, part, result, direct, threads)
            target += result


def _attempt(
    library: Library,
    request: Request,
    out: Array,
    places: Places,
    tables: Tables,
    numbers: Table,
    compute: np.dtype[Any],
    most_marked: float,
    threads: int,
) -> tuple[Table, Array]:
    """Transform the tiles with these numbers, two at a time; say what became of each, and its mean square."""
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
    rules = rules_of(
        kernel.tobytes(), kernel.shape, places.axes, cut, request.dtype, compute, spectrum.largest, library.vector_bytes
    )
    guard = guard_of(rules, len(numbers), most_marked)
    tiles = np.ascontiguousarray(tables.tiles[numbers])
    status, strengths = np.zeros(len(tiles), np.int64), np.zeros(len(tiles))
    scratch_bytes = columns // lanes * strip + rows // lanes * turned_strip + guard.scratch_bytes
    scratch = np.empty(threads * scratch_bytes + LINE, np.uint8)
    with np.errstate(over="ignore"):
        edge = np.array([request.cval]).astype(request.dtype)
    axes = (ONE_ROW, *places.axes)[-2:]
    strides = (0, *places.output_strides[: len(places.axes)])[-2:]
    arguments = np.array(
        [
            tiles.ctypes.data, len(tiles), tables.row_offsets.ctypes.data, tables.column_offsets.ctypes.data,
            rows, columns, strip, turned_strip, is_signal,
            down.radices.ctypes.data, len(down.radices), down.twiddles.ctypes.data,
            across.radices.ctypes.data, len(across.radices), across.twiddles.ctypes.data,
            0 if between is None else between.ctypes.data, spectrum.strips.ctypes.data,
            guard.arguments.ctypes.data, 0 if is_signal else 1, columns if is_signal else 0,
            axes[0].stride, axes[1].stride,
            scratch_bytes, size, request.dtype.itemsize, places.strides[len(places.axes) - 1],
            request.data.ctypes.data, edge.ctypes.data, out.ctypes.data, strides[0], strides[1],
            status.ctypes.data, strengths.ctypes.data, -(-scratch.ctypes.data // LINE) * LINE,
        ],
        np.int64,
    )  # fmt: skip
    library.transform(request.dtype, compute, min(threads, -(-len(tiles) // 2)), arguments.ctypes.data)
    return status, strengths


def _by_itself(request: Request, out: Array, places: Places, tile: Tile) -> tuple[Request, Array]:
    """A tile as a request of its own, and where its outputs belong."""
    data = request.data[..., tile.channel] if request.has_channels else request.data
    target = out[..., tile.channel] if request.has_channels else out
    axes, kept = [], []
    for place, (axis, start, count) in enumerate(zip(places.axes, tile.starts, tile.counts, strict=True)):
        part = axis.part(start // axis.stride, -(-(start + count) // axis.stride))
        read = beyond_edge(np.arange(part.first, part.first + part.read), axis.length, places.boundary)
        data = extend_along(data, place, read, request.cval)
        axes.append(part._replace(length=len(read), first=0))
        kept.append(slice(start // axis.stride, start // axis.stride + part.outputs))
    alone = replace(request, data=np.ascontiguousarray(data, request.dtype), axes=tuple(axes))
    return alone, target[tuple(kept)]


def _parts(request: Request) -> list[Request]:
    """Parts that add up to a request, each with samples of similar sizes, if they are few and the kernel is long."""
    exponents = np.frexp(request.data)[1]
    if not np.isfinite(request.data).all():
        return [request]
    present = np.unique(exponents[request.data != 0])
    starts = present[1:][np.diff(present) > GAP]
    if LONG * (len(starts) + 1) > request.kernel.size:
        return [request]
    part = np.searchsorted(starts, exponents, side="right")
    return [replace(request, data=np.where(part == each, request.data, 0)) for each in range(len(starts) + 1)]
