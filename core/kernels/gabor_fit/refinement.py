"""The fine search: least squares by Levenberg and Marquardt from every start at once.

Amplitude and phase enter linearly and are solved for at every step, so that steps are taken in the other six
parameters only: G. H. Golub and V. Pereyra, "The differentiation of pseudo-inverses and nonlinear least squares
problems whose variables separate", SIAM Journal on Numerical Analysis 10(2), 1973, 413-432, in the simpler form of
L. Kaufman, "A variable projection method for solving separable nonlinear least squares problems", BIT 15, 1975, 49-57.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.kernels.gabor_fit.waves import ANGLE, COLUMN, FREQUENCY, LOG_ASPECT, LOG_SIGMA, ROW, Array, Waves, waves

MARGIN = 1.0  # pixels that a centre may lie outside the filter
FREQUENCY_BOUNDS = (0.02, 0.5)  # cycles a pixel
LEAST_SIGMA = 0.5  # pixels; the largest is the filter's longer side
ASPECT_BOUNDS = (0.2, 2.0)

MOST_STEPS = 60
ENOUGH = 1e-7  # gain of cosine, below which a search ends
FIRST_DAMPING, LARGEST_DAMPING = 1e-2, 1e5
LESS, MORE = 0.2, 5.0  # by which damping changes after a step that is better, or not


@dataclass(frozen=True, eq=False)
class Points:
    """Where n searches are: parameters (6, n), cosines (n,), normal matrices (n, 6, 6) and uphill slopes (n, 6)."""

    parameters: Array
    cosine: Array
    normal: Array
    slope: Array

    def moved(self, to: Points, where: NDArray[np.bool_]) -> Points:
        """The other points where they are chosen (n,)."""
        one, two = where[:, np.newaxis], where[:, np.newaxis, np.newaxis]
        return Points(
            np.where(where, to.parameters, self.parameters),
            np.where(where, to.cosine, self.cosine),
            np.where(two, to.normal, self.normal),
            np.where(one, to.slope, self.slope),
        )

    def only(self, chosen: NDArray[np.bool_]) -> Points:
        """The chosen ones (n,)."""
        return Points(self.parameters[:, chosen], self.cosine[chosen], self.normal[chosen], self.slope[chosen])


def refine(targets: Array, starts: Array, shape: tuple[int, int]) -> tuple[Array, Array]:
    """Parameters (6, n) and cosines (n,) that no start (6, n) for targets (n, taps) of length 1 is better than."""
    low, high = bounds(shape)
    points = evaluate(np.clip(starts, low, high), targets, shape)
    parameters, cosines = points.parameters.copy(), points.cosine.copy()
    damping, going = np.full(len(targets), FIRST_DAMPING), np.arange(len(targets))
    for _ in range(MOST_STEPS):
        stepped = np.clip(points.parameters + _step(points, damping, low, high), low, high)
        trial = evaluate(stepped, targets[going], shape)
        gain = trial.cosine - points.cosine
        points = points.moved(trial, gain > 0)
        parameters[:, going], cosines[going] = points.parameters, points.cosine
        damping = damping * np.where(gain > 0, LESS, MORE)
        goes_on = np.where(gain > 0, gain > ENOUGH, damping < LARGEST_DAMPING)
        points, damping, going = points.only(goes_on), damping[goes_on], going[goes_on]
        if not len(going):
            break
    return parameters, cosines


def bounds(shape: tuple[int, int]) -> tuple[Array, Array]:
    """Least and largest parameters, (6, 1) each."""
    sigmas, aspects = np.log([LEAST_SIGMA, max(shape)]), np.log(ASPECT_BOUNDS)
    sides = ((-MARGIN, side - 1 + MARGIN) for side in shape)
    low, high = np.array([*sides, (-np.inf, np.inf), FREQUENCY_BOUNDS, sigmas, aspects]).T
    return low[:, np.newaxis], high[:, np.newaxis]


def evaluate(parameters: Array, targets: Array, shape: tuple[int, int]) -> Points:
    """Cosines and what a step needs: products of all derivatives, less what even and odd wave can do themselves."""
    pairs = waves(parameters, shape)
    even, odd, cosine = pairs.nearest(targets)
    count = len(parameters)
    rows = np.empty((len(targets), count + 3, targets.shape[1]))
    rows[:, :count] = _derivatives(parameters, pairs, even, odd)
    rows[:, count] = pairs.even / pairs.even_length[:, np.newaxis]
    rows[:, count + 1] = pairs.odd / pairs.odd_length[:, np.newaxis]
    rows[:, count + 2] = targets - pairs.mixed(even, odd)
    products = rows @ rows.transpose(0, 2, 1)
    by_waves = products[:, :count, count : count + 2]
    normal = products[:, :count, :count] - by_waves @ by_waves.transpose(0, 2, 1)
    return Points(parameters, cosine, normal, products[:, :count, -1])


def _derivatives(parameters: Array, pairs: Waves, even: Array, odd: Array) -> Array:
    """Of both waves' sum by each parameter, (n, 6, taps)."""
    angle, frequency, log_sigma, log_aspect = parameters[ANGLE:, :, np.newaxis]
    across, along, cos, sin = pairs.across, pairs.along, np.cos(angle), np.sin(angle)
    precision = np.exp(-2 * log_sigma)
    value, by_phase = pairs.mixed(even, odd), pairs.mixed(odd, -even)
    by_across = 2 * np.pi * frequency * by_phase - precision * across * value
    by_along = -precision * np.exp(2 * log_aspect) * along * value
    rows = np.empty((len(value), len(parameters), value.shape[1]))
    rows[:, ROW] = -sin * by_across - cos * by_along
    rows[:, COLUMN] = sin * by_along - cos * by_across
    rows[:, ANGLE] = along * by_across - across * by_along
    rows[:, FREQUENCY] = 2 * np.pi * across * by_phase
    rows[:, LOG_ASPECT] = along * by_along
    rows[:, LOG_SIGMA] = precision * across**2 * value - rows[:, LOG_ASPECT]
    return rows


def _step(points: Points, damping: Array, low: Array, high: Array) -> Array:
    """Damped Gauss-Newton steps (6, n); what leads across a bound is left to be clipped, and bends no other."""
    uphill = points.slope.T
    is_bound = ((points.parameters <= low) & (uphill < 0) | (points.parameters >= high) & (uphill > 0)).T
    normal = np.where(is_bound[:, :, np.newaxis] | is_bound[:, np.newaxis, :], 0.0, points.normal)
    diagonal = np.einsum("nii->ni", normal) * damping[:, np.newaxis] + is_bound
    # A parameter that changes nothing stays: the bell's aspect, for one, where a single line of pixels is left.
    normal = normal + np.eye(len(uphill)) * (diagonal + 1e-12)[:, np.newaxis, :]
    return np.linalg.solve(normal, points.slope[..., np.newaxis])[..., 0].T
