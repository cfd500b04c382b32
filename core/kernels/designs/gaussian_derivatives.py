"""Derivatives of the smoothed signal or image: the smoothing and the derivative in one kernel."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.designs.sampling import gaussian_window, odd_size, offsets, sigma, without_mean
from core.kernels.sources import papers
from core.kernels.weights import Weights

derivative_1d = partial(designed, family="gaussian derivatives", ndim=1)
derivative = partial(designed, family="gaussian derivatives", ndim=2)


@derivative_1d(
    "First derivative of Gaussian, 1-D",
    papers.CANNY,
    sigma(1.0),
    odd_size(7),
    use="To find steps in noise, at a width of your choice.",
    words="step, edge, slope",
)
def gaussian_first_derivative_1d(sigma: float, size: int) -> Weights:
    """The slope of the signal smoothed by a Gaussian: close to the best detector of a step in white noise.
    A slope of 1 gives exactly 1."""
    ramp = offsets(size)
    slope = ramp * gaussian_window(size, sigma)
    return np.asarray(slope / (slope @ ramp))


@derivative_1d(
    "Second derivative of Gaussian, 1-D",
    papers.LINDEBERG,
    sigma(1.0),
    odd_size(9),
    use="To find peaks and valleys of one width in noise.",
    words="peak, valley, curvature, ridge",
)
def gaussian_second_derivative_1d(sigma: float, size: int) -> Weights:
    """The curvature of the signal smoothed by a Gaussian: negative on peaks, positive in valleys. The parabola
    x^2 / 2 gives exactly 1, a straight line 0."""
    squares = offsets(size) ** 2
    curve = without_mean(squares, gaussian_window(size, sigma))
    return np.asarray(curve / (curve @ squares / 2))


@derivative(
    "Derivative of Gaussian x",
    papers.CANNY,
    sigma(1.0),
    odd_size(7),
    use="To find upright edges in noise, at a width of your choice.",
    words="edge, vertical, upright, slope",
)
def gaussian_derivative_x(sigma: float, size: int) -> Weights:
    """The slope to the right of the image smoothed by a Gaussian: an edge detector whose scale can be chosen.
    A slope of 1 per pixel gives exactly 1."""
    return np.outer(gaussian_window(size, sigma), gaussian_first_derivative_1d(sigma, size))


@derivative(
    "Derivative of Gaussian y",
    papers.CANNY,
    sigma(1.0),
    odd_size(7),
    use="To find level edges in noise, at a width of your choice.",
    words="edge, horizontal, slope",
)
def gaussian_derivative_y(sigma: float, size: int) -> Weights:
    """The downward slope of the image smoothed by a Gaussian: an edge detector whose scale can be chosen.
    A slope of 1 per pixel gives exactly 1."""
    return np.outer(gaussian_first_derivative_1d(sigma, size), gaussian_window(size, sigma))


@derivative(
    "Derivative of Gaussian xx",
    papers.LINDEBERG,
    sigma(1.0),
    odd_size(9),
    use="To find upright ridges and lines of one width.",
    words="ridge, vertical, upright, curvature",
)
def gaussian_derivative_xx(sigma: float, size: int) -> Weights:
    """The horizontal curvature of the image smoothed by a Gaussian: strongly negative on bright upright lines."""
    return np.outer(gaussian_window(size, sigma), gaussian_second_derivative_1d(sigma, size))


@derivative(
    "Derivative of Gaussian yy",
    papers.LINDEBERG,
    sigma(1.0),
    odd_size(9),
    use="To find level ridges and lines of one width.",
    words="ridge, horizontal, curvature",
)
def gaussian_derivative_yy(sigma: float, size: int) -> Weights:
    """The vertical curvature of the image smoothed by a Gaussian: strongly negative on bright level lines."""
    return np.outer(gaussian_second_derivative_1d(sigma, size), gaussian_window(size, sigma))


@derivative(
    "Derivative of Gaussian xy",
    papers.LINDEBERG,
    sigma(1.0),
    odd_size(7),
    use="To find corners and diagonal lines.",
    words="corner, diagonal",
)
def gaussian_derivative_xy(sigma: float, size: int) -> Weights:
    """How the slope to the right changes downwards, in the image smoothed by a Gaussian: answers to corners and to
    diagonal lines. The saddle x y gives exactly 1."""
    return np.outer(gaussian_first_derivative_1d(sigma, size), gaussian_first_derivative_1d(sigma, size))
