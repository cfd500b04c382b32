"""Calls the compiled loops on data, and prepares calls that can be repeated for data of the same layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.convolution.conversion import in_working_type
from core.convolution.direct.arguments import AT, FUNCTIONS
from core.convolution.direct.layout import Layout, Plane, layout_of
from core.convolution.geometry import ONE_ROW
from core.convolution.mask import Mask
from core.convolution.request import Array, Request
from core.machine.loader import Library

MOST_SPARE = 1 << 16  # bytes of working memory that are kept for the next call, one for each simultaneous caller


@dataclass(frozen=True, eq=False)
class Stencil:
    """A correlation by compiled loops, ready for any data and output of the memory layout that it was made for."""

    library: Library
    function: int
    layout: Layout
    mask: Mask
    dtype: np.dtype[Any]
    edge: Array | None
    is_split: bool
    threads: int
    _spare: list[tuple[Array, int]] = field(default_factory=list)

    def __call__(self, source: int, target: int) -> None:
        """Read from one address and write to another."""
        try:
            memory, address = self._spare.pop()
        except IndexError:
            memory, address = self._memory()
        memory[AT.data] = source
        memory[AT.out] = target
        self.library.run(self.function, self.threads, address)
        if memory.nbytes <= MOST_SPARE:
            self._spare.append((memory, address))

    def _memory(self) -> tuple[Array, int]:
        """The array of arguments, followed by the scratch memory of the loops, and its address."""
        count = len(AT)
        memory = np.empty(count + self.threads * self.layout.scratch_bytes // 8 + 1, np.int64)
        address = memory.ctypes.data
        weights = self.mask.addresses[self.is_split]
        memory[:count] = self.layout.arguments
        memory[AT.weights] = weights
        # under most boundaries one number is read from there, and its value does not matter
        memory[AT.edge] = weights if self.edge is None else self.edge.ctypes.data
        memory[AT.scratch] = address + 8 * count
        return memory, address


def correlate_compiled(
    library: Library, request: Request, out: Array, mask: Mask, *, is_split: bool = False, threads: int = 1
) -> Stencil | None:
    """Write the result to `out` by compiled loops, by the mask's factors if `is_split`.

    Data of another type than the result's are converted block by block. Returns the stencil, for other data of the same
    layout, if one call did everything.
    """
    stencil = None
    for part, target in in_working_type(request, out):
        planes = None if np.may_share_memory(target, part.data) else _planes(part, target)
        result = target
        if planes is None:
            result = _new_result(part, target)
            planes = _planes(part, result) or []
        for source, written, channels in planes:
            stencil = _stencil(library, part, source, written, channels, mask, is_split, threads)
            stencil(source.ctypes.data, written.ctypes.data)
        if result is not target:
            target[...] = result
        if part is not request or result is not target or len(planes) > 1:
            stencil = None
    return stencil


def _new_result(request: Request, out: Array) -> Array:
    """A new array for the result, with each channel in a plane of its own."""
    if not request.has_channels:
        return np.empty(out.shape, out.dtype)
    return np.moveaxis(np.empty((out.shape[-1], *out.shape[:-1]), out.dtype), 0, -1)


def _planes(request: Request, out: Array) -> list[tuple[Array, Array, int]] | None:
    """Data and output as planes (rows, samples), and their channels; None where the rows of `out` have gaps."""
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


def _stencil(
    library: Library,
    request: Request,
    source: Array,
    target: Array,
    channels: int,
    mask: Mask,
    is_split: bool,
    threads: int,
) -> Stencil:
    rows, samples = (ONE_ROW, *request.axes)[-2:]
    plane = Plane(
        rows=rows,
        samples=samples,
        boundary=request.boundary,
        channels=channels,
        itemsize=source.itemsize,
        row_stride=source.strides[0],
        sample_stride=source.strides[1] if source.shape[1] > 1 else channels * source.itemsize,
        output_stride=target.strides[0],
        vector_bytes=library.vector_bytes,
        is_split=is_split,
    )
    edge = _edge(request, source.shape[1] * channels) if request.boundary == "constant" else None
    function = library.addresses[FUNCTIONS[source.dtype]]
    return Stencil(library, function, layout_of(plane), mask, source.dtype, edge, is_split, threads)


def _edge(request: Request, length: int) -> Array:
    """The constant beyond the edge: a row of it for a 2-D kernel, since whole rows may lie beyond."""
    with np.errstate(over="ignore"):
        return np.full(length if request.kernel.ndim == 2 else 1, request.cval).astype(request.dtype)
