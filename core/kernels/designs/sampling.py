"""Where the taps of a kernel lie, a Gaussian over them, and the choices that many kernels share."""

from __future__ import annotations

import math

import numpy as np

from core.kernels.weights import Weights
from core.parameters import Choice, Range

LARGEST_SIZE = 31


def odd_size(default: int, smallest: int = 3) -> Choice:
    """The choice of an odd number of taps, so that one of them is the centre."""
    return Choice("size", "Size", default, tuple(range(smallest, LARGEST_SIZE + 1, 2)), unit="taps")


def sigma(default: float) -> Range:
    """The choice of a Gaussian's standard deviation."""
    return Range(
        "sigma",
        "Standard deviation",
        default,
        0.3,
        8.0,
        0.1,
        unit="samples",
        help="Half the width of the bell. A size of six standard deviations or more holds nearly all of it.",
    )


def angle(help: str) -> Range:
    """The choice of a direction, counted as the eye sees it in an image whose rows run downwards."""
    return Range("angle", "Direction", 0.0, 0.0, 360.0, 5.0, unit="degrees", help=help)


def offsets(size: int) -> Weights:
    """Distance of each tap from tap size // 2, in samples; the reference of mode "same".

    >>> offsets(5)
    array([-2., -1.,  0.,  1.,  2.])
    """
    return np.arange(size, dtype=np.float64) - size // 2


def cosine_and_sine(degrees: float) -> tuple[float, float]:
    """Both, rounded so that right angles give exact zeros: cos(90 degrees) is 6e-17 in floats.

    >>> cosine_and_sine(90)
    (0.0, 1.0)
    """
    return round(math.cos(math.radians(degrees)), 15), round(math.sin(math.radians(degrees)), 15)


def rotated_plane(size: int, degrees: float) -> tuple[Weights, Weights]:
    """Coordinates (size, size) along the direction `degrees` and across it, in pixels from the centre.

    Direction 0 points to the right and 90 downwards.

    >>> along, across = rotated_plane(3, 90)
    >>> along[2], across[2]
    (array([1., 1., 1.]), array([ 1.,  0., -1.]))
    """
    right, down = offsets(size), offsets(size)[:, np.newaxis]
    cos, sin = cosine_and_sine(degrees)
    return right * cos + down * sin + 0.0, down * cos - right * sin + 0.0


def gaussian_window(size: int, sigma: float) -> Weights:
    """A sampled Gaussian (size,) whose taps sum to 1.

    >>> gaussian_window(3, 0.3).round(4)
    array([0.0038, 0.9923, 0.0038])
    """
    bell = np.exp(-0.5 * (offsets(size) / sigma) ** 2)
    return np.asarray(bell / bell.sum())


def without_mean(pattern: Weights, window: Weights) -> Weights:
    """The pattern under the window, less as much of the window itself as makes the sum zero.

    Taking the same number from every tap would do that too, but leave a step where the window has died away.

    >>> without_mean(np.array([1.0, 0.0, 1.0]), np.array([1.0, 2.0, 1.0]))
    array([ 0.5, -1. ,  0.5])
    """
    return np.asarray(window * (pattern - np.average(pattern, weights=window)))
