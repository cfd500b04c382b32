"""The Gabor function nearest to a filter."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.kernels.gabor_fit.grid import grid
from core.kernels.gabor_fit.refinement import refine
from core.kernels.gabor_fit.waves import Array, waves
from core.kernels.weights import Weights, as_weights

SMALLEST_SIDE, LARGEST_SIDE = 3, 16
STARTS = 8  # of each filter: more of them gain little, and cost time in proportion
AT_ONCE = 2**16  # weights of all starts together; a step holds about thirty arrays of so many numbers


@dataclass(frozen=True, eq=False)
class GaborFit:
    """The Gabor functions nearest to filters (n, h, w), or to one (h, w): arrays (n,), or ().

    Each is ``amplitude * exp(-(u**2 + (aspect * v)**2) / (2 * sigma**2)) * cos(2 * pi * frequency * u + phase)``, where
    u runs across the stripes and v along them, both in pixels from the centre: the kernel "gabor" that keeps its mean,
    with a `frequency` of 1 over its wavelength.

    `row` and `column` of the centre count in pixels from the middle of the first, and need not be whole. `angle`, from
    0 to 180 degrees, is across the stripes: 0 for upright ones, 90 for level ones, counted clockwise. `frequency` is
    in cycles a pixel, `sigma` in pixels, `aspect` a ratio, `phase` from 0 to 360 degrees, `amplitude` that of the
    filter's weights. `cosine`, from 0 to 1, says how near the filter is: 1 for a Gabor function. A filter of zeros is
    near to none: its cosine and amplitude are 0, all else is NaN.

    >>> round(float(nearest_gabor([[1, 0, -1], [2, 0, -2], [1, 0, -1]]).cosine), 3)
    1.0
    """

    size: tuple[int, int]
    row: Array
    column: Array
    angle: Array
    frequency: Array
    sigma: Array
    aspect: Array
    phase: Array
    amplitude: Array
    cosine: Array

    def __post_init__(self) -> None:
        for array in vars(self).values():
            if isinstance(array, np.ndarray):
                array.flags.writeable = False

    @property
    def filters(self) -> Array:
        """The Gabor functions themselves, (n, h, w) or (h, w), with the amplitude of least squared error."""
        places = (
            self.row,
            self.column,
            np.deg2rad(self.angle),
            self.frequency,
            np.log(self.sigma),
            np.log(self.aspect),
        )
        pairs = waves(np.array([each.ravel() for each in places]), self.size)
        amplitude, phase = self.amplitude.ravel(), np.deg2rad(self.phase.ravel()) + pairs.turn
        found = pairs.mixed(amplitude * np.cos(phase), -amplitude * np.sin(phase))
        return np.nan_to_num(found, nan=0.0).reshape(*self.cosine.shape, *self.size)


def nearest_gabor(filters: ArrayLike) -> GaborFit:
    """Find for each filter, (n, h, w) or one (h, w), the Gabor function with the largest cosine to it.

    A grid of places, directions, frequencies and widths gives eight starts, from which least squares go on within
    bounds: frequency 0.02 to 0.5 cycles a pixel, sigma 0.5 pixels to the longer side, aspect 0.2 to 2, the centre at
    most one pixel outside. A checkerboard, whose waves are finer than that along the diagonals, is near to none.

    A filter that is no Gabor function has many that are nearly as near, and the one found may be a little short of the
    best. Where less than half a wave lies under the bell, as in a blob, many frequencies fit alike: there the cosine
    says something, the frequency little.

    Raises ValueError for sides below 3 pixels, too few to tell Gabor functions apart, or above 16, for an empty array,
    for other dimensions and for NaN or infinity; TypeError for complex numbers, objects or text.

    >>> from core.kernels import get_kernel
    >>> designed = get_kernel("gabor", wavelength=5, angle=30, sigma=2, aspect=0.8, size=11, zero_mean=False)
    >>> fit = nearest_gabor(designed)
    >>> [round(float(each), 3) for each in (fit.row, fit.column, fit.angle, 1 / fit.frequency, fit.sigma, fit.aspect)]
    [5.0, 5.0, 30.0, 5.0, 2.0, 0.8]
    """
    weights = _checked(filters)
    size = (weights.shape[-2], weights.shape[-1])
    rows = weights.reshape(-1, math.prod(size))
    # Lengths of very large and very small weights would overflow.
    peaks = np.abs(rows).max(axis=1)
    there = np.flatnonzero(peaks)
    targets = rows[there] / peaks[there, np.newaxis]
    lengths = np.linalg.norm(targets, axis=1)
    found = np.full((9, len(rows)), np.nan)
    found[-2:] = 0.0
    found[:, there] = _nearest(targets / lengths[:, np.newaxis], size)
    found[-2, there] *= lengths * peaks[there]
    return GaborFit(size, *(each.reshape(weights.shape[:-2]) for each in found))


def _checked(filters: ArrayLike) -> Weights:
    weights = as_weights("filters", filters, dimensions=(2, 3), shapes="(h, w) or (n, h, w)")
    if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in weights.shape[-2:]):
        raise ValueError(
            f"filters has shape {weights.shape}: give filters of {SMALLEST_SIDE} to {LARGEST_SIDE} pixels a side; cut "
            f"larger ones, or shrink them."
        )
    return weights


def _nearest(targets: Array, size: tuple[int, int]) -> Array:
    """The arrays of `GaborFit` in their order, (9, n), for targets (n, taps) of length 1."""
    at_once = max(1, AT_ONCE // (STARTS * targets.shape[1]))
    parts = (targets[start : start + at_once] for start in range(0, len(targets), at_once))
    found = [_described(part, _best(part, size), size) for part in parts]
    return np.concatenate([np.empty((9, 0)), *found], axis=1)


def _best(targets: Array, size: tuple[int, int]) -> Array:
    """The parameters (6, n) that are best after refinement."""
    starts = grid(size).starts(targets, STARTS)
    count = starts.shape[1]
    parameters, cosines = refine(np.tile(targets, (count, 1)), starts.reshape(len(starts), -1), size)
    best: NDArray[np.intp] = cosines.reshape(count, -1).argmax(axis=0)
    return parameters[:, best * len(targets) + np.arange(len(targets))]


def _described(targets: Array, parameters: Array, size: tuple[int, int]) -> Array:
    """In the units of `GaborFit`, with amplitude, phase and cosine."""
    pairs = waves(parameters, size)
    even, odd, cosine = pairs.nearest(targets)
    row, column, angle, frequency, log_sigma, log_aspect = parameters
    half_turns = np.floor(angle / np.pi)
    # Turned by 180 degrees, stripes are the same but run the other way.
    phase = -(pairs.turn + np.arctan2(odd, even)) * np.where(half_turns % 2, -1, 1)
    return np.array([
        row, column, np.rad2deg(angle - np.pi * half_turns), frequency, np.exp(log_sigma), np.exp(log_aspect),
        np.rad2deg(phase) % 360, np.hypot(even, odd), cosine,
    ])  # fmt: skip
