"""A request to the engine, checked once at the entrance.

Everything behind the entrance may rely on a `Request`: real numbers, matching dimensions, known names.
"""

from __future__ import annotations

import numbers
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.convolution.geometry import Axis, axis_of

MODES = ("same", "valid", "full")
BOUNDARIES = ("reflect", "constant", "nearest", "mirror", "wrap")

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Request:
    """One correlation to be done: `kernel` is a mask, used as written.

    `data` has its channels, if any, on the last axis; `axes` says how the kernel moves along each of the others.
    `dtype` is that of the result.
    """

    data: Array
    kernel: Array
    axes: tuple[Axis, ...]
    boundary: str
    cval: float
    dtype: np.dtype[Any]

    @property
    def has_channels(self) -> bool:
        """Whether the last axis holds channels, each filtered by itself."""
        return self.data.ndim > self.kernel.ndim

    @property
    def output_shape(self) -> tuple[int, ...]:
        """Shape of the result, the channels on the last axis."""
        return tuple(axis.outputs for axis in self.axes) + self.data.shape[self.kernel.ndim :]


def check_request(
    data: ArrayLike,
    kernel: ArrayLike,
    *,
    flip: bool,
    mode: str,
    boundary: str,
    cval: float,
    stride: int | Sequence[int],
    dilation: int | Sequence[int],
    channel_axis: int | None,
) -> Request:
    """Check every argument and return the request.

    Raises
    ------
    ValueError
        Names the argument, what came and what is allowed.
    TypeError
        For data or kernels that are not real numbers.
    """
    array = real_array("data", data)
    mask = real_array("kernel", kernel)
    check_name("mode", mode, MODES)
    check_name("boundary", boundary, BOUNDARIES)
    array = _channels_last(array, channel_axis)
    _check_dimensions(array, mask, channel_axis)
    strides = check_per_axis("stride", stride, mask.ndim)
    dilations = check_per_axis("dilation", dilation, mask.ndim)
    axes = _axes(mode, array.shape, mask.shape, dilations, strides)
    return Request(
        data=array,
        kernel=np.flip(mask) if flip else mask,
        axes=axes,
        boundary=boundary,
        cval=_check_cval(cval),
        dtype=np.result_type(array.dtype, np.float32),
    )


def real_array(argument: str, value: ArrayLike) -> Array:
    """Return `value` as a non-empty array of real numbers, or say why it cannot be one."""
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{argument} is ragged: give an array with rows of equal length.") from error
    if array.dtype.kind not in "buif":
        raise TypeError(
            f"{argument} has dtype {array.dtype}: give real numbers (bool, integers or floats), "
            f"for example {argument}.real or {argument}.astype(float)."
        )
    if array.size == 0:
        raise ValueError(f"{argument} is empty (shape {array.shape}): give at least one number.")
    return array


def check_name(argument: str, value: object, allowed: tuple[str, ...]) -> None:
    """Raise ValueError unless `value` is one of the names."""
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{argument}={value!r} is unknown: choose one of {', '.join(allowed)}.")


def check_whole(argument: str, value: object, minimum: int = 1) -> int:
    """Return `value` as an int of at least `minimum`, or raise ValueError."""
    if isinstance(value, int | np.integer) and not isinstance(value, bool) and value >= minimum:
        return int(value)
    raise ValueError(f"{argument}={value!r} is not allowed: give a whole number from {minimum} up.")


def check_per_axis(argument: str, value: int | Sequence[int], ndim: int) -> tuple[int, ...]:
    """Return one whole number from 1 up for each axis, or raise ValueError."""
    if type(value) is int and value >= 1:  # most calls; the rest is slow
        return (value,) * ndim
    if isinstance(value, Sequence | np.ndarray) and not isinstance(value, str):
        if len(value) != ndim:
            raise ValueError(
                f"{argument}={tuple(value)!r} has {len(value)} entries for {ndim} axes: "
                f"give one whole number, or {ndim}."
            )
        return tuple(check_whole(argument, step) for step in value)
    return (check_whole(argument, value),) * ndim


def _check_cval(cval: object) -> float:
    if isinstance(cval, float | int | numbers.Real):
        return float(cval)
    raise ValueError(f"cval={cval!r} is not a number: give the value that lies beyond the edge, such as 0.0.")


def _channels_last(array: Array, channel_axis: int | None) -> Array:
    if channel_axis is None:
        return array
    is_axis = isinstance(channel_axis, int | np.integer) and not isinstance(channel_axis, bool)
    if not is_axis or not -array.ndim <= channel_axis < array.ndim:
        raise ValueError(
            f"channel_axis={channel_axis!r} is not an axis of data with shape {array.shape}: "
            f"give a whole number from {-array.ndim} to {array.ndim - 1}, or None."
        )
    return np.moveaxis(array, channel_axis, -1)


def _check_dimensions(array: Array, mask: Array, channel_axis: int | None) -> None:
    if mask.ndim not in (1, 2):
        raise ValueError(f"kernel has {mask.ndim} dimensions: give a 1-D or a 2-D kernel.")
    spatial = array.ndim - (channel_axis is not None)
    if spatial != mask.ndim:
        way_out = " For colour images give channel_axis=-1." if (mask.ndim, array.ndim) == (2, 3) else ""
        raise ValueError(
            f"data of shape {array.shape} with channel_axis={channel_axis} has {spatial} dimensions to filter "
            f"and the kernel has {mask.ndim}: they must agree.{way_out}"
        )


@lru_cache(maxsize=256)
def _axes(
    mode: str, lengths: tuple[int, ...], taps: tuple[int, ...], dilations: tuple[int, ...], strides: tuple[int, ...]
) -> tuple[Axis, ...]:
    axes = tuple(
        axis_of(mode, length=length, taps=taps, dilation=gap, stride=step)
        for length, taps, gap, step in zip(lengths, taps, dilations, strides, strict=False)
    )
    if mode == "valid":
        _check_fits(axes)
    return axes


def _check_fits(axes: tuple[Axis, ...]) -> None:
    if any(axis.reach > axis.length for axis in axes):
        reaches, lengths = tuple(axis.reach for axis in axes), tuple(axis.length for axis in axes)
        raise ValueError(
            f"mode='valid' needs a kernel no longer than the data: the kernel reaches over {reaches} "
            f"samples (dilation included), the data have {lengths}. Use mode='same', or a shorter kernel."
        )
