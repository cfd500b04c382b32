"""A kernel prepared for the loops: its weights in the working type, and its factors if it is separable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from core.convolution.request import Array

ROUNDINGS = 8  # by how many roundings of the working type a product of factors may differ from the weight


@dataclass(frozen=True, eq=False)
class Mask:
    """A kernel in the type that is computed with.

    `weights` are listed row by row. `factors` are a column, then a row, whose products are the weights, or None for a
    kernel that is not separable. `is_finite` is False for kernels with NaN or inf.
    """

    shape: tuple[int, int]
    weights: Array
    factors: Array | None
    is_finite: bool

    @cached_property
    def addresses(self) -> tuple[int, int]:
        """The addresses of the weights and of the factors, 0 without factors."""
        return self.weights.ctypes.data, 0 if self.factors is None else self.factors.ctypes.data

    @property
    def taps(self) -> int:
        """Products an output."""
        return self.shape[0] * self.shape[1]


def mask_of(kernel: Array, dtype: np.dtype[Any]) -> Mask:
    """Prepare a kernel of one or two dimensions; the masks of the latest kernels are cached.

    >>> mask_of(np.outer([1.0, 2.0, 1.0], [-1.0, 0.0, 1.0]), np.dtype("float32")).factors
    array([-1., -2., -1.,  1., -0., -1.], dtype=float32)
    >>> mask_of(np.eye(3), np.dtype("float32")).factors is None
    True
    """
    return _mask(kernel.tobytes(), kernel.dtype.str, kernel.shape, dtype.str)


@lru_cache(maxsize=128)
def _mask(numbers: bytes, kind: str, shape: tuple[int, ...], working: str) -> Mask:
    height, width = (1, *shape)[-2:]
    kernel = np.frombuffer(numbers, kind).reshape(height, width)
    dtype = np.dtype(working)
    exact = kernel.astype(np.result_type(dtype, np.float64))
    with np.errstate(over="ignore"):
        # writable copies: compiled loops take their address
        weights = np.array(exact, dtype).ravel()
    is_finite = bool(np.isfinite(weights).all())
    factors = _factors(exact, dtype) if is_finite and min(kernel.shape) > 1 else None
    return Mask((height, width), weights, factors, is_finite)


def _factors(kernel: Array, dtype: np.dtype[Any]) -> Array | None:
    """The column and the row through the largest weight, if their products are the kernel, that is if its rank is 1.

    Each weight is compared by itself, so that zeros, signs and small weights agree too, and NaN and inf spread as they
    do without factors. The factors of a singular value decomposition are accurate relative to the largest weight only.
    """
    row, column = np.unravel_index(np.abs(kernel).argmax(), kernel.shape)
    pivot = kernel[row, column]
    if pivot == 0:
        return None
    down, across = kernel[:, column], kernel[row] / pivot
    gap = np.abs(np.outer(down, across) - kernel)
    if (gap > ROUNDINGS * np.finfo(dtype).eps * np.abs(kernel)).any():
        return None
    factors = np.concatenate([down, across])
    return factors.astype(dtype)
