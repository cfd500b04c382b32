"""The definition itself: shift, multiply, add. Short and obviously right, so faster methods are held to it."""

from __future__ import annotations

import itertools

import numpy as np

from core.convolution.geometry import OUTSIDE, beyond_edge, first_output
from core.convolution.request import Array, Request


def correlate_direct(request: Request) -> Array:
    """Sum of the shifted data, each times one tap; channels stay on the last axis.

    Products are summed in float64 at least and rounded once, at the end.
    """
    accumulator = np.result_type(request.dtype, np.float64)
    extended = extend(request).astype(accumulator, copy=False)
    kernel = request.kernel.astype(accumulator)
    total = np.zeros(request.output_shape, accumulator)
    # inf times zero is NaN by definition: that is the answer, not a fault
    with np.errstate(invalid="ignore", over="ignore"):
        for tap in itertools.product(*map(range, kernel.shape)):
            total += kernel[tap] * extended[_window(request, tap)]
        return total.astype(request.dtype, copy=False)


def extend(request: Request) -> Array:
    """The data with what lies beyond their edge, just as far as the outputs read."""
    extended = request.data
    for axis, (length, reach) in enumerate(zip(request.lengths, request.reaches, strict=True)):
        first = first_output(request.mode, reach)
        read = (request.output_shape[axis] - 1) * request.strides[axis] + reach
        indices = beyond_edge(np.arange(first, first + read), length, request.boundary)
        extended = extended.take(indices, axis=axis)
        if request.boundary == "constant" and OUTSIDE in indices:
            extended = extended.astype(np.result_type(extended.dtype, np.float64), copy=False)
            extended[(slice(None),) * axis + (indices == OUTSIDE,)] = request.cval
    return extended


def _window(request: Request, tap: tuple[int, ...]) -> tuple[slice, ...]:
    """The samples that this tap is laid on, one for each output."""
    starts = (place * gap for place, gap in zip(tap, request.dilations, strict=True))
    return tuple(
        slice(start, start + (outputs - 1) * stride + 1, stride)
        for start, outputs, stride in zip(starts, request.output_shape, request.strides, strict=False)
    )
