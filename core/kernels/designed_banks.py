"""Sets of filters as people design them for texture and shape, of any size and number.

The oriented banks have as many directions and scales as their number of filters allows. All filters sum to zero and
have length 1, so that plain light counts for nothing and all filters for the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray

from core.names import unknown_name

Array = NDArray[np.float64]


@dataclass(frozen=True)
class GaborScales:
    """The shortest wavelength in pixels, the longest in sizes of the filter, the envelope's sigma in wavelengths."""

    shortest: float
    longest: float
    sigma: float


COARSE = GaborScales(3.3, 0.75, 0.35)  # about one wave lies under the envelope
FINE = GaborScales(2.5, 0.55, 0.55)  # about two do, so that a filter answers to a narrower range of frequencies
MOST_SCALES = 4
LARGEST = 1000  # size and number


@lru_cache(maxsize=32)
def designed_bank(name: str, size: int, count: int) -> Array:
    """Filters (count, size, size) of length 1 whose sum is zero, read-only.

    Parameters
    ----------
    name : "gabor", "gabor_fine", "gaussian_derivatives", "dct" or "edges"
        Waves under a Gaussian envelope, one or two; first and second derivatives of a Gaussian; cosines; Sobel's
        edges and Laplacians.
    size : int
        Pixels a side, at least 3.
    count : int
        How many filters; of cosines there are size * size - 1.

    Raises
    ------
    ValueError
        For an unknown name, or a size or number that is not allowed.

    Examples
    --------
    >>> bank = designed_bank("gabor", 9, 16)
    >>> bank.shape, bool(np.allclose(bank.sum(axis=(1, 2)), 0))
    ((16, 9, 9), True)
    """
    if name not in BANKS:
        raise unknown_name(name, BANKS, "a bank", f"choose one of {', '.join(BANKS)}.")
    for argument, value in (("size", size), ("count", count)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value > LARGEST:
            raise ValueError(f"{argument}={value!r} is not allowed: give a whole number up to {LARGEST:,}.")
    if size < 3:
        raise ValueError(f"size={size} is not allowed: give at least 3 pixels.")
    if count < 1 or (name == "dct" and count >= size * size):
        most = f"1 to {size * size - 1} cosines" if name == "dct" else "at least 1 filter"
        raise ValueError(f"count={count} is not allowed: give {most} of {size} x {size}.")
    filters = BANKS[name](size, count)[:count]
    filters = filters - filters.mean(axis=(1, 2), keepdims=True)
    filters /= np.linalg.norm(filters, axis=(1, 2), keepdims=True)
    filters.setflags(write=False)
    return filters


def gabor(size: int, count: int) -> Array:
    """Even and odd waves under a Gaussian envelope, in as many directions as there is room for, at one to four scales.

    Source: Jain and Farrokhnia, Unsupervised texture segmentation using Gabor filters, 1991, section 2.
    """
    return _gabor(size, count, COARSE)


def gabor_fine(size: int, count: int) -> Array:
    """As `gabor`, with shorter waves and more of them under each envelope.

    Source: Jain and Farrokhnia, Unsupervised texture segmentation using Gabor filters, 1991, section 2.
    """
    return _gabor(size, count, FINE)


def gaussian_derivatives(size: int, count: int) -> Array:
    """First and second derivatives of a Gaussian across as many directions as there is room for, at several scales.

    Source: Leung and Malik, Representing and recognizing the visual appearance of materials using three-dimensional
    textons, 2001, section 2.1.
    """
    filters = []
    for across, along, wavelength in _directions_and_scales(size, count, COARSE):
        spread = wavelength / 4  # the two flanks of the first derivative are then half a wave apart
        envelope = np.exp(-0.5 * (across**2 + along**2) / spread**2)
        filters += [envelope * (1 - (across / spread) ** 2), envelope * across]
    return np.stack(filters)


def dct(size: int, count: int) -> Array:
    """The slowest cosines down times cosines across, without the constant one.

    Source: Ahmed, Natarajan and Rao, Discrete cosine transform, 1974.
    """
    waves = np.cos(np.pi * np.outer(np.arange(size), np.arange(size) + 0.5) / size)
    orders = sorted((u + v, abs(u - v), u, v) for u in range(size) for v in range(size))[1 : count + 1]
    return np.stack([np.outer(waves[u], waves[v]) for _, _, u, v in orders])


def edges(size: int, count: int) -> Array:
    """Three quarters Sobel's derivative in several directions and sizes, one quarter Laplacians of Gaussians.

    Larger sizes smooth and differentiate by binomials. Sources: Sobel and Feldman, 1968; Marr and Hildreth, Theory of
    edge detection, 1980.
    """
    laplacians = max(1, count // 4) if count > 1 else 0
    sizes = list(range(3, size + 1, 2))[:MOST_SCALES] or [size]
    directions = ceil((count - laplacians) / len(sizes))
    filters = []
    for side in sizes:
        smooth, slope = _binomial(side), np.convolve(_binomial(side - 2), [-1.0, 0.0, 1.0])
        right, down = np.outer(smooth, slope), np.outer(slope, smooth)
        before = (size - side) // 2
        padding = (before, size - side - before)
        for angle in np.arange(directions) * np.pi / directions:
            filters.append(np.pad(np.cos(angle) * right + np.sin(angle) * down, padding))
    across, along = _plane(size, 0.0)
    squares = across**2 + along**2
    for spread in np.geomspace(0.5, max(0.6, size / 6), laplacians):
        filters.append((1 - squares / (2 * spread**2)) * np.exp(-squares / (2 * spread**2)))
    return np.stack(filters[: count - laplacians] + filters[len(filters) - laplacians :])


BANKS: dict[str, Callable[[int, int], Array]] = {
    each.__name__: each for each in (gabor, gabor_fine, gaussian_derivatives, dct, edges)
}


def _gabor(size: int, count: int, scales: GaborScales) -> Array:
    filters = []
    for across, along, wavelength in _directions_and_scales(size, count, scales):
        envelope = np.exp(-0.5 * (across**2 + along**2) / (scales.sigma * wavelength) ** 2)
        filters += [envelope * wave(2 * np.pi * across / wavelength) for wave in (np.cos, np.sin)]
    return np.stack(filters)


def _directions_and_scales(size: int, count: int, scales: GaborScales) -> list[tuple[Array, Array, float]]:
    """Coordinates across and along each direction, with each wavelength; two filters are made of each."""
    levels = int(np.clip(round(np.sqrt(count / 4)), 1, MOST_SCALES))
    directions = ceil(count / (2 * levels))
    longest = max(scales.longest * size, scales.shortest)
    wavelengths = np.geomspace(scales.shortest, longest, levels) if levels > 1 else [np.sqrt(scales.shortest * longest)]
    angles = np.arange(directions) * np.pi / directions
    return [(*_plane(size, angle), float(wavelength)) for wavelength in wavelengths for angle in angles]


def _plane(size: int, angle: float) -> tuple[Array, Array]:
    """Coordinates (size, size) along a direction and across it, in pixels from the filter's middle."""
    right = np.arange(size) - (size - 1) / 2
    down = right[:, None]
    return right * np.cos(angle) + down * np.sin(angle), down * np.cos(angle) - right * np.sin(angle)


def _binomial(taps: int) -> Array:
    row = np.ones(1)
    for _ in range(taps - 1):
        row = np.convolve(row, [0.5, 0.5])
    return row
