"""First differences in two directions, smoothed or not: the classical edge masks, built as edge times smoothing."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.weights import Weights

edge = partial(designed, family="edges", ndim=2)

SOBEL = (
    "I. Sobel and G. Feldman, 'A 3x3 isotropic gradient operator for image processing', talk at the Stanford "
    "Artificial Intelligence Project, 1968; in print in R. Duda and P. Hart, Pattern Classification and Scene "
    "Analysis, 1973, 271-272."
)
SCHARR = "H. Scharr, 'Optimale Operatoren in der Digitalen Bildverarbeitung', dissertation, Heidelberg, 2000."
PREWITT = (
    "J. M. S. Prewitt, 'Object enhancement and extraction', in Picture Processing and Psychopictorics, "
    "Academic Press, 1970, 75-149."
)
FARID = (
    "H. Farid and E. P. Simoncelli, 'Differentiation of discrete multidimensional signals', IEEE Transactions on "
    "Image Processing 13(4), 2004, 496-508, table 1, five taps."
)
ROBERTS = (
    "L. G. Roberts, 'Machine perception of three-dimensional solids', in Optical and Electro-Optical Information "
    "Processing, MIT Press, 1965, 159-197."
)
FORNBERG = (
    "B. Fornberg, 'Generation of finite difference formulas on arbitrarily spaced grids', Mathematics of "
    "Computation 51(184), 1988, 699-706, table 1."
)

RISE = np.array([-1.0, 0.0, 1.0])
SOBEL_SMOOTH = np.array([1.0, 2.0, 1.0])
SCHARR_SMOOTH = np.array([3.0, 10.0, 3.0])
PREWITT_SMOOTH = np.ones(3)
# More decimals than the table prints, so that the smoothing sums to 1 within rounding.
FARID_RISE = np.array([-0.109603762960254, -0.276690988455557, 0.0, 0.276690988455557, 0.109603762960254])
FARID_SMOOTH = np.array(
    [0.0376593171958126, 0.249153396177344, 0.426374573253687, 0.249153396177344, 0.0376593171958126]
)


@edge("Sobel x", SOBEL)
def sobel_x() -> Weights:
    """Answers where brightness rises to the right, that is at vertical edges, and smooths 1-2-1 along them.
    Divide by 8 for brightness per pixel."""
    return np.outer(SOBEL_SMOOTH, RISE)


@edge("Sobel y", SOBEL)
def sobel_y() -> Weights:
    """Answers where brightness rises downwards, that is at horizontal edges, and smooths 1-2-1 along them.
    Divide by 8 for brightness per pixel."""
    return np.outer(RISE, SOBEL_SMOOTH)


@edge("Scharr x", SCHARR)
def scharr_x() -> Weights:
    """Sobel x with weights 3-10-3, chosen so that the slope's direction comes out right for slanted edges.
    Divide by 32 for brightness per pixel."""
    return np.outer(SCHARR_SMOOTH, RISE)


@edge("Scharr y", SCHARR)
def scharr_y() -> Weights:
    """Sobel y with weights 3-10-3, chosen so that the slope's direction comes out right for slanted edges.
    Divide by 32 for brightness per pixel."""
    return np.outer(RISE, SCHARR_SMOOTH)


@edge("Prewitt x", PREWITT)
def prewitt_x() -> Weights:
    """Answers where brightness rises to the right, averaging three rows alike. Divide by 6 for brightness per
    pixel."""
    return np.outer(PREWITT_SMOOTH, RISE)


@edge("Prewitt y", PREWITT)
def prewitt_y() -> Weights:
    """Answers where brightness rises downwards, averaging three columns alike. Divide by 6 for brightness per
    pixel."""
    return np.outer(RISE, PREWITT_SMOOTH)


@edge("Roberts 1", ROBERTS)
def roberts_1() -> Weights:
    """The smallest edge detector: the difference of two diagonal neighbours, positive where brightness rises to
    the lower right."""
    return np.array([[-1.0, 0.0], [0.0, 1.0]])


@edge("Roberts 2", ROBERTS)
def roberts_2() -> Weights:
    """The other diagonal of Roberts' cross, positive where brightness rises to the lower left."""
    return np.array([[0.0, -1.0], [1.0, 0.0]])


@edge("Farid x", FARID)
def farid_x() -> Weights:
    """A derivative to the right of five by five taps, whose smoothing and difference were optimised together so
    that it treats all directions alike."""
    return np.outer(FARID_SMOOTH, FARID_RISE)


@edge("Farid y", FARID)
def farid_y() -> Weights:
    """A downward derivative of five by five taps, whose smoothing and difference were optimised together so that
    it treats all directions alike."""
    return np.outer(FARID_RISE, FARID_SMOOTH)


@edge("Central difference x", FORNBERG)
def central_difference_x() -> Weights:
    """Brightness per pixel to the right, from the two horizontal neighbours: exact on a slope, and it smooths
    nothing."""
    return RISE[np.newaxis, :] / 2


@edge("Central difference y", FORNBERG)
def central_difference_y() -> Weights:
    """Brightness per pixel downwards, from the two vertical neighbours: exact on a slope, and it smooths
    nothing."""
    return RISE[:, np.newaxis] / 2
