"""What counts as the numbers of a kernel: the one check that every public function makes at its entrance."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Weights = NDArray[np.float64]


def as_weights(argument: str, numbers: ArrayLike) -> Weights:
    """Return `numbers` (a Kernel or array-like, (k,) or (h, w)) as float64, or say what is wrong with `argument`.

    Raises TypeError for complex numbers, objects and text, ValueError for an empty array, for other than one or
    two dimensions and for NaN or infinity.

    >>> as_weights("kernel", [1, 2, 1])
    array([1., 2., 1.])
    >>> as_weights("kernel", 3)
    Traceback (most recent call last):
    ...
    ValueError: kernel has 0 dimensions: give a kernel, or an array of shape (k,) or (h, w).
    """
    array = _as_array(argument, numbers)
    if array.dtype.kind not in "buif":
        raise TypeError(f"{argument} holds {array.dtype} values: give real numbers.")
    if array.ndim not in (1, 2):
        raise ValueError(f"{argument} has {array.ndim} dimensions: give a kernel, or an array of shape (k,) or (h, w).")
    if array.size == 0:
        raise ValueError(f"{argument} is empty, of shape {array.shape}: give at least one number.")
    if not np.isfinite(array).all():
        raise ValueError(f"{argument} holds NaN or infinity: give finite numbers.")
    return array.astype(np.float64, copy=False)


def _as_array(argument: str, numbers: ArrayLike) -> NDArray[np.generic]:
    try:
        return np.asarray(numbers)
    except ValueError as error:
        raise ValueError(f"{argument} has rows of different lengths: give an array of shape (k,) or (h, w).") from error
