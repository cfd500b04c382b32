"""Derivatives of a signal by differences of its samples."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.designs.sampling import odd_size, offsets
from core.kernels.sources import papers
from core.kernels.weights import Weights
from core.parameters import Choice, Range

difference = partial(designed, family="differences", ndim=1)


@difference(
    "Central difference",
    papers.FORNBERG.at("table 1"),
    use="To take the slope of a smooth signal.",
    words="derivative",
)
def central_difference() -> Weights:
    """The slope at a sample from its two neighbours: exact on parabolas, but blind to the fastest alternation."""
    return np.array([-0.5, 0.0, 0.5])


@difference(
    "Forward difference",
    papers.FORNBERG,
    use="For the change to the next sample, as in step-by-step calculations.",
    avoid="Where the slope must belong to the sample itself: this one lies half a sample ahead.",
)
def forward_difference() -> Weights:
    """By how much the next sample is larger than this one."""
    return np.array([0.0, -1.0, 1.0])


@difference(
    "Backward difference",
    papers.FORNBERG,
    use="For the change since the last sample, also while data are still coming in.",
    avoid="Where the slope must belong to the sample itself: this one lies half a sample behind.",
    words="live",
)
def backward_difference() -> Weights:
    """By how much this sample is larger than the one before: the difference that needs no future."""
    return np.array([-1.0, 1.0, 0.0])


@difference(
    "Second derivative",
    papers.FORNBERG.at("table 1"),
    use="To find where a signal bends, and its narrow peaks and valleys.",
    words="curvature, bend, valley",
)
def second_derivative() -> Weights:
    """Curvature: positive in a valley, negative on a peak, zero along any straight line."""
    return np.array([1.0, -2.0, 1.0])


@difference(
    "Five-point derivative",
    papers.FORNBERG.at("table 1"),
    use="To take the slope of a smooth signal more exactly than from two neighbours.",
    avoid="On noise, of which a Savitzky-Golay derivative lets less pass.",
)
def five_point_derivative() -> Weights:
    """The slope from four neighbours, exact on polynomials up to the fourth degree."""
    return np.array([1.0, -8.0, 0.0, 8.0, -1.0]) / 12


@difference(
    "Five-point second derivative",
    papers.FORNBERG.at("table 1"),
    use="To measure the curvature of a smooth signal exactly.",
    avoid="On noise, of which a Savitzky-Golay derivative lets less pass.",
    words="curvature",
)
def five_point_second_derivative() -> Weights:
    """Curvature from five samples, exact on polynomials up to the fifth degree."""
    return np.array([-1.0, 16.0, -30.0, 16.0, -1.0]) / 12


@difference(
    "Step detector",
    papers.ROSENFELD,
    odd_size(7),
    use="To find sudden steps in noise, and how high they are.",
    avoid="For steps that follow one another within half of the kernel's size.",
    words="jump, edge",
)
def step_detector(size: int) -> Weights:
    """The mean of the samples after this one less the mean of those before: answers with the height of a step and
    averages noise away."""
    return np.sign(offsets(size)) / (size // 2)


@difference(
    "Pan-Tompkins derivative",
    papers.PAN,
    use="To find heartbeats in an electrocardiogram.",
    avoid="To measure fast changes, which come out too weak.",
    words="heartbeat, ecg, heart",
)
def pan_tompkins_derivative() -> Weights:
    """The slope filter with which heartbeats are found in an electrocardiogram: close to a derivative at low
    frequencies, weak at high ones."""
    return np.array([-1.0, -2.0, 0.0, 2.0, 1.0]) / 8


@difference(
    "Savitzky-Golay",
    papers.SAVITZKY,
    odd_size(7, smallest=5),
    # From 2 and below the smallest size, so that every order has every derivative and a unique fit.
    Range("order", "Polynomial order", 2, 2, 4, 1),
    Choice("derivative", "Derivative", 0, (0, 1, 2), help="0 smooths, 1 is the slope, 2 the curvature."),
    use="To smooth measurements, or to take their slope, while peaks keep their height.",
    avoid="On jumps and single outliers, beside which the fitted curve swings.",
    words="smoothing, polynomial, spectroscopy, derivative",
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
