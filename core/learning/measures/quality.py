"""How close a picture is to the true one: peak signal-to-noise ratio and structural similarity."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def psnr(picture: Array, truth: Array) -> float:
    """Peak signal-to-noise ratio in dB, for brightness from 0 to 1: 10 log10(1 / mean squared difference).

    >>> round(psnr(np.full((4, 4), 0.6), np.full((4, 4), 0.5)), 6)
    20.0
    """
    from skimage.metrics import peak_signal_noise_ratio

    return float(peak_signal_noise_ratio(truth, picture, data_range=1.0))  # type: ignore[no-untyped-call]


def ssim(picture: Array, truth: Array) -> float:
    """Structural similarity, 1 for equal pictures, in Gaussian windows as its authors define it.

    Source: Wang, Bovik, Sheikh and Simoncelli, Image quality assessment: from error visibility to structural
    similarity, 2004. Pictures of at least 11 x 11 pixels.
    """
    from skimage.metrics import structural_similarity

    return float(
        structural_similarity(  # type: ignore[no-untyped-call]
            truth, picture, data_range=1.0, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
        )
    )
