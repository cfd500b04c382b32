"""Kernels that answer to a sample or bump that stands out from its neighbours."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.designs.sampling import gaussian_window, odd_size, offsets, sigma, without_mean
from core.kernels.sources import books, papers
from core.kernels.weights import Weights

peak = partial(designed, family="peaks", ndim=1)


@peak(
    "Peak detector",
    books.CROSS_VALIDATED,
    avoid="On signals with a high level, which counts as an answer by itself.",
    words="local maximum",
)
def peak_detector() -> Weights:
    """Adds the centre and subtracts both neighbours: large at a local peak. It sums to −1, so it answers to the
    level of the signal as well."""
    return np.array([-1.0, 1.0, -1.0])


@peak(
    "Balanced peak detector",
    papers.FORNBERG.at("the second difference, times -1/2", is_checked=True),
    use="To find narrow peaks, whatever level or slope they stand on.",
    words="curvature",
)
def balanced_peak_detector() -> Weights:
    """How far the centre lies above the mean of its neighbours: a peak detector that ignores level and slope."""
    return np.array([-0.5, 1.0, -0.5])


@peak(
    "Ricker wavelet",
    papers.RICKER,
    sigma(2.0),
    odd_size(15),
    use="To find bumps of one width, such as echoes in seismic records.",
    avoid="For peaks much narrower or wider than the bump.",
    words="mexican hat, seismic",
)
def ricker(sigma: float, size: int) -> Weights:
    """A bump with a dip on either side, also known as Mexican hat: answers most to bumps about two standard
    deviations wide. The sum is zero and the sum of squares one.

    The negative second derivative of a Gaussian, with the zero sum restored that sampling loses.
    """
    hat = -without_mean(offsets(size) ** 2, gaussian_window(size, sigma))
    return np.asarray(hat / np.linalg.norm(hat))
