"""The definition: shift, multiply, add. Short and obviously right, so that faster methods are tested against it."""

from __future__ import annotations

import itertools

import numpy as np

from core.convolution.geometry import OUTSIDE
from core.convolution.request import Array, Request


def correlate_by_definition(request: Request, out: Array) -> None:
    """Write the sum of the shifted data, each times one tap, to `out`; channels stay on the last axis.

    Products are summed in float64 at least and rounded once, at the end.
    """
    accumulator = np.result_type(request.dtype, np.float64)
    extended = extend(request).astype(accumulator, copy=False)
    kernel = request.kernel.astype(accumulator)
    total = np.zeros(request.output_shape, accumulator)
    # inf times zero is NaN by definition, so that NumPy need not warn
    with np.errstate(invalid="ignore", over="ignore"):
        for tap in itertools.product(*map(range, kernel.shape)):
            total += kernel[tap] * extended[_window(request, tap)]
        out[...] = total


def extend(request: Request) -> Array:
    """The data, padded by the boundary as far as the outputs read."""
    extended = request.data
    for index, axis in enumerate(request.axes):
        extended = extend_along(extended, index, axis.samples(request.boundary), request.cval)
    return extended


def extend_along(data: Array, axis: int, samples: Array, cval: float) -> Array:
    """The samples at the given indices along one axis, `cval` where an index is `OUTSIDE`."""
    extended = data.take(samples, axis=axis)
    outside = samples == OUTSIDE
    if outside.any():
        extended = extended.astype(np.result_type(extended.dtype, np.float64), copy=False)
        extended[(slice(None),) * axis + (outside,)] = cval
    return extended


def _window(request: Request, tap: tuple[int, ...]) -> tuple[slice, ...]:
    """The samples under this tap, one for each output."""
    starts = (index * axis.dilation for index, axis in zip(tap, request.axes, strict=True))
    return tuple(
        slice(start, start + (axis.outputs - 1) * axis.stride + 1, axis.stride)
        for start, axis in zip(starts, request.axes, strict=True)
    )
