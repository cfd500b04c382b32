"""Max pooling, and the peaks of a signal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from core.convolution.request import Array, check_per_axis, real_array


def max_pool(
    data: ArrayLike, size: int | Sequence[int], stride: int | Sequence[int] | None = None
) -> tuple[Array, NDArray[np.intp]]:
    """Return the largest value of each block, and its index.

    Parameters
    ----------
    data : array of shape (n,), (h, w) or any other
        Real numbers.
    size : int, or one for each axis
        Samples in a block along each axis.
    stride : int, one for each axis, or None
        Samples from one block to the next; None means `size`, so that blocks do not overlap. Samples at the end
        that fill no whole block are left out.

    Returns
    -------
    values, indices : two arrays of the same shape
        `indices` are flat, into `data`: ``data.ravel()[indices]`` gives the values. Of equal values the
        first is taken; a block with a NaN gives NaN.

    Raises
    ------
    ValueError
        For a block larger than the data, or sizes and strides that are not whole numbers from 1 up.
    TypeError
        For complex, object or text data.

    Source: Zhou and Chellappa, Computation of optical flow using a neural network, 1988.

    Examples
    --------
    >>> max_pool([0.2, 0.9, 0.4, 0.1, 0.5, 0.3], 2)
    (array([0.9, 0.4, 0.5]), array([1, 2, 4]))
    """
    array = real_array("data", data)
    if array.ndim == 0:
        raise ValueError("data has 0 dimensions: give at least one axis to pool along.")
    sizes = check_per_axis("size", size, array.ndim)
    strides = sizes if stride is None else check_per_axis("stride", stride, array.ndim)
    if any(block > length for block, length in zip(sizes, array.shape, strict=True)):
        raise ValueError(f"size={sizes} is larger than the data {array.shape}: give a smaller block.")
    every = tuple(slice(None, None, step) for step in strides)
    blocks = sliding_window_view(array, sizes)[every]
    # argmax returns the first NaN of a block, as the max pooling of networks does
    within = blocks.reshape(*blocks.shape[: array.ndim], -1).argmax(axis=-1)
    corners = np.meshgrid(
        *(np.arange(count) * step for count, step in zip(within.shape, strides, strict=True)), indexing="ij"
    )
    offsets = np.unravel_index(within, sizes)
    indices = tuple(corner + offset for corner, offset in zip(corners, offsets, strict=True))
    return array[indices], np.ravel_multi_index(indices, array.shape)


def local_maxima(signal: ArrayLike) -> NDArray[np.intp]:
    """Find the interior samples, or stretches of equal samples, that are greater than the samples on either side.

    Parameters
    ----------
    signal : array of shape (n,)
        Real numbers. Digital recordings have peaks of several equal samples: such a plateau counts once, at its
        middle, of two middles at the left one. A stretch beside a NaN is no peak.

    Returns
    -------
    indices : array of shape (peaks,)
        Ascending, those of `scipy.signal.find_peaks`; index 0 is the first sample. A stretch that reaches the first or
        the last sample is never a maximum.

    Raises
    ------
    ValueError
        If `signal` is not 1-D or is empty.
    TypeError
        If it holds complex numbers, objects or text.

    Examples
    --------
    >>> local_maxima([0.1, 0.7, 0.2, 0.2, 0.9])
    array([1])
    >>> local_maxima([0, 3, 3, 3, 1, 2, 2, 0])
    array([2, 5])
    """
    array = real_array("signal", signal)
    if array.ndim != 1:
        raise ValueError(f"signal has {array.ndim} dimensions: give a 1-D array.")
    # each stretch of equal samples by its first; NaN is equal to nothing and greater than nothing
    starts = np.flatnonzero(np.append(True, array[1:] != array[:-1]))
    ends = np.append(starts[1:], len(array)) - 1
    heights = array[starts]
    is_higher = (heights[1:-1] > heights[:-2]) & (heights[1:-1] > heights[2:])
    peaks = np.flatnonzero(is_higher) + 1
    return (starts[peaks] + ends[peaks]) // 2
