"""Kernels whose output is meant to be looked at: the data unchanged, sharpened or raised. The weights sum to 1."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.designs.laplacians import laplacian, laplacian_8
from core.kernels.designs.sampling import odd_size, offsets, sigma
from core.kernels.designs.smoothing import box, gaussian
from core.kernels.weights import Weights
from core.parameters import Choice, Range

enhancer = partial(designed, family="enhancement", ndim=2)

OPPENHEIM = "A. V. Oppenheim and R. W. Schafer, Discrete-Time Signal Processing, 3rd edition, 2010, chapter 2."
GONZALEZ = "R. C. Gonzalez and R. E. Woods, Digital Image Processing, 4th edition, 2018, section 3.6."


@designed("Identity, 1-D", OPPENHEIM, odd_size(3), family="enhancement", ndim=1)
def identity_1d(size: int) -> Weights:
    """Leaves every sample as it is: the unit impulse, and the yardstick for all other kernels."""
    return np.asarray(offsets(size) == 0, dtype=np.float64)


@enhancer("Identity", OPPENHEIM, odd_size(3))
def identity(size: int) -> Weights:
    """Leaves every pixel as it is: the unit impulse, and the yardstick for all other kernels."""
    return np.outer(identity_1d(size), identity_1d(size))


@enhancer(
    "Sharpen",
    GONZALEZ,
    Choice(
        "neighbours",
        "Neighbours",
        4,
        (4, 8),
        help="8 counts the diagonals as well and is about three times as strong.",
    ),
)
def sharpen(neighbours: int) -> Weights:
    """The image less its Laplacian: steepens every edge, and noise with it."""
    return identity(3) - (laplacian() if neighbours == 4 else laplacian_8())


@enhancer(
    "Unsharp mask",
    "A. Polesel, G. Ramponi and V. J. Mathews, 'Image enhancement via adaptive unsharp masking', IEEE Transactions "
    "on Image Processing 9(3), 2000, 505-510: the linear case.",
    Range("amount", "Amount", 1.0, 0.1, 5.0, 0.1),
    sigma(1.5),
    odd_size(9),
)
def unsharp(amount: float, sigma: float, size: int) -> Weights:
    """Adds what a Gaussian blur would remove, times the amount: sharpens detail finer than the standard deviation,
    and leaves halos when overdone."""
    return np.asarray((1 + amount) * identity(size) - amount * gaussian(sigma, size))


@enhancer("High boost", GONZALEZ, Range("boost", "Boost", 1.5, 1.0, 5.0, 0.1), odd_size(3))
def high_boost(boost: float, size: int) -> Weights:
    """Adds the difference from the local mean, times the boost: unsharp masking with a box, above 1 stronger than
    in the darkroom."""
    return np.asarray((1 + boost) * identity(size) - boost * box(size))


@enhancer(
    "Emboss",
    "GIMP Documentation Team, GNU Image Manipulation Program User Manual, version 2.10 of 2018, "
    "section 'Convolution Matrix'.",
)
def emboss() -> Weights:
    """The image plus its slope to the lower right: the scene looks like a relief lit from one corner."""
    diagonal_slope = np.array([[-2.0, -1.0, 0.0], [-1.0, 0.0, 1.0], [0.0, 1.0, 2.0]])
    return np.asarray(identity(3) + diagonal_slope)
