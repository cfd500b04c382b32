"""Patches of photographs, their mean and their contrast taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from core.learning.experiment import Array

LEAST_CONTRAST = 0.01  # standard deviation of a patch; below it lies mostly noise
DAMPING = 1e-3  # added to the variance, so that patches of little contrast stay weaker than the rest


def contrast_patches(pictures: Sequence[NDArray[Any]], size: int, count: int, rng: np.random.Generator) -> Array:
    """Patches of size x size pixels from pictures (h, w) or (h, w, 3), shape (n, taps) with n at most `count`.

    An equal number is drawn from each picture, without repetition, or all patches of a small one; those of hardly any
    contrast are left out. Each has its mean, over all colours, taken away, and is divided by sqrt(variance + 0.001).
    """
    drawn = [_windows(picture, size, count // len(pictures), rng) for picture in pictures]
    patches = np.concatenate(drawn)
    patches -= patches.mean(axis=1, keepdims=True)
    variance = patches.var(axis=1, keepdims=True)
    has_contrast = variance[:, 0] > LEAST_CONTRAST**2
    return patches[has_contrast] / np.sqrt(variance[has_contrast] + DAMPING)


def _windows(picture: NDArray[Any], size: int, count: int, rng: np.random.Generator) -> Array:
    """Windows of a picture in a random order, at most `count`, shape (n, taps)."""
    if min(picture.shape[:2]) < size:
        return np.empty((0, size * size * (picture.shape[2] if picture.ndim == 3 else 1)))
    windows = sliding_window_view(picture, (size, size), axis=(0, 1))
    if picture.ndim == 3:
        windows = np.moveaxis(windows, 2, -1)  # colours last, as in a picture
    rows, columns = windows.shape[:2]
    chosen = rng.choice(rows * columns, min(count, rows * columns), replace=False)
    chosen_windows = windows[chosen // columns, chosen % columns]
    return np.asarray(chosen_windows.reshape(len(chosen), -1), np.float64)
