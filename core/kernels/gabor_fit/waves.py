"""Gabor functions whose amplitude and phase are still open: pairs of waves under a bell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# The rows of parameters (6, n): place in pixels, angle in radians, cycles a pixel; widths are compared by ratio.
ROW, COLUMN, ANGLE, FREQUENCY, LOG_SIGMA, LOG_ASPECT = range(6)

# At half a cycle a pixel one of two waves may be zero at every pixel; what rounding leaves of it is no direction.
VANISHED = 3e-5


@dataclass(frozen=True, eq=False)
class Waves:
    """BeforeAfterData of waves under a bell, as sampled orthogonal to each other.

    `even` (n, taps) is ``bell * cos(2 pi frequency across - turn)``, `odd` the same with the sine, and `turn` (n,) in
    radians. Their lengths (n,) are Euclidean, infinite for an odd wave that has vanished: nothing is made of it.
    `across` and `along` the stripes (n, taps) are distances from the centre in pixels.
    """

    even: Array
    odd: Array
    turn: Array
    even_length: Array
    odd_length: Array
    across: Array
    along: Array

    def nearest(self, targets: Array) -> tuple[Array, Array, Array]:
        """Amplitudes (n,) of both waves that come nearest to targets (n, taps) of length 1, and the cosine (n,)."""
        even, odd = _dot(self.even, targets) / self.even_length, _dot(self.odd, targets) / self.odd_length
        return even / self.even_length, odd / self.odd_length, np.minimum(np.hypot(even, odd), 1.0)

    def mixed(self, even: Array, odd: Array) -> Array:
        """The sum of both waves (n, taps) with amplitudes (n,)."""
        return even[:, np.newaxis] * self.even + odd[:, np.newaxis] * self.odd


def waves(parameters: Array, shape: tuple[int, int]) -> Waves:
    """The pairs with parameters (6, n), sampled at the pixels of `shape`.

    Where the squares of complex waves add up to ``r exp(2 i turn)``, those turned back by `turn` have real and
    imaginary parts that are orthogonal, and the real one is the longer.
    """
    row, column, angle, frequency, log_sigma, log_aspect = parameters[:, :, np.newaxis]
    rows, columns = (each.reshape(1, -1) for each in np.indices(shape, dtype=np.float64))
    right, down, cos, sin = columns - column, rows - row, np.cos(angle), np.sin(angle)
    across, along = right * cos + down * sin, down * cos - right * sin
    bell = np.exp(-0.5 * np.exp(-2 * log_sigma) * (across**2 + np.exp(2 * log_aspect) * along**2))
    wave = 2 * np.pi * frequency * across
    even, odd = bell * np.cos(wave), bell * np.sin(wave)
    turn = 0.5 * np.arctan2(2 * _dot(even, odd), _dot(even, even) - _dot(odd, odd))
    cos, sin = np.cos(turn)[:, np.newaxis], np.sin(turn)[:, np.newaxis]
    even, odd = even * cos + odd * sin, odd * cos - even * sin
    even_length, odd_length = np.sqrt(_dot(even, even)), np.sqrt(_dot(odd, odd))
    odd_length = np.where(odd_length > VANISHED * even_length, odd_length, np.inf)
    return Waves(even, odd, turn, even_length, odd_length, across, along)


def _dot(one: Array, other: Array) -> Array:
    return np.asarray(np.einsum("nt,nt->n", one, other))
