"""What was done before for data of the same layout, so that it need not be thought about again.

Checking a request and finding its method, tables and addresses takes longer than a small image does. Where one call of
the compiled loops did everything, that call is kept, by all that it depends on: shapes, strides and types, the
kernel's numbers, every option. Only arguments of the very types that need no checking are recognised.
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

_known: dict[Hashable, tuple[Stencil, tuple[int, ...]]] = {}
_lock = threading.Lock()


def key_of(data: Any, kernel: Any, options: tuple[Any, ...]) -> Hashable | None:
    """What a call depends on, None if its arguments must be looked at more closely.

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
    """Do what was done for this key; None if nothing was, or if `out` is not a new array's like."""
    found = _known.get(key)
    if found is None:
        return None
    stencil, shape = found
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
    """Keep how this key was done, the oldest forgotten first, if the output lay as a new array does."""
    if out.flags.c_contiguous:
        with _lock:
            while len(_known) >= MOST:
                del _known[next(iter(_known))]
            _known[key] = stencil, out.shape


def forget() -> None:
    """Think everything over again, after something changed that calls do not depend on in a running program."""
    with _lock:
        _known.clear()
