"""Derivatives of a signal by differences of its samples."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.designs.sampling import odd_size, offsets
from core.kernels.weights import Weights
from core.parameters import Choice, Range

difference = partial(designed, family="differences", ndim=1)

FORNBERG = (
    "B. Fornberg, 'Generation of finite difference formulas on arbitrarily spaced grids', Mathematics of "
    "Computation 51(184), 1988, 699-706"
)


@difference("Central difference", FORNBERG + ", table 1.")
def central_difference() -> Weights:
    """The slope at a sample from its two neighbours: exact on parabolas, but blind to the fastest alternation."""
    return np.array([-0.5, 0.0, 0.5])


@difference("Forward difference", FORNBERG + ".")
def forward_difference() -> Weights:
    """By how much the next sample is larger than this one."""
    return np.array([0.0, -1.0, 1.0])


@difference("Backward difference", FORNBERG + ".")
def backward_difference() -> Weights:
    """By how much this sample is larger than the one before: the difference that needs no future."""
    return np.array([-1.0, 1.0, 0.0])


@difference("Second derivative", FORNBERG + ", table 1.")
def second_derivative() -> Weights:
    """Curvature: positive in a valley, negative on a peak, zero along any straight line."""
    return np.array([1.0, -2.0, 1.0])


@difference("Five-point derivative", FORNBERG + ", table 1.")
def five_point_derivative() -> Weights:
    """The slope from four neighbours, exact on polynomials up to the fourth degree."""
    return np.array([1.0, -8.0, 0.0, 8.0, -1.0]) / 12


@difference("Five-point second derivative", FORNBERG + ", table 1.")
def five_point_second_derivative() -> Weights:
    """Curvature from five samples, exact on polynomials up to the fifth degree."""
    return np.array([-1.0, 16.0, -30.0, 16.0, -1.0]) / 12


@difference(
    "Step detector",
    "A. Rosenfeld and M. Thurston, 'Edge and curve detection for visual scene analysis', IEEE Transactions on "
    "Computers C-20(5), 1971, 562-569.",
    odd_size(7),
)
def step_detector(size: int) -> Weights:
    """The mean of the samples after this one less the mean of those before: answers with the height of a step and
    averages noise away."""
    return np.sign(offsets(size)) / (size // 2)


@difference(
    "Pan-Tompkins derivative",
    "J. Pan and W. J. Tompkins, 'A real-time QRS detection algorithm', IEEE Transactions on Biomedical Engineering "
    "BME-32(3), 1985, 230-236.",
)
def pan_tompkins_derivative() -> Weights:
    """The slope filter with which heartbeats are found in an electrocardiogram: close to a derivative at low
    frequencies, weak at high ones."""
    return np.array([-1.0, -2.0, 0.0, 2.0, 1.0]) / 8


@difference(
    "Savitzky-Golay",
    "A. Savitzky and M. J. E. Golay, 'Smoothing and differentiation of data by simplified least squares "
    "procedures', Analytical Chemistry 36(8), 1964, 1627-1639.",
    odd_size(7, smallest=5),
    # From 2 and below the smallest size, so that every order has every derivative and a unique fit.
    Range("order", "Polynomial order", 2, 2, 4, 1),
    Choice("derivative", "Derivative", 0, (0, 1, 2), help="0 smooths, 1 is the slope, 2 the curvature."),
)
def savitzky_golay(size: int, order: int, derivative: int) -> Weights:
    """Fits a polynomial to the window by least squares and reads its value, slope or curvature at the centre:
    noise is smoothed while peaks keep their height and width.

    The fit is linear in the samples, so its coefficients are the rows of a pseudo-inverse.
    """
    half = size // 2
    # Positions within -1 and 1 keep the powers of a wide window comparable.
    powers = np.vander(offsets(size) / half, order + 1, increasing=True)
    weights = np.linalg.pinv(powers)[derivative] * math.factorial(derivative) / half**derivative
    # The exact solution mirrors about the centre; the rounded one does only nearly.
    return np.asarray((weights + (-1) ** derivative * weights[::-1]) / 2)
