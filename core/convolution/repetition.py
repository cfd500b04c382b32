"""A cache of calls, so that a call on data of the same layout is not checked and planned again.

Checking a request and finding its method, tables and addresses takes longer than filtering a small image. Where one
call of the compiled loops did everything, its stencil is cached under all that it depends on: shapes, strides and
types, the kernel's weights, every option. Only arguments of types that need no checking are looked up.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import Any

import numpy as np

from core.convolution.direct import Stencil
from core.convolution.request import Array
from core.kernels import Kernel

MOST = 256

_stencils: dict[Hashable, tuple[Stencil, tuple[int, ...]]] = {}
_lock = threading.Lock()


def key_of(data: Any, kernel: Any, options: tuple[Any, ...]) -> Hashable | None:
    """All that a call depends on as a key, None if its arguments have to be checked.

    `options` are flip, mode, boundary, cval, stride, dilation, channel_axis and method.
    """
    if isinstance(kernel, Kernel):
        kernel = kernel.weights
    if type(data) is not np.ndarray or type(kernel) is not np.ndarray or not data.flags.aligned:
        return None
    _, mode, boundary, cval, stride, dilation, channel_axis, method = options
    # 1, 1.0 and True are the same key, but not the same argument
    are_plain = type(stride) is type(dilation) is int and type(channel_axis) in (int, type(None))
    if not (are_plain and type(cval) is float and type(mode) is type(boundary) is type(method) is str):
        return None
    return (data.shape, data.strides, data.dtype.str, kernel.tobytes(), kernel.shape, kernel.dtype.str, options)


def repeat(key: Hashable, data: Array, out: Array | None) -> Array | None:
    """Repeat the call of this key; None if there was none, or if `out` does not have the layout of a new array."""
    entry = _stencils.get(key)
    if entry is None:
        return None
    stencil, shape = entry
    if out is None:
        out = np.empty(shape, stencil.dtype)
    elif (
        type(out) is not np.ndarray
        or out.shape != shape
        or out.dtype is not stencil.dtype
        or not (out.flags.carray and out.flags.aligned)
        or np.may_share_memory(out, data)
    ):
        return None
    stencil(data.ctypes.data, out.ctypes.data)
    return out


def remember(key: Hashable, stencil: Stencil, out: Array) -> None:
    """Cache the stencil of this key, if the output has the layout of a new array; the oldest entries go first."""
    if out.flags.c_contiguous:
        with _lock:
            while len(_stencils) >= MOST:
                del _stencils[next(iter(_stencils))]
            _stencils[key] = stencil, out.shape


def forget() -> None:
    """Empty the cache, for tests and benchmarks that change what stays constant in a running program."""
    with _lock:
        _stencils.clear()
