"""Random signals, each repeated exactly by its seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.catalogue import SampleInfo, register
from core.data.samples.shapes import LENGTH
from core.parameters import Range

SEED = Range("seed", "Seed", 0, 0, 999_999, 1, help="The same seed gives the same random numbers again.")
DRAWN_HERE = "Drawn by NumPy's default generator from the seed shown."


def _noise(name: str, title: str, description: str, *parameters: Range) -> SampleInfo:
    return SampleInfo(name, title, "noise", 1, description, DRAWN_HERE, (LENGTH, *parameters, SEED))


@register(
    _noise(
        "iid",
        "Uniform noise",
        "Independent numbers spread evenly over 0 to 1: one in three is a peak.",
    )
)
def iid(length: int, seed: int) -> NDArray[np.float64]:
    """Uniform on [0, 1), independent."""
    return np.random.default_rng(seed).random(length)


@register(
    _noise(
        "gaussian_noise",
        "Gaussian noise",
        "Independent numbers from the bell curve around zero, with power at every frequency alike.",
        Range("deviation", "Standard deviation", 1.0, 0.01, 10.0, 0.01),
    )
)
def gaussian_noise(length: int, deviation: float, seed: int) -> NDArray[np.float64]:
    """Mean 0, standard deviation `deviation`."""
    return deviation * np.random.default_rng(seed).standard_normal(length)


@register(
    _noise("random_walk", "Random walk", "Each sample is the one before plus a Gaussian step, as in a share price.")
)
def random_walk(length: int, seed: int) -> NDArray[np.float64]:
    """The running sum of unit Gaussian steps."""
    return np.cumsum(np.random.default_rng(seed).standard_normal(length))


@register(
    _noise(
        "drift",
        "Noise on a slow drift",
        "Uniform noise carried by a slow wave: it fools filters whose numbers do not sum to zero.",
        Range("height", "Height of the drift", 2.0, 0.0, 10.0, 0.1),
        Range("period", "Period of the drift", 200.0, 20.0, 4096.0, 1.0, unit="samples"),
    )
)
def drift(length: int, height: float, period: float, seed: int) -> NDArray[np.float64]:
    """Uniform noise on [0, 1) plus a sine of `height` whose phase is drawn too."""
    random = np.random.default_rng(seed)
    noise = random.random(length)
    phase = np.arange(length) / period + random.random()
    return noise + height * np.sin(2 * np.pi * phase)


@register(
    _noise(
        "smooth",
        "Smoothed noise",
        "Uniform noise under a moving bell-shaped average: neighbours resemble each other, peaks are broad.",
        Range("sigma", "Width of the average", 2.0, 0.3, 32.0, 0.1, unit="samples"),
    )
)
def smooth(length: int, sigma: float, seed: int) -> NDArray[np.float64]:
    """Gaussian weights to four sigma, summing to one; drawn longer than needed, so both ends are like the rest."""
    reach = int(np.ceil(4 * sigma))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    noise = np.random.default_rng(seed).random(length + 2 * reach)
    return np.convolve(noise, weights / weights.sum(), mode="valid")
