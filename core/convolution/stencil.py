"""The compiled methods: every product, or a column and a row where the kernel splits, laid on the data in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.convolution.conversion import in_working_type
from core.convolution.geometry import Axis
from core.convolution.layout import Plane, layout_of
from core.convolution.mask import Mask
from core.convolution.request import Array, Request

if TYPE_CHECKING:
    from core.convolution.compiled.library import Library

ONE_ROW = Axis(length=1, taps=1, dilation=1, stride=1, first=0, outputs=1)


def correlate_compiled(
    library: Library, request: Request, out: Array, mask: Mask, *, is_split: bool = False, threads: int = 1
) -> None:
    """Write the result to `out` by compiled loops, by the mask's factors if it is split.

    Data of another type than the result's are converted block by block.
    """
    for part, target in in_working_type(request, out):
        planes = None if np.may_share_memory(target, part.data) else _planes(part, target)
        apart = target
        if planes is None:
            apart = np.moveaxis(np.empty(np.roll(target.shape, 1), target.dtype), 0, -1)
            planes = _planes(part, apart) or []
        for source, written, channels in planes:
            _run(library, part, source, written, channels, mask.addresses[is_split], is_split, threads)
        if apart is not target:
            target[...] = apart


def _planes(request: Request, out: Array) -> list[tuple[Array, Array, int]] | None:
    """Data and output as (rows, samples) with so many numbers side by side; None where `out` has gaps in its rows."""
    data = request.data
    if request.kernel.ndim == 1:
        data, out = data[None], out[None]
    if not request.has_channels:
        return [(data, out, 1)] if _is_adjacent(out, 1) else None
    channels = data.shape[-1]
    sources, targets = np.moveaxis(data, -1, 0), np.moveaxis(out, -1, 0)
    interleaved = all(array.strides[-1] == array.itemsize or channels == 1 for array in (data, out))
    if interleaved and _is_adjacent(sources[0], channels) and _is_adjacent(targets[0], channels):
        return [(sources[0], targets[0], channels)]
    if not all(_is_adjacent(target, 1) for target in targets):
        return None
    return [(source, target, 1) for source, target in zip(sources, targets, strict=True)]


def _is_adjacent(plane: Array, channels: int) -> bool:
    return plane.strides[1] == channels * plane.itemsize or plane.shape[1] == 1


def _run(
    library: Library,
    request: Request,
    source: Array,
    target: Array,
    channels: int,
    weights: int,
    is_split: bool,
    threads: int,
) -> None:
    rows, samples = (ONE_ROW, *request.axes)[-2:]
    width = channels * source.itemsize
    plane = Plane(
        rows=rows,
        samples=samples,
        boundary=request.boundary,
        channels=channels,
        itemsize=source.itemsize,
        row_stride=source.strides[0],
        sample_stride=source.strides[1] if source.shape[1] > 1 else width,
        output_stride=target.strides[0],
        vector_bytes=library.vector_bytes,
        is_split=is_split,
    )
    layout = layout_of(plane)
    known = len(layout.arguments)
    memory = np.empty(known + 5 + threads * layout.scratch_bytes // 8 + 1, np.int64)
    address = memory.ctypes.data
    # under other boundaries nothing is read there but one number, whichever
    edge = _edge(request, source.shape[1] * channels) if request.boundary == "constant" else None
    memory[:known] = layout.arguments
    memory[known : known + 5] = (
        source.ctypes.data,
        weights if edge is None else edge.ctypes.data,
        target.ctypes.data,
        weights,
        address + 8 * (known + 5),
    )
    library.run(source.dtype, threads, address)


def _edge(request: Request, length: int) -> Array:
    """What lies beyond the edge: a row of it where a whole row may."""
    with np.errstate(over="ignore"):
        return np.full(length if request.kernel.ndim == 2 else 1, request.cval).astype(request.dtype)
