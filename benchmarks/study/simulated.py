"""Data whose truth is known: a planted filter, labels of pure noise, a designed filter, and a noisy signal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from core.convolution import correlate
from core.data import Signal
from core.kernels import get_kernel
from core.study import BeforeAfter, Noisy, Outcome, compare_on

Array = NDArray[np.float64]
SIZES = (3, 5, 9, 15)
START = 200  # samples until a signal has forgotten how it began


@dataclass(frozen=True, eq=False)
class Case:
    """A signal, what it should become, and that without its noise."""

    before: Array
    after: Array
    clean: Array

    def compared(self, *, networks: bool = False) -> Outcome:
        """The comparison on these data."""
        before, after = (Signal("simulated", "Simulated", each) for each in (self.before, self.after))
        return compare_on(before, BeforeAfter((after,)), sizes=SIZES, networks=networks)


def planted(seed: int, count: int) -> Case:
    """Five random numbers are the truth; noise is half as strong as what they give."""
    kernel = np.random.default_rng((seed, 1)).normal(size=5)
    before = _smooth(seed, count)
    clean = correlate(before, kernel, boundary="mirror")
    return Case(before, clean + 0.5 * clean.std() * _noise(seed, count), clean)


def pure_noise(seed: int, count: int) -> Case:
    """What is wanted has nothing to do with the signal."""
    return Case(_smooth(seed, count), _noise(seed, count), np.zeros(count))


def designed(seed: int, count: int) -> Case:
    """A Gaussian is the truth, of a width that is among those to choose from."""
    before = _smooth(seed, count)
    clean = correlate(before, get_kernel("gaussian_1d", sigma=1.4, size=11), boundary="mirror")
    return Case(before, clean + 0.3 * _noise(seed, count), clean)


def noisy(seed: int, count: int) -> Case:
    """A smooth signal under noise as strong as its steps."""
    clean = _smooth(seed, count)
    return Case(clean + _noise(seed, count), clean, clean)


def waves(seed: int, count: int) -> Outcome:
    """Two quick waves under noise, of which every designed denoiser takes away most: learned is right."""
    places, rng = np.arange(count), np.random.default_rng((seed, 1))
    fast, faster = (np.cos(rng.uniform(1.5, 2.8) * places + rng.uniform(0.0, 6.0)) for _ in range(2))
    return without_clean(2 * fast + faster + _noise(seed, count))


def nothing_but_noise(seed: int, count: int) -> Outcome:
    """Noise around 5: there is nothing to learn."""
    return without_clean(5 + _noise(seed, count))


def without_clean(samples: Array) -> Outcome:
    """The comparison on noisy samples of which there are no clean ones."""
    return compare_on(Signal("simulated", "Simulated", samples), Noisy(), sizes=SIZES, networks=False)


def _smooth(seed: int, count: int) -> Array:
    steps = np.random.default_rng((seed, 2)).normal(size=count + START)
    return np.asarray(lfilter([1.0], [1.0, -0.9], steps)[START:])


def _noise(seed: int, count: int) -> Array:
    return np.random.default_rng((seed, 3)).normal(size=count)
