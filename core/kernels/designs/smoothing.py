"""Local means: kernels whose weights sum to 1 and that pass slow changes."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.designs.sampling import angle, gaussian_window, odd_size, offsets, rotated_plane, sigma
from core.kernels.sources import books, papers
from core.kernels.weights import Weights
from core.parameters import Range

smoother_1d = partial(designed, family="smoothing", ndim=1)
smoother = partial(designed, family="smoothing", ndim=2)


@smoother_1d(
    "Moving average",
    books.SMITH.at("chapter 15", is_checked=True),
    odd_size(5),
    use="To lower white noise as far as a kernel of its length can.",
    avoid="Where single waves matter: some vanish, and others turn their sign.",
    words="running mean, box",
)
def box_1d(size: int) -> Weights:
    """The plain mean of a window: no other linear filter of its length lowers white noise more while keeping the
    level, but waves that fit the window vanish, and some shorter ones come back with their sign turned."""
    return np.full(size, 1 / size)


@smoother_1d(
    "Gaussian, 1-D",
    papers.WITKIN,
    sigma(1.0),
    odd_size(7),
    use="To smooth without adding bumps, and to choose how coarsely to look.",
    avoid="Where peaks must keep their height: a Gaussian flattens them.",
    words="bell, smooth",
)
def gaussian_1d(sigma: float, size: int) -> Weights:
    """A mean that trusts near samples most: smooths everything narrower than the standard deviation and adds no new
    bumps."""
    return gaussian_window(size, sigma)


@smoother_1d(
    "Binomial, 1-D",
    papers.AUBURY,
    odd_size(5),
    use="As a Gaussian in whole numbers, for example on small processors.",
    avoid="For wide smoothing: its width grows only with the square root of its size.",
    words="pascal, gaussian",
)
def binomial_1d(size: int) -> Weights:
    """A row of Pascal's triangle, as if 1-1 had been averaged again and again: close to a Gaussian of variance
    (size - 1) / 4, and free of side lobes."""
    row = [math.comb(size - 1, tap) for tap in range(size)]
    return np.array(row, dtype=np.float64) / 2.0 ** (size - 1)


@smoother_1d(
    "Exponential smoothing",
    books.BROWN,
    Range("rate", "Weight of the newest sample", 0.3, 0.05, 0.95, 0.05, help="Larger follows faster."),
    odd_size(21),
    use="To smooth while data are still coming in: it looks back only.",
    avoid="Where the result must not lag behind.",
    words="forecast, live, trend",
)
def exponential_1d(rate: float, size: int) -> Weights:
    """A mean of this sample and the past, each sample counting less than the next by one factor. The taps after
    the centre are zero: it looks back only, and lags.

    The infinite series is cut off at the window and scaled to sum to 1.
    """
    age = -offsets(size)
    weights = np.where(age >= 0, (1 - rate) ** np.maximum(age, 0.0), 0.0)
    return np.asarray(weights / weights.sum())


@smoother(
    "Gaussian",
    papers.KOENDERINK,
    sigma(1.0),
    odd_size(7),
    use="To blur without a preferred direction, before edges are sought or pictures are reduced.",
    avoid="Where edges must stay sharp.",
    words="bell, blur, smooth, round",
)
def gaussian(sigma: float, size: int) -> Weights:
    """A round, soft mean: removes detail finer than the standard deviation in every direction alike; a column times
    a row."""
    return np.outer(gaussian_window(size, sigma), gaussian_window(size, sigma))


@smoother(
    "Box",
    books.GONZALEZ.at("section 3.5", is_checked=True),
    odd_size(3),
    use="For the quickest mean, and for means over squares of pixels.",
    avoid="On fine stripes: some widths pass with their sign turned.",
    words="square",
)
def box(size: int) -> Weights:
    """The plain mean of a square: quick to compute, but fine stripes of some widths pass and leave streaks."""
    return np.outer(box_1d(size), box_1d(size))


@smoother(
    "Binomial",
    papers.AUBURY,
    odd_size(3),
    use="As a small Gaussian in whole numbers.",
    avoid="For wide smoothing: its width grows only with the square root of its size.",
    words="pascal, gaussian",
)
def binomial(size: int) -> Weights:
    """A row of Pascal's triangle down and across; at size 3 the familiar 1-2-1 over 16, a Gaussian in whole
    numbers."""
    return np.outer(binomial_1d(size), binomial_1d(size))


@smoother(
    "Pillbox",
    papers.BANHAM,
    Range("radius", "Radius", 3.0, 1.0, 15.0, 0.5, unit="pixels"),
    use="To imitate a lens that is out of focus, or to learn how to undo that.",
    avoid="To smooth noise gently: its sharp rim lets some fine detail pass.",
    words="defocus, lens, disc, out of focus",
)
def pillbox(radius: float) -> Weights:
    """The mean of a disc: what a lens out of focus makes of the image. Pixels on the rim count in part."""
    half = math.ceil(radius - 0.5)
    right = offsets(2 * half + 1)
    disc = np.clip(radius + 0.5 - np.hypot(right, right[:, np.newaxis]), 0.0, 1.0)
    return np.asarray(disc / disc.sum())


@smoother(
    "Motion blur",
    papers.BANHAM,
    Range("length", "Length", 9.0, 3.0, 31.0, 1.0, unit="pixels"),
    angle("Where the camera moved: 0 to the right, 90 downwards; the opposite direction gives the same blur."),
    use="To imitate a camera that moved, or to learn how to undo that.",
    avoid="As plain smoothing: one direction only is blurred.",
    words="camera, shake, direction",
)
def motion_blur(length: float, angle: float) -> Weights:
    """The mean along a line: what a camera that moves during the exposure makes of the image."""
    reach = (length - 1) / 2
    along, across = rotated_plane(2 * math.ceil(reach) + 1, angle)
    beyond_the_end = np.maximum(np.abs(along) - reach, 0.0)
    line = np.maximum(1.0 - np.hypot(beyond_the_end, across), 0.0)
    return np.asarray(line / line.sum())
