"""The two public functions of the engine: `correlate` uses the kernel as written, `convolve` flips it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.convolution.perform import perform
from core.convolution.planning import METHODS
from core.convolution.repetition import key_of, remember, repeat
from core.convolution.request import BOUNDARIES, MODES, Array, check_name, check_request

__all__ = ["BOUNDARIES", "METHODS", "MODES", "convolve", "correlate"]


def correlate(
    data: ArrayLike,
    kernel: ArrayLike,
    *,
    mode: str = "same",
    boundary: str = "reflect",
    cval: float = 0.0,
    stride: int | Sequence[int] = 1,
    dilation: int | Sequence[int] = 1,
    channel_axis: int | None = None,
    method: str = "auto",
    out: Array | None = None,
) -> Array:
    """Lay the kernel over the data at every position, as written, and sum the products.

    ``output[i] = sum_j kernel[j] * data[i + j - k // 2]`` for a kernel of k taps under mode "same": the
    operation of a layer in a convolutional network (Goodfellow, Bengio and Courville, Deep Learning, 2016,
    equation 9.6), which mathematics calls cross-correlation.

    Parameters
    ----------
    data : array of shape (n,), (h, w), or these with one more axis of channels
        Real numbers of any dtype.
    kernel : Kernel or array of shape (k,) or (kh, kw)
        The mask; even lengths are allowed.
    mode : "same", "valid" or "full"
        As many outputs as data; only those where the kernel lies wholly on the data; or all where it touches
        them. "same" begins at output ``(k - 1) // 2`` of "full", as in scipy.signal.
    boundary : "reflect", "constant", "nearest", "mirror" or "wrap"
        What lies beyond the edge, named as in scipy.ndimage: reflect is (d c b a | a b c d | d c b a), mirror
        (d c b | a b c d | c b a).
    cval : float
        The value beyond the edge under "constant".
    stride : int, or one for each axis
        Only every n-th output is kept, the first one included.
    dilation : int, or one for each axis
        Samples from one tap to the next.
    channel_axis : int or None
        The axis of channels, each filtered by itself.
    method : "auto", "direct", "separable", "fft" or "definition"
        How the result is computed; it is the same up to rounding. "auto" takes the method that should be fastest
        (`plan` says which and why). A method that cannot compute the request is replaced by one that can. "definition"
        sums in float64 and is the same bit for bit on every machine.
    out : array or None
        Where to write the result; it must have the result's shape and dtype.

    Returns
    -------
    array
        Of dtype ``np.result_type(data.dtype, np.float32)``: the data decide, not the kernel. NaN and inf
        spread to every output whose sum they enter, through taps of zero too.

    Raises
    ------
    ValueError
        For empty data, dimensions that do not agree, unknown names, "valid" with a kernel longer than the
        data, a wrong `out`; the sentence names the argument, what came and what is allowed.
    TypeError
        For complex, object or text data.

    Examples
    --------
    >>> correlate([1, 2, 4, 8], [-1, 0, 1], mode="valid")
    array([3., 6.])
    >>> correlate(np.eye(3, dtype=np.uint8), np.ones((3, 3)), boundary="constant")
    array([[2., 2., 1.],
           [2., 3., 2.],
           [1., 2., 2.]], dtype=float32)
    """
    return _run(data, kernel, (False, mode, boundary, cval, stride, dilation, channel_axis, method), out)


def convolve(
    data: ArrayLike,
    kernel: ArrayLike,
    *,
    mode: str = "same",
    boundary: str = "reflect",
    cval: float = 0.0,
    stride: int | Sequence[int] = 1,
    dilation: int | Sequence[int] = 1,
    channel_axis: int | None = None,
    method: str = "auto",
    out: Array | None = None,
) -> Array:
    """Turn the kernel by 180 degrees, then slide it over the data and sum the products.

    ``output[i] = sum_j kernel[j] * data[i + (k - 1) // 2 - j]`` under mode "same" (Oppenheim and Schafer,
    Discrete-Time Signal Processing, 3rd edition, 2010, equation 2.49). Arguments, result and errors are those
    of `correlate`; for a kernel that is symmetric about its centre the two agree.

    Examples
    --------
    >>> convolve([1, 2, 4, 8], [-1, 0, 1], mode="valid")
    array([-3., -6.])
    """
    return _run(data, kernel, (True, mode, boundary, cval, stride, dilation, channel_axis, method), out)


def _run(data: ArrayLike, kernel: ArrayLike, options: tuple[Any, ...], out: Array | None) -> Array:
    key = key_of(data, kernel, options)
    if key is not None:
        done = repeat(key, np.asarray(data), out)
        if done is not None:
            return done
    flip, mode, boundary, cval, stride, dilation, channel_axis, method = options
    request = check_request(
        data, kernel, flip=flip, mode=mode, boundary=boundary, cval=cval,
        stride=stride, dilation=dilation, channel_axis=channel_axis,
    )  # fmt: skip
    check_name("method", method, METHODS)
    shape = request.output_shape
    if channel_axis is not None:
        axis = channel_axis % len(shape)
        shape = (*shape[:axis], shape[-1], *shape[axis:-1])
    if out is None:
        out = np.empty(shape, request.dtype)
    else:
        _check_out(out, shape, request.dtype)
    stencil = perform(request, out if channel_axis is None else np.moveaxis(out, channel_axis, -1), method)
    if key is not None and stencil is not None:
        remember(key, stencil, out)
    return out


def _check_out(out: object, shape: tuple[int, ...], dtype: np.dtype[np.generic]) -> None:
    if not isinstance(out, np.ndarray):
        raise ValueError(f"out is a {type(out).__name__}: give an array of shape {shape} and dtype {dtype}.")
    if out.shape != shape or out.dtype != dtype:
        raise ValueError(
            f"out has shape {out.shape} and dtype {out.dtype}: the result has shape {shape} and dtype {dtype}."
        )
    if not out.flags.writeable:
        raise ValueError("out is read-only: give an array that can be written.")
