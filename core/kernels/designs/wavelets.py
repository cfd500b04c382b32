"""The two filters of an orthogonal wavelet transform: what is slow, and what that loses."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.sources import papers
from core.kernels.weights import Weights
from core.parameters import Choice, Range

wavelet = partial(designed, family="wavelets", ndim=1)


ORDER = Range("order", "Vanishing moments", 2, 1, 10, 1, help="The kernel has twice as many taps.")


@wavelet(
    "Haar low pass",
    papers.HAAR,
    use="To halve a signal by the means of its pairs.",
    words="mean, low pass",
)
def haar_low() -> Weights:
    """The mean of two neighbours times the square root of 2, which keeps the energy: the slow half of the simplest
    wavelet transform."""
    return np.full(2, math.sqrt(0.5))


@wavelet(
    "Haar high pass",
    papers.HAAR,
    use="To see jumps between neighbours, and to compress.",
    words="difference, high pass, step",
)
def haar_high() -> Weights:
    """The rise from one sample to the next over the square root of 2: what the mean of the two forgets."""
    return np.array([-math.sqrt(0.5), math.sqrt(0.5)])


@wavelet(
    "Daubechies low pass",
    papers.DAUBECHIES,
    ORDER,
    use="To halve smooth signals with little loss.",
    words="low pass",
)
def daubechies_low(order: int) -> Weights:
    """The slow half of a wavelet transform that keeps polynomials below the order; sums to the square root of
    2."""
    # Imported here because it costs more than the rest of the package.
    import pywt

    # PyWavelets convolves with dec_lo; rec_lo is the same mirrored, as a correlation applies it.
    return np.array(pywt.Wavelet(f"db{order}").rec_lo)


@wavelet(
    "Daubechies high pass",
    papers.DAUBECHIES,
    ORDER,
    use="To find jumps and kinks in smooth signals, and to compress these.",
    words="kink, high pass",
)
def daubechies_high(order: int) -> Weights:
    """The fast half of a wavelet transform: zero on polynomials below the order, so it shows jumps and kinks.

    The low pass mirrored with alternating signs, which make order 1 the Haar high pass: positive where the signal
    rises. PyWavelets' details have the opposite sign.
    """
    alternating = np.where(np.arange(2 * order) % 2 == 0, -1.0, 1.0)
    return alternating * daubechies_low(order)[::-1]


@designed(
    "Haar, 2-D",
    papers.MALLAT,
    Choice(
        "band",
        "Band",
        "across",
        ("average", "across", "down", "diagonal"),
        help="across answers to a rise to the right, down to one downwards, diagonal to a checkerboard.",
    ),
    family="wavelets",
    ndim=2,
    use="To compress pictures, and to see their coarse edges.",
    words="edge, diagonal, checkerboard",
)
def haar_2d(band: str) -> Weights:
    """One of the four filters of the simplest wavelet transform of images: the mean, or the difference across,
    down or diagonally, over two by two pixels."""
    down = haar_high() if band in ("down", "diagonal") else haar_low()
    right = haar_high() if band in ("across", "diagonal") else haar_low()
    return np.outer(down, right)
