"""Kernels with a direction that can be chosen: stripes under a bell, and derivatives along any angle."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.designs.gaussian_derivatives import (
    gaussian_derivative_x,
    gaussian_derivative_xx,
    gaussian_derivative_xy,
    gaussian_derivative_y,
    gaussian_derivative_yy,
)
from core.kernels.designs.sampling import angle, cosine_and_sine, odd_size, rotated_plane, sigma, without_mean
from core.kernels.sources import books, papers
from core.kernels.weights import Weights
from core.parameters import Choice, Range, Switch

oriented = partial(designed, family="oriented", ndim=2)


# Three and more samples a wave: at two, a phase of 90 degrees would meet nothing but zeros.
WAVELENGTH = Range("wavelength", "Wavelength", 5.0, 3.0, 32.0, 0.5, unit="samples")
PHASE = Range("phase", "Phase", 0.0, 0.0, 360.0, 15.0, unit="degrees", help="0 is even, a line; 90 odd, an edge.")
ZERO_MEAN = Switch("zero_mean", "Ignore even light", True, help="Makes the weights sum to zero.")


@oriented(
    "Gabor",
    papers.DAUGMAN,
    WAVELENGTH,
    angle("Across the stripes: 0 gives upright stripes, 90 level ones, counted clockwise."),
    sigma(2.5),
    Range("aspect", "Aspect", 0.7, 0.2, 2.0, 0.1, help="Below 1 the bell is longer along the stripes."),
    PHASE,
    odd_size(15),
    ZERO_MEAN,
    use="To find stripes of one width and direction, and to describe textures.",
    avoid="To place single edges: the stripes beside the middle one answer as well.",
    words="stripe, grating, cortex, brain",
)
def gabor(
    wavelength: float, angle: float, sigma: float, aspect: float, phase: float, size: int, zero_mean: bool
) -> Weights:
    """Stripes under a bell: answers to stripes or edges of one width and direction, as cells of the visual cortex
    and first layers of trained networks do. Not normalised: the bell is 1 at the centre."""
    across_stripes, along_stripes = rotated_plane(size, angle)
    bell = np.exp(-0.5 * (across_stripes**2 + (aspect * along_stripes) ** 2) / sigma**2)
    stripes = np.cos(2 * np.pi * across_stripes / wavelength + np.deg2rad(phase))
    return without_mean(stripes, bell) if zero_mean else bell * stripes


@oriented(
    "Steerable edge",
    papers.FREEMAN,
    angle("Where brightness rises: 0 to the right, 90 downwards."),
    sigma(1.5),
    odd_size(11),
    use="To find edges of one chosen direction, or of all at the price of two kernels.",
    words="gradient, slope, diagonal",
)
def steerable_edge(angle: float, sigma: float, size: int) -> Weights:
    """The slope of the smoothed image in any direction, mixed from the slopes to the right and downwards: every
    angle costs no more than two kernels."""
    cos, sin = cosine_and_sine(angle)
    return cos * gaussian_derivative_x(sigma, size) + sin * gaussian_derivative_y(sigma, size)


@oriented(
    "Steerable line",
    papers.FREEMAN,
    angle("Across the line: 0 finds upright lines, 90 level ones."),
    sigma(1.5),
    odd_size(11),
    use="To find lines of one chosen direction, or of all at the price of three kernels.",
    words="ridge, diagonal",
)
def steerable_line(angle: float, sigma: float, size: int) -> Weights:
    """The curvature of the smoothed image in any direction, mixed from three kernels, with its sign turned so
    that bright lines give positive answers."""
    cos, sin = cosine_and_sine(angle)
    return -(
        cos**2 * gaussian_derivative_xx(sigma, size)
        + 2 * cos * sin * gaussian_derivative_xy(sigma, size)
        + sin**2 * gaussian_derivative_yy(sigma, size)
    )


LINES = {
    0: [[-1, -1, -1], [2, 2, 2], [-1, -1, -1]],
    45: [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]],
    90: [[-1, 2, -1], [-1, 2, -1], [-1, 2, -1]],
    135: [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]],
}


@oriented(
    "Line detector",
    books.GONZALEZ.at("section 10.2", is_checked=True),
    Choice(
        "angle",
        "Direction of the line",
        0,
        tuple(LINES),
        unit="degrees",
        help="0 is level, 45 falls to the lower right, 90 is upright, 135 rises to the upper right.",
    ),
    use="To find lines one pixel wide.",
    avoid="For wider lines, the inside of which gives no answer.",
    words="thin, diagonal",
)
def line_detector(angle: int) -> Weights:
    """Answers to bright lines one pixel wide in one direction: the line counts twice, both sides are
    subtracted."""
    return np.array(LINES[angle], dtype=np.float64)
