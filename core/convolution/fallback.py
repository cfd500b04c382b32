"""What serves large kernels while the loops are not compiled yet: SciPy's transforms, in float64."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from core.convolution.definition import correlate_by_definition, extend
from core.convolution.geometry import Axis
from core.convolution.request import Array, Request

BLOCK = 1 << 18  # outputs at a time, so that errors of strong samples do not reach further
AT_A_TIME = 1 << 20  # products of windows that are summed one by one
ROUNDINGS = 16  # of the largest sample times the kernel's absolute sum: more than any error of these transforms


def correlate_by_scipy(request: Request, out: Array) -> None:
    """Write the result to `out` by transforms; by definition where a number is not finite.

    Windows that are weak beside the strongest sample of their block, whose errors would be theirs, are summed product
    by product.
    """
    apart = np.empty(out.shape, out.dtype) if np.may_share_memory(out, request.data) else out
    for part, target in _blocks(request, apart):
        extended = extend(part).astype(np.float64, copy=False)
        if np.isfinite(extended).all():
            with np.errstate(over="ignore"):
                target[...] = _transformed(part, extended)
        else:
            correlate_by_definition(part, target)
    if apart is not out:
        out[...] = apart


def _blocks(request: Request, out: Array) -> Iterator[tuple[Request, Array]]:
    axis = request.axes[0]
    longest = max(64, 4 * axis.reach // axis.stride, BLOCK * axis.outputs // max(1, out.size))
    for start in range(0, axis.outputs, longest):
        part = axis.part(start, min(axis.outputs, start + longest))
        yield replace(request, axes=(part, *request.axes[1:])), out[start : start + part.outputs]


def _transformed(request: Request, data: Array) -> Array:
    """The outputs, of data that reach beyond their edge as far as is read."""
    kernel = _spread(request.kernel.astype(np.float64), request.axes)
    if not kernel.any() or not data.any():
        return np.zeros(request.output_shape)
    # powers of two, lest transforms overflow
    (near, gain), (mask, scale) = _near_one(data), _near_one(kernel)
    sums = np.ldexp(_sums(request, near, mask), gain + scale)
    roundings = request.kernel.size * float(np.finfo(request.dtype).eps) / float(np.finfo(np.float64).eps)
    weak = _sums(request, np.abs(near), np.abs(mask)) * roundings < ROUNDINGS * np.abs(mask).sum()
    if weak.any():
        products = _sums(request, (data != 0).astype(np.float64), (kernel != 0).astype(np.float64)) > 0.5
        sums[~products] = 0
        _sum_directly(_windows(request, data), kernel, weak & products, sums)
    return sums


def _spread(kernel: Array, axes: tuple[Axis, ...]) -> Array:
    """The kernel with zeros where dilation leaves gaps."""
    spread = np.zeros([axis.reach for axis in axes])
    spread[tuple(slice(None, None, axis.dilation) for axis in axes)] = kernel
    return spread


def _near_one(numbers: Array) -> tuple[Array, int]:
    """The numbers times a power of two, so that the largest is below 1, and the power that undoes this."""
    power = int(np.frexp(np.abs(numbers).max())[1])
    return np.ldexp(numbers, -power), power


def _sums(request: Request, data: Array, kernel: Array) -> Array:
    import scipy.signal

    axes = tuple(range(len(request.axes)))
    mask = np.flip(kernel).reshape(kernel.shape + (1,) * request.has_channels)
    sums = scipy.signal.oaconvolve(data, mask, mode="valid", axes=axes)
    return sums[tuple(slice(None, None, axis.stride) for axis in request.axes)]


def _windows(request: Request, data: Array) -> Array:
    """A view of what each output reads."""
    windows = sliding_window_view(data, [axis.reach for axis in request.axes], axis=tuple(range(len(request.axes))))
    return windows[tuple(slice(None, None, axis.stride) for axis in request.axes)]


def _sum_directly(windows: Array, kernel: Array, chosen: Array, sums: Array) -> None:
    """Sum the products of the chosen windows, one by one."""
    places = np.argwhere(chosen)
    count = max(1, AT_A_TIME // kernel.size)
    for start in range(0, len(places), count):
        some = tuple(places[start : start + count].T)
        sums[some] = windows[some].reshape(len(some[0]), -1) @ kernel.ravel()
