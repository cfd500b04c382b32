"""Kernels for signals that are designed by the frequencies they pass or stop."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.designs.oriented import PHASE, WAVELENGTH, ZERO_MEAN
from core.kernels.designs.sampling import odd_size, offsets, sigma, without_mean
from core.kernels.weights import Weights
from core.parameters import Range

band = partial(designed, family="frequencies", ndim=1)

SMITH = "S. W. Smith, The Scientist and Engineer's Guide to Digital Signal Processing, 1997, chapter 16."
ORFANIDIS = "S. J. Orfanidis, Introduction to Signal Processing, Prentice Hall, 1996, chapter 6."

CUTOFF = Range(
    "cutoff",
    "Cut-off frequency",
    0.1,
    0.02,
    0.48,
    0.01,
    unit="cycles per sample",
    help="Where half of a wave's height is left, if the kernel is long enough.",
)


@band("Low pass", SMITH, CUTOFF, odd_size(21))
def low_pass_1d(cutoff: float, size: int) -> Weights:
    """Passes waves slower than the cut-off and stops faster ones, the more sharply the longer it is: a sinc under
    a Hamming window. The weights sum to 1."""
    weights = np.sinc(2 * cutoff * offsets(size)) * np.hamming(size)
    return np.asarray(weights / weights.sum())


@band("High pass", SMITH, CUTOFF, odd_size(21))
def high_pass_1d(cutoff: float, size: int) -> Weights:
    """The signal less its low pass: stops waves slower than the cut-off, above all drift, and passes faster
    ones."""
    return np.asarray((offsets(size) == 0) - low_pass_1d(cutoff, size))


@band(
    "Removal of the moving average",
    "S. W. Smith, The Scientist and Engineer's Guide to Digital Signal Processing, 1997, chapters 14 and 15.",
    odd_size(15),
)
def moving_average_removal(size: int) -> Weights:
    """By how much each sample differs from the mean of its window: takes out level and drift and leaves what is
    shorter than the window."""
    return np.asarray((offsets(size) == 0) - np.full(size, 1 / size))


@band(
    "Gabor, 1-D",
    "D. Gabor, 'Theory of communication', Journal of the Institution of Electrical Engineers 93(26), 1946, 429-457.",
    WAVELENGTH,
    sigma(2.5),
    PHASE,
    odd_size(15),
    ZERO_MEAN,
)
def gabor_1d(wavelength: float, sigma: float, phase: float, size: int, zero_mean: bool) -> Weights:
    """A wave under a bell: answers to one rhythm, where and while it lasts. Not normalised: the bell is 1 at the
    centre."""
    bell = np.exp(-0.5 * (offsets(size) / sigma) ** 2)
    wave = np.cos(2 * np.pi * offsets(size) / wavelength + np.deg2rad(phase))
    return without_mean(wave, bell) if zero_mean else bell * wave


@band(
    "Notch",
    ORFANIDIS,
    Range("frequency", "Frequency to remove", 0.2, 0.05, 0.5, 0.01, unit="cycles per sample"),
)
def notch_1d(frequency: float) -> Weights:
    """Removes one frequency, such as the hum of the mains, entirely, and keeps the level; its neighbours suffer,
    and fast waves may grow."""
    middle = -2 * np.cos(2 * np.pi * frequency)
    return np.asarray(np.array([1.0, middle, 1.0]) / (2.0 + middle))


@band("Comb", ORFANIDIS, Range("period", "Period to remove", 8, 2, 15, 1, unit="samples"))
def comb_1d(period: int) -> Weights:
    """This sample less the one a period earlier: removes whatever repeats with the period, its overtones and the
    level."""
    weights = np.zeros(2 * period + 1)
    weights[0], weights[period] = -1.0, 1.0
    return weights


@band(
    "Pre-emphasis",
    "L. R. Rabiner and R. W. Schafer, Digital Processing of Speech Signals, Prentice-Hall, 1978.",
    Range("coefficient", "Share of the sample before", 0.95, 0.5, 0.99, 0.01),
)
def pre_emphasis(coefficient: float) -> Weights:
    """This sample less most of the one before: lifts the high frequencies of speech, which are weak, before it is
    analysed. The weights sum to 1 less the share."""
    return np.array([-coefficient, 1.0, 0.0])
