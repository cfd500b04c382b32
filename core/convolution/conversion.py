"""Conversion of data to the type that the engine computes in, block by block, never as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from core.convolution.definition import extend_along
from core.convolution.request import Array, Request

LEAST_BYTES = 1 << 20  # of a block; a block also holds a few times as many samples as it shares with the next


def in_working_type(request: Request, out: Array) -> Iterator[tuple[Request, Array]]:
    """The request, in blocks along the first axis if its data must be converted to the type of the result."""
    data = request.data
    if data.dtype == request.dtype and data.dtype.isnative and data.flags.aligned:
        yield request, out
        return
    axis = request.axes[0]
    per_sample = data.size // data.shape[0] * request.dtype.itemsize
    longest = max(64, LEAST_BYTES // (per_sample * axis.stride), 4 * axis.reach // axis.stride)
    for start in range(0, axis.outputs, longest):
        part = axis.part(start, min(axis.outputs, start + longest))
        block = extend_along(data, 0, part.samples(request.boundary), request.cval)
        own_axis = part._replace(length=len(block), first=0)
        block = np.ascontiguousarray(block, request.dtype)
        yield replace(request, data=block, axes=(own_axis, *request.axes[1:])), out[start : start + part.outputs]
