"""Known signals under noise: test beds for denoising."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.catalogue import SampleInfo, register
from core.data.samples.noises import SEED
from core.data.samples.shapes import LENGTH
from core.parameters import Range

DONOHO_JOHNSTONE = (
    "D. L. Donoho and I. M. Johnstone, 'Ideal spatial adaptation by wavelet shrinkage', Biometrika 81 (1994), "
    "table 1, before scaling; the noise is drawn from the seed shown."
)
# Positions (as a share of the length), heights and widths of that table.
POSITIONS = (0.10, 0.13, 0.15, 0.23, 0.25, 0.40, 0.44, 0.65, 0.76, 0.78, 0.81)
BLOCK_HEIGHTS = (4.0, -5.0, 3.0, -4.0, 5.0, -4.2, 2.1, 4.3, -3.1, 2.1, -4.2)
BUMP_HEIGHTS = (4.0, 5.0, 3.0, 4.0, 5.0, 4.2, 2.1, 4.3, 3.1, 5.1, 4.2)
BUMP_WIDTHS = (0.005, 0.005, 0.006, 0.01, 0.01, 0.03, 0.01, 0.01, 0.005, 0.008, 0.005)

NOISE = Range("noise", "Standard deviation of the noise", 0.3, 0.0, 5.0, 0.05)


def _noisy(clean: NDArray[np.float64], noise: float, seed: int) -> NDArray[np.float64]:
    return clean + noise * np.random.default_rng(seed).standard_normal(clean.size)


@register(
    SampleInfo(
        "bumps",
        "Bumps in noise",
        "mixtures",
        1,
        "Eleven sharp peaks of various heights and widths under Gaussian noise.",
        DONOHO_JOHNSTONE,
        (LENGTH, NOISE, SEED),
    )
)
def bumps(length: int, noise: float, seed: int) -> NDArray[np.float64]:
    """Each bump is height / (1 + |t - position| / width)^4, t from 1/n to 1."""
    time = np.arange(1, length + 1) / length
    distance = np.abs(time[:, np.newaxis] - np.array(POSITIONS)) / np.array(BUMP_WIDTHS)
    return _noisy((1 + distance) ** -4.0 @ np.array(BUMP_HEIGHTS), noise, seed)


@register(
    SampleInfo(
        "blocks",
        "Blocks in noise",
        "mixtures",
        1,
        "Flat stretches with eleven sudden jumps under Gaussian noise.",
        DONOHO_JOHNSTONE,
        (LENGTH, NOISE, SEED),
    )
)
def blocks(length: int, noise: float, seed: int) -> NDArray[np.float64]:
    """Each block starts at its position and lasts to the end."""
    time = np.arange(1, length + 1) / length
    started = (1 + np.sign(time[:, np.newaxis] - np.array(POSITIONS))) / 2
    return _noisy(started @ np.array(BLOCK_HEIGHTS), noise, seed)


@register(
    SampleInfo(
        "two_tones",
        "Two tones in noise",
        "mixtures",
        1,
        "A slow sine and a fast one, half as high, under Gaussian noise: a filter can keep either.",
        "Computed from its definition; the noise is drawn from the seed shown.",
        (
            LENGTH,
            Range("slow_period", "Period of the slow tone", 64.0, 2.0, 4096.0, 0.5, unit="samples"),
            Range("fast_period", "Period of the fast tone", 6.0, 2.0, 4096.0, 0.5, unit="samples"),
            NOISE,
            SEED,
        ),
    )
)
def two_tones(length: int, slow_period: float, fast_period: float, noise: float, seed: int) -> NDArray[np.float64]:
    """sin(2 pi n / slow) + sin(2 pi n / fast) / 2 + noise."""
    turns = 2 * np.pi * np.arange(length)
    return _noisy(np.sin(turns / slow_period) + 0.5 * np.sin(turns / fast_period), noise, seed)
