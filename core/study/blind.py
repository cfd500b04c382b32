"""Predictions that never see their own sample: what they say of noise is not learned from that noise.

Where the noise of a sample tells nothing of any other sample's, a prediction from the others alone cannot copy noise.
Its mean squared distance from noisy samples is that from clean ones plus the variance of the noise. Source: Batson and
Royer, Noise2Self: blind denoising by self-supervision, ICML 2019; Krull, Buchholz and Jug, Noise2Void, CVPR 2019.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import product

import numpy as np
from numpy.typing import NDArray

from core.convolution import correlate
from core.study.designed import Designed, designed_methods
from core.study.sums import Array

STRIDE = 4  # samples from one hidden sample to the next, along each axis
WORK = 2**19  # samples that a method goes through for one setting, in all its passes; one pass at least
Fit = Callable[[Array], Array]  # weights and offset (k + 1,) from sums (k + 2, k + 2)


def _mean(data: Array, noise: float) -> Array:
    return np.full(data.shape, data.mean())


MEAN = Designed("mean", "Mean of all", (1, 2), ({},), _mean)


def without_centre(fit: Fit) -> Fit:
    """A fit of weights and offset (k + 1,) that leaves the middle one of k taps at 0, as if there were no such tap.

    >>> from core.study.sums import fitted
    >>> rows = np.vstack([np.random.default_rng(0).normal(size=(3, 50)), np.ones(50)])
    >>> rows = np.vstack([rows, rows[1]])
    >>> float(without_centre(fitted)(rows @ rows.T)[1])
    0.0
    """

    def blind(sums: Array) -> Array:
        middle = (len(sums) - 2) // 2
        others = np.delete(np.delete(sums, middle, axis=0), middle, axis=1)
        return np.insert(fit(others), middle, 0.0)

    return blind


def passes(samples: int, ndim: int) -> int:
    """How many times a method goes through data of so many samples, each time with other samples hidden.

    >>> passes(4000, 1), passes(256 * 256, 2), passes(512 * 512, 2), passes(10**6, 2)
    (4, 8, 2, 1)
    """
    return max(1, min(STRIDE**ndim, WORK // max(samples, 1)))


def grids(count: int, ndim: int) -> Iterator[tuple[slice, ...]]:
    """The first `count` grids of hidden samples, each as far as may be from those before it.

    >>> [tuple(axis.start for axis in grid) for grid in grids(3, 2)]
    [(0, 0), (2, 2), (0, 2)]
    """
    steps = sorted(product((0, 1), repeat=ndim), key=lambda step: sum(step) % 2)
    starts = [tuple(2 * b + a for a, b in zip(fine, wide, strict=True)) for fine in steps for wide in steps]
    for start in starts[:count]:
        yield tuple(slice(first, None, STRIDE) for first in start)


def scored_samples(shape: tuple[int, ...], count: int) -> NDArray[np.bool]:
    """Which samples of a file are hidden in one of `count` passes, and scored.

    >>> scored_samples((6,), 1).astype(int).tolist()
    [1, 0, 0, 0, 1, 0]
    """
    found = np.zeros(shape, bool)
    for grid in grids(count, len(shape)):
        found[grid] = True
    return found


def blind_methods(ndim: int, count: int) -> tuple[Designed, ...]:
    """The denoisers for signals (1) or pictures (2), each answering without the sample that the answer is for.

    Unsharp masks and gradients are no denoisers.

    >>> [each.name for each in blind_methods(1, 4)]
    ['mean', 'box', 'gaussian', 'savitzky_golay', 'median', 'local_wiener']
    """
    return tuple(blind(each, count) for each in originals(ndim))


def originals(ndim: int) -> tuple[Designed, ...]:
    """The denoisers as they are, in the same order; first the mean of all data, which is right for noise alone.

    >>> originals(2)[-1].title
    'Non-local means'
    """
    left_out = ("identity", "unsharp", "gradient_length")
    return (MEAN, *(each for each in designed_methods(ndim) if each.name not in left_out))


def blind(method: Designed, count: int) -> Designed:
    """A method that answers without the sample that the answer is for; a linear one needs one pass for that.

    >>> box = blind(originals(1)[1], 4)
    >>> box.apply(np.array([1.0, 2.0, 100.0, 4.0, 5.0]), 1.0, size=3).round(9).tolist()
    [2.0, 50.5, 3.0, 52.5, 4.0]
    """
    if method.kernel is not None:
        return replace(method, apply=partial(_around, method), whole=method.apply)
    return replace(method, apply=partial(_hidden, method, count), whole=method.apply, passes=count)


def _around(method: Designed, data: Array, noise: float, **settings: float) -> Array:
    """A linear method's answer without its own sample's share, and the other shares as much larger."""
    assert method.kernel is not None  # noqa: S101 - tells the type checker
    kernel = np.asarray(method.kernel(**settings).weights, np.float64)
    own = own_weights(kernel, data.shape)
    return np.asarray((correlate(data, kernel, boundary="mirror") - own * data) / (kernel.sum() - own))


def own_weights(kernel: Array, shape: tuple[int, ...]) -> Array:
    """The weight of each sample in its own answer: the middle tap, and near an edge those that see its mirror image.

    >>> own_weights(np.array([0.1, 0.2, 0.4, 0.2, 0.1]), (5,)).tolist()
    [0.4, 0.5, 0.4, 0.5, 0.4]
    """
    found = kernel
    for axis, (taps, length) in enumerate(zip(kernel.shape, shape, strict=True)):
        period = max(2 * (length - 1), 1)
        places = np.arange(length)[:, np.newaxis]
        seen = np.abs(places + np.arange(taps) - taps // 2) % period
        is_own = np.minimum(seen, period - seen) == places
        found = np.moveaxis(np.tensordot(is_own.astype(np.float64), found, axes=(1, axis)), 0, axis)
    return found


def _hidden(method: Designed, count: int, data: Array, noise: float, **settings: float) -> Array:
    """Any method's answers at samples that are replaced by the mean of their neighbours; NaN where none is asked for.

    Source: scikit-image, restoration/j_invariant.py, which hides a grid of samples in the same way.
    """
    neighbours = correlate(data, _cross(data.ndim), boundary="mirror")
    found = np.full(data.shape, np.nan)
    for grid in grids(count, data.ndim):
        changed = data.copy()
        changed[grid] = neighbours[grid]
        found[grid] = method.apply(changed, noise, **settings)[grid]
    return found


def _cross(ndim: int) -> Array:
    """The mean of the nearest neighbours along each axis."""
    kernel = np.zeros((3,) * ndim)
    for axis in range(ndim):
        for side in (0, 2):
            kernel[tuple(side if each == axis else 1 for each in range(ndim))] = 1 / (2 * ndim)
    return kernel


def share_of_own(error: float, noise: float) -> float:
    """The weight of a noisy sample beside its blind prediction: both are weighted by how little they err.

    `error` is the prediction's mean squared error and `noise` the variance of the sample's. The errors are independent,
    so that the weights are those of the inverse variances. Source: Laine, Karras, Lehtinen and Aila, High-quality
    self-supervised deep image denoising, NeurIPS 2019, whose posterior mean is the same for Gaussian errors.

    >>> share_of_own(1.0, 3.0)
    0.25
    """
    return error / (error + noise)
