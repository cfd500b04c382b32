"""Kernels whose output is meant to be looked at: the data unchanged, sharpened or raised. The weights sum to 1."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.designs.laplacians import laplacian, laplacian_8
from core.kernels.designs.sampling import odd_size, offsets, sigma
from core.kernels.designs.smoothing import box, gaussian
from core.kernels.sources import books, papers
from core.kernels.weights import Weights
from core.parameters import Choice, Range

enhancer = partial(designed, family="enhancement", ndim=2)


@designed(
    "Identity, 1-D",
    books.OPPENHEIM.at("chapter 2"),
    odd_size(3),
    family="enhancement",
    ndim=1,
    use="To compare with: beside it is seen what any other kernel changes.",
    avoid="For any other purpose: nothing changes.",
    words="unchanged, impulse",
)
def identity_1d(size: int) -> Weights:
    """Leaves every sample as it is: the unit impulse, and the yardstick for all other kernels."""
    return np.asarray(offsets(size) == 0, dtype=np.float64)


@enhancer(
    "Identity",
    books.OPPENHEIM.at("chapter 2"),
    odd_size(3),
    use="To compare with: beside it is seen what any other kernel changes.",
    avoid="For any other purpose: nothing changes.",
    words="unchanged, impulse",
)
def identity(size: int) -> Weights:
    """Leaves every pixel as it is: the unit impulse, and the yardstick for all other kernels."""
    return np.outer(identity_1d(size), identity_1d(size))


@enhancer(
    "Sharpen",
    books.GONZALEZ.at("section 3.6", is_checked=True),
    Choice(
        "neighbours",
        "Neighbours",
        4,
        (4, 8),
        help="8 counts the diagonals as well and is about three times as strong.",
    ),
    use="To make soft pictures crisp.",
    avoid="On noisy pictures: the noise is sharpened as well.",
    words="crisp, detail",
)
def sharpen(neighbours: int) -> Weights:
    """The image less its Laplacian: steepens every edge, and noise with it."""
    return identity(3) - (laplacian() if neighbours == 4 else laplacian_8())


@enhancer(
    "Unsharp mask",
    papers.POLESEL,
    Range("amount", "Amount", 1.0, 0.1, 5.0, 0.1),
    sigma(1.5),
    odd_size(9),
    use="To sharpen by an amount and at a width of your choice, as for print.",
    avoid="In large amounts, which leave halos at edges.",
    words="sharpen, crisp, detail, photograph",
)
def unsharp(amount: float, sigma: float, size: int) -> Weights:
    """Adds what a Gaussian blur would remove, times the amount: sharpens detail finer than the standard deviation,
    and leaves halos when overdone."""
    return np.asarray((1 + amount) * identity(size) - amount * gaussian(sigma, size))


@enhancer(
    "High boost",
    books.GONZALEZ.at("section 3.6", is_checked=True),
    Range("boost", "Boost", 1.5, 1.0, 5.0, 0.1),
    odd_size(3),
    use="To sharpen strongly with little work.",
    avoid="On noisy pictures: the noise is sharpened as well.",
    words="sharpen, crisp, detail",
)
def high_boost(boost: float, size: int) -> Weights:
    """Adds the difference from the local mean, times the boost: unsharp masking with a box, above 1 stronger than
    in the darkroom."""
    return np.asarray((1 + boost) * identity(size) - boost * box(size))


@enhancer(
    "Emboss",
    books.GIMP,
    use="For the effect of a relief.",
    avoid="For measurements: it mixes a picture with its slope.",
    words="relief, effect",
)
def emboss() -> Weights:
    """The image plus its slope to the lower right: the scene looks like a relief lit from one corner."""
    diagonal_slope = np.array([[-2.0, -1.0, 0.0], [-1.0, 0.0, 1.0], [0.0, 1.0, 2.0]])
    return np.asarray(identity(3) + diagonal_slope)
