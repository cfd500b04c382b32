"""How strong the noise in all files is, estimated without any of them clean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from core.study.blind import without_centre
from core.study.designed import noise_of
from core.study.division import Segment
from core.study.moments import patch_sums
from core.study.sums import Array, fitted, squared_error

NEIGHBOURS = {1: 15, 2: 5}  # taps along each axis of the prediction that bounds the noise
BAND = {1: 4096, 2: 16}  # samples or rows that it is fitted on at a time
ENOUGH = 2**17  # samples that it is fitted on, in bands spread evenly


def noise_in(arrays: Sequence[Array]) -> float:
    """The standard deviation of noise that is equally strong everywhere.

    Estimated from differences of neighbours, and never more than what is unpredicted.

    >>> wave = np.cos(2 * np.arange(2000.0)) + np.random.default_rng(0).normal(0.0, 0.1, 2000)
    >>> round(noise_of(wave), 1), round(noise_in([wave]), 1)
    (1.2, 0.1)
    """
    sizes = [each.size for each in arrays]
    variance = float(np.average([noise_of(each) ** 2 for each in arrays], weights=sizes))
    return float(np.sqrt(min(variance, unpredicted(arrays))))


def unpredicted(arrays: Sequence[Array]) -> float:
    """The variance of what the best linear prediction from the neighbours leaves of the samples.

    Noise cannot be predicted, and is no more than that. In quick waves, differences of neighbours are not noise alone.
    Of too few samples nothing is said: infinity.

    >>> unpredicted([np.arange(20.0)])
    inf
    """
    shape = (NEIGHBOURS[arrays[0].ndim],) * arrays[0].ndim
    taps = int(np.prod(shape))
    bands = list(_bands(arrays, shape[0] // 2))
    sums = patch_sums(arrays, [arrays], bands, shape)[0].sum(axis=0) if bands else np.zeros((taps + 2, taps + 2))
    free = float(sums[-2, -2]) - taps
    if free < taps:
        return float(np.inf)
    return float(squared_error(sums, without_centre(fitted)(sums)) / free)


def _bands(arrays: Sequence[Array], reach: int) -> Iterator[Segment]:
    ndim = arrays[0].ndim
    every = max(1, sum(each.size for each in arrays) // ENOUGH)
    for file, each in enumerate(arrays):
        if min(each.shape) > 2 * reach:
            inner = tuple((reach, length - reach) for length in each.shape)
            (start, stop), *others = inner
            for low in range(start, stop, BAND[ndim] * every):
                yield Segment(file, ((low, min(low + BAND[ndim], stop)), *others), 0)
