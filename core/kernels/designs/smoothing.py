"""Local means: kernels whose weights sum to 1 and that pass slow changes."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.designs.sampling import angle, gaussian_window, odd_size, offsets, rotated_plane, sigma
from core.kernels.weights import Weights
from core.parameters import Range

smoother_1d = partial(designed, family="smoothing", ndim=1)
smoother = partial(designed, family="smoothing", ndim=2)

SMITH = "S. W. Smith, The Scientist and Engineer's Guide to Digital Signal Processing, 1997, chapter 15."
WITKIN = "A. P. Witkin, 'Scale-space filtering', Proceedings of IJCAI 1983, 1019-1022."
KOENDERINK = "J. J. Koenderink, 'The structure of images', Biological Cybernetics 50, 1984, 363-370."
AUBURY = "M. Aubury and W. Luk, 'Binomial filters', Journal of VLSI Signal Processing 12(1), 1996, 35-50."
GONZALEZ = "R. C. Gonzalez and R. E. Woods, Digital Image Processing, 4th edition, 2018, section 3.5."
BANHAM = (
    "M. R. Banham and A. K. Katsaggelos, 'Digital image restoration', IEEE Signal Processing Magazine 14(2), 1997, "
    "24-41."
)


@smoother_1d("Moving average", SMITH, odd_size(5))
def box_1d(size: int) -> Weights:
    """The plain mean of a window: no other linear filter of its length lowers white noise more while keeping the
    level, but waves that fit the window vanish, and some shorter ones come back with their sign turned."""
    return np.full(size, 1 / size)


@smoother_1d("Gaussian, 1-D", WITKIN, sigma(1.0), odd_size(7))
def gaussian_1d(sigma: float, size: int) -> Weights:
    """A mean that trusts near samples most: smooths everything narrower than the standard deviation and adds no new
    bumps."""
    return gaussian_window(size, sigma)


@smoother_1d("Binomial, 1-D", AUBURY, odd_size(5))
def binomial_1d(size: int) -> Weights:
    """A row of Pascal's triangle, as if 1-1 had been averaged again and again: close to a Gaussian of variance
    (size - 1) / 4, and free of side lobes."""
    row = [math.comb(size - 1, tap) for tap in range(size)]
    return np.array(row, dtype=np.float64) / 2.0 ** (size - 1)


@smoother_1d(
    "Exponential smoothing",
    "R. G. Brown, Smoothing, Forecasting and Prediction of Discrete Time Series, Prentice-Hall, 1963.",
    Range("rate", "Weight of the newest sample", 0.3, 0.05, 0.95, 0.05, help="Larger follows faster."),
    odd_size(21),
)
def exponential_1d(rate: float, size: int) -> Weights:
    """A mean of this sample and the past, each sample counting less than the next by one factor. The taps after
    the centre are zero: it looks back only, and lags.

    The infinite series is cut off at the window and scaled to sum to 1.
    """
    age = -offsets(size)
    weights = np.where(age >= 0, (1 - rate) ** np.maximum(age, 0.0), 0.0)
    return np.asarray(weights / weights.sum())


@smoother("Gaussian", KOENDERINK, sigma(1.0), odd_size(7))
def gaussian(sigma: float, size: int) -> Weights:
    """A round, soft mean: removes detail finer than the standard deviation in every direction alike; a column times
    a row."""
    return np.outer(gaussian_window(size, sigma), gaussian_window(size, sigma))


@smoother("Box", GONZALEZ, odd_size(3))
def box(size: int) -> Weights:
    """The plain mean of a square: quick to compute, but fine stripes of some widths pass and leave streaks."""
    return np.outer(box_1d(size), box_1d(size))


@smoother("Binomial", AUBURY, odd_size(3))
def binomial(size: int) -> Weights:
    """A row of Pascal's triangle down and across; at size 3 the familiar 1-2-1 over 16, a Gaussian in whole
    numbers."""
    return np.outer(binomial_1d(size), binomial_1d(size))


@smoother(
    "Pillbox",
    BANHAM,
    Range("radius", "Radius", 3.0, 1.0, 15.0, 0.5, unit="pixels"),
)
def pillbox(radius: float) -> Weights:
    """The mean of a disc: what a lens out of focus makes of the image. Pixels on the rim count in part."""
    half = math.ceil(radius - 0.5)
    right = offsets(2 * half + 1)
    disc = np.clip(radius + 0.5 - np.hypot(right, right[:, np.newaxis]), 0.0, 1.0)
    return np.asarray(disc / disc.sum())


@smoother(
    "Motion blur",
    BANHAM,
    Range("length", "Length", 9.0, 3.0, 31.0, 1.0, unit="pixels"),
    angle("Where the camera moved: 0 to the right, 90 downwards; the opposite direction gives the same blur."),
)
def motion_blur(length: float, angle: float) -> Weights:
    """The mean along a line: what a camera that moves during the exposure makes of the image."""
    reach = (length - 1) / 2
    along, across = rotated_plane(2 * math.ceil(reach) + 1, angle)
    beyond_the_end = np.maximum(np.abs(along) - reach, 0.0)
    line = np.maximum(1.0 - np.hypot(beyond_the_end, across), 0.0)
    return np.asarray(line / line.sum())
