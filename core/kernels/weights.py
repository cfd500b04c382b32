"""What counts as the numbers of a kernel: the one check that every public function makes at its entrance."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Weights = NDArray[np.float64]


def as_weights(
    argument: str, numbers: ArrayLike, dimensions: tuple[int, ...] = (1, 2), shapes: str = "(k,) or (h, w)"
) -> Weights:
    """Return `numbers` (a Kernel or array-like, (k,) or (h, w)) as float64, or say what is wrong with `argument`.

    Other numbers of dimensions are allowed by naming them, and the shapes that they stand for.

    Raises TypeError for complex numbers, objects and text, ValueError for an empty array, for dimensions that are
    not allowed and for NaN or infinity.

    >>> as_weights("kernel", [1, 2, 1])
    array([1., 2., 1.])
    >>> as_weights("kernel", 3)
    Traceback (most recent call last):
    ...
    ValueError: kernel has 0 dimensions: give a kernel, or an array of shape (k,) or (h, w).
    """
    array = _as_array(argument, numbers, shapes)
    if array.dtype.kind not in "buif":
        raise TypeError(f"{argument} holds {array.dtype} values: give real numbers.")
    if array.ndim not in dimensions:
        raise ValueError(f"{argument} has {array.ndim} dimensions: give a kernel, or an array of shape {shapes}.")
    if array.size == 0:
        raise ValueError(f"{argument} is empty, of shape {array.shape}: give at least one number.")
    if not np.isfinite(array).all():
        raise ValueError(f"{argument} holds NaN or infinity: give finite numbers.")
    return array.astype(np.float64, copy=False)


def _as_array(argument: str, numbers: ArrayLike, shapes: str) -> NDArray[np.generic]:
    try:
        return np.asarray(numbers)
    except ValueError as error:
        raise ValueError(f"{argument} has rows of different lengths: give an array of shape {shapes}.") from error
