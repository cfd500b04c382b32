"""First differences in two directions, smoothed or not: the classical edge masks, built as edge times smoothing."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.sources import books, papers
from core.kernels.weights import Weights

edge = partial(designed, family="edges", ndim=2)


RISE = np.array([-1.0, 0.0, 1.0])
SOBEL_SMOOTH = np.array([1.0, 2.0, 1.0])
SCHARR_SMOOTH = np.array([3.0, 10.0, 3.0])
PREWITT_SMOOTH = np.ones(3)
# More decimals than the table prints, so that the smoothing sums to 1 within rounding.
FARID_RISE = np.array([-0.109603762960254, -0.276690988455557, 0.0, 0.276690988455557, 0.109603762960254])
FARID_SMOOTH = np.array(
    [0.0376593171958126, 0.249153396177344, 0.426374573253687, 0.249153396177344, 0.0376593171958126]
)


@edge(
    "Sobel x",
    books.SOBEL,
    use="To find upright edges quickly; with Sobel y for strength and direction of any edge.",
    words="edge, vertical, upright",
)
def sobel_x() -> Weights:
    """Answers where brightness rises to the right, that is at vertical edges, and smooths 1-2-1 along them.
    Divide by 8 for brightness per pixel."""
    return np.outer(SOBEL_SMOOTH, RISE)


@edge(
    "Sobel y",
    books.SOBEL,
    use="To find level edges quickly; with Sobel x for strength and direction of any edge.",
    words="edge, horizontal",
)
def sobel_y() -> Weights:
    """Answers where brightness rises downwards, that is at horizontal edges, and smooths 1-2-1 along them.
    Divide by 8 for brightness per pixel."""
    return np.outer(RISE, SOBEL_SMOOTH)


@edge(
    "Scharr x",
    books.SCHARR,
    use="As Sobel x, where the direction of slanted edges must come out right.",
    words="vertical, upright, isotropic",
)
def scharr_x() -> Weights:
    """Sobel x with weights 3-10-3, chosen so that the slope's direction comes out right for slanted edges.
    Divide by 32 for brightness per pixel."""
    return np.outer(SCHARR_SMOOTH, RISE)


@edge(
    "Scharr y",
    books.SCHARR,
    use="As Sobel y, where the direction of slanted edges must come out right.",
    words="horizontal, isotropic",
)
def scharr_y() -> Weights:
    """Sobel y with weights 3-10-3, chosen so that the slope's direction comes out right for slanted edges.
    Divide by 32 for brightness per pixel."""
    return np.outer(RISE, SCHARR_SMOOTH)


@edge(
    "Prewitt x",
    books.PREWITT,
    words="vertical, upright",
)
def prewitt_x() -> Weights:
    """Answers where brightness rises to the right, averaging three rows alike. Divide by 6 for brightness per
    pixel."""
    return np.outer(PREWITT_SMOOTH, RISE)


@edge(
    "Prewitt y",
    books.PREWITT,
    words="horizontal",
)
def prewitt_y() -> Weights:
    """Answers where brightness rises downwards, averaging three columns alike. Divide by 6 for brightness per
    pixel."""
    return np.outer(RISE, PREWITT_SMOOTH)


@edge(
    "Roberts 1",
    books.ROBERTS,
    use="To find diagonal edges with the least work.",
    avoid="In noise, of which two numbers average nothing away.",
    words="diagonal, cross",
)
def roberts_1() -> Weights:
    """The smallest edge detector: the difference of two diagonal neighbours, positive where brightness rises to
    the lower right."""
    return np.array([[-1.0, 0.0], [0.0, 1.0]])


@edge(
    "Roberts 2",
    books.ROBERTS,
    use="To find diagonal edges with the least work.",
    avoid="In noise, of which two numbers average nothing away.",
    words="diagonal, cross",
)
def roberts_2() -> Weights:
    """The other diagonal of Roberts' cross, positive where brightness rises to the lower left."""
    return np.array([[0.0, -1.0], [1.0, 0.0]])


@edge(
    "Farid x",
    papers.FARID.at("table 1, five taps"),
    use="To measure slopes and directions precisely, for example to follow motion.",
    words="vertical, upright, precise, isotropic",
)
def farid_x() -> Weights:
    """A derivative to the right of five by five taps, whose smoothing and difference were optimised together so
    that it treats all directions alike."""
    return np.outer(FARID_SMOOTH, FARID_RISE)


@edge(
    "Farid y",
    papers.FARID.at("table 1, five taps"),
    use="To measure slopes and directions precisely, for example to follow motion.",
    words="horizontal, precise, isotropic",
)
def farid_y() -> Weights:
    """A downward derivative of five by five taps, whose smoothing and difference were optimised together so that
    it treats all directions alike."""
    return np.outer(FARID_RISE, FARID_SMOOTH)


@edge(
    "Central difference x",
    papers.FORNBERG.at("table 1"),
    use="To measure the slope of smooth pictures.",
    words="vertical, upright",
)
def central_difference_x() -> Weights:
    """Brightness per pixel to the right, from the two horizontal neighbours: exact on a slope, and it smooths
    nothing."""
    return RISE[np.newaxis, :] / 2


@edge(
    "Central difference y",
    papers.FORNBERG.at("table 1"),
    use="To measure the slope of smooth pictures.",
    words="horizontal",
)
def central_difference_y() -> Weights:
    """Brightness per pixel downwards, from the two vertical neighbours: exact on a slope, and it smooths
    nothing."""
    return RISE[:, np.newaxis] / 2
