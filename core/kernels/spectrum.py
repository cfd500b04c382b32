"""What a kernel does to every frequency: its discrete Fourier transform."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.kernels.weights import Weights, as_weights

LARGEST_N = {1: 4096, 2: 1024}
# Below this share of the largest possible response, rounding alone decides; a phase drawn from it would be noise.
ROUNDING = 1e-13


@dataclass(frozen=True, eq=False)
class Spectrum:
    """How a correlation with a kernel scales and shifts waves.

    For a signal's kernel all arrays have shape (n // 2 + 1,); `frequencies` run from 0 to 0.5 cycles per sample.
    For an image's kernel `frequencies` (n,) run from -0.5 upwards, in cycles per pixel, and serve both axes;
    `response`, `magnitude` and `phase` have shape (n, n): index [down, right], frequency 0 at [n // 2, n // 2].

    >>> frequency_response([1, 1], n=2).magnitude
    array([2., 0.])
    """

    frequencies: NDArray[np.float64]
    response: NDArray[np.complex128]

    def __post_init__(self) -> None:
        self.frequencies.flags.writeable = False
        self.response.flags.writeable = False

    @property
    def magnitude(self) -> NDArray[np.float64]:
        """By what a wave's amplitude is multiplied."""
        return np.abs(self.response)

    @property
    def phase(self) -> NDArray[np.float64]:
        """By how many radians, above -pi to pi, a wave is advanced; 0 where nothing of it is left."""
        return np.angle(self.response)


def frequency_response(kernel: ArrayLike, n: int = 256) -> Spectrum:
    """Return the response of a correlation with `kernel` ((k,), (h, w) or a Kernel) at `n` frequencies an axis.

    ``H(f) = sum_j w[j] exp(2 pi i f (j - k // 2))``: the kernel is centred as in mode "same", so a symmetric one of
    odd length has phase 0 or pi, and a centred difference a phase of 90 degrees. The values are exact for any `n`,
    also one below the kernel's size: fewer frequencies of the same curve. (A. V. Oppenheim and R. W. Schafer,
    Discrete-Time Signal Processing, 3rd edition, 2010, chapter 2; there of a convolution, hence conjugated.)

    Raises ValueError for `n` other than a whole number from 2 to 4096 (1-D) or 1024 (2-D) and for weights that are
    empty, not finite or of other dimensions; TypeError for complex numbers, objects or text.

    >>> smoothing = frequency_response([0.25, 0.5, 0.25], n=4)
    >>> smoothing.frequencies, smoothing.magnitude
    (array([0.  , 0.25, 0.5 ]), array([1. , 0.5, 0. ]))
    """
    weights = as_weights("kernel", kernel)
    n = _checked(n, weights.ndim)
    response = np.conj(np.fft.fftn(_around_origin(weights, n)))
    floor = ROUNDING * np.abs(weights).sum()
    response.real[np.abs(response.real) <= floor] = 0.0
    response.imag[np.abs(response.imag) <= floor] = 0.0
    # Turns -0.0 into 0.0, lest the phase of a negative number be -pi in one place and pi in another.
    response += 0.0
    if weights.ndim == 1:
        return Spectrum(np.asarray(np.fft.rfftfreq(n), dtype=np.float64), response[: n // 2 + 1].copy())
    return Spectrum(np.fft.fftshift(np.fft.fftfreq(n)), np.fft.fftshift(response))


def _checked(n: object, ndim: int) -> int:
    largest = LARGEST_N[ndim]
    if isinstance(n, int | np.integer) and not isinstance(n, bool) and 2 <= n <= largest:
        return int(n)
    shown = f"{n!r}"[:60]
    raise ValueError(f"n={shown} is not allowed: give a whole number from 2 to {largest}, for example 256.")


def _around_origin(weights: Weights, n: int) -> Weights:
    """Weights on a circle of n points an axis, tap k // 2 at index 0; a longer kernel wraps around and adds up.

    Wrapping is exact, not an approximation: at the frequencies m / n, taps n apart see the same wave.
    """
    circle = np.zeros((n,) * weights.ndim)
    places = np.ix_(*((np.arange(size) - size // 2) % n for size in weights.shape))
    np.add.at(circle, places, weights)
    return circle
