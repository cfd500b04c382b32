"""The tables of a fast Fourier transform of one size: its radices, its twiddle factors, the order of its results.

A tile of an image has rows and columns that are transformed one after the other. A tile of a signal is cut into rows
as well and transformed in the same way, with one multiplication between (W. M. Gentleman and G. Sande, 1966).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.convolution.request import Array

# fast lengths: products of a power of four with at most one two and one three, whole vectors of any machine
SIZES = tuple(sorted(4**four * odd for four in range(2, 8) for odd in (1, 2, 3, 6)))


@dataclass(frozen=True, eq=False)
class Transform:
    """The tables of a transform down columns of one length; `order` is the frequency at each index of the result."""

    length: int
    radices: NDArray[np.int64]
    twiddles: Array
    order: NDArray[np.int64]

    @cached_property
    def addresses(self) -> tuple[int, int]:
        """The addresses of the radices and the twiddle factors."""
        return self.radices.ctypes.data, self.twiddles.ctypes.data


@lru_cache(maxsize=64)
def transform_of(length: int, dtype: np.dtype[Any]) -> Transform:
    """Make the tables for one of `SIZES`.

    >>> transform_of(96, np.dtype("float32")).radices.tolist()
    [3, 2, 4, 4]
    """
    radices = _radices(length)
    factors, block = [], length
    for radix in radices:
        quotient = block // radix
        angles = -2 * np.pi * np.outer(np.arange(quotient), np.arange(1, radix)) / block
        factors.append(np.stack([np.cos(angles), np.sin(angles)], axis=-1).ravel())
        block = quotient
    twiddles = np.concatenate(factors).astype(dtype)
    return Transform(length, np.array(radices, np.int64), twiddles, _order(radices, length))


def _radices(length: int) -> list[int]:
    odd = [3] if length % 3 == 0 else []
    fours, twos = divmod((length // (3 if odd else 1)).bit_length() - 1, 2)
    return [*odd, *[2] * twos, *[4] * fours]


def _order(radices: list[int], length: int) -> NDArray[np.int64]:
    if not radices:
        return np.zeros(1, np.int64)
    inner = _order(radices[1:], length // radices[0])
    return np.concatenate([radices[0] * inner + number for number in range(radices[0])])


@lru_cache(maxsize=8)
def spectrum_of(
    numbers: bytes,
    shape: tuple[int, ...],
    gaps: tuple[int, ...],
    size: tuple[int, int],
    lanes: int,
    dtype: np.dtype[Any],
) -> Array:
    """The conjugate spectrum of a kernel, in the order in which the loops read it.

    `gaps` are the samples from one tap to the next; the scale of the inverse transform is included.
    """
    rows, columns = size
    whole = (rows * columns,) if len(shape) == 1 else size
    spread = np.zeros(whole)
    positions = np.ix_(*(np.arange(taps) * gap for taps, gap in zip(shape, gaps, strict=True)))
    spread[positions] = np.frombuffer(numbers).reshape(shape)
    spectrum = np.conj(np.fft.fftn(spread)) / (rows * columns)
    down, across = transform_of(rows, dtype).order, transform_of(columns, dtype).order
    if len(shape) == 1:
        return _strips(spectrum[down[None, :] + rows * across[:, None]], lanes, dtype)
    return _strips(spectrum[np.ix_(down, across)].T, lanes, dtype)


@lru_cache(maxsize=16)
def between_of(size: tuple[int, int], lanes: int, dtype: np.dtype[Any]) -> Array:
    """The factors between the two transforms of a signal's tile."""
    rows, columns = size
    angles = -2 * np.pi * np.outer(transform_of(rows, dtype).order, np.arange(columns)) / (rows * columns)
    return _strips(np.exp(1j * angles), lanes, dtype)


def strip_bytes(rows: int, lanes: int, dtype: np.dtype[Any]) -> int:
    """Bytes from one strip to the next: one cache line more than it fills, so that strips do not evict one another."""
    return 2 * rows * lanes * dtype.itemsize + 64


def _strips(values: Array, lanes: int, dtype: np.dtype[Any]) -> Array:
    """Complex numbers (rows, columns) as strips of `lanes` columns: a row's real parts, then its imaginary ones."""
    rows, columns = values.shape
    parts = np.stack([values.real, values.imag]).reshape(2, rows, columns // lanes, lanes)
    strips = np.zeros((columns // lanes, strip_bytes(rows, lanes, dtype) // dtype.itemsize), dtype)
    strips[:, : 2 * rows * lanes] = parts.transpose(2, 1, 0, 3).reshape(columns // lanes, -1)
    return strips
