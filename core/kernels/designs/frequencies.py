"""Kernels for signals that are designed by the frequencies they pass or stop."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.designs.oriented import PHASE, WAVELENGTH, ZERO_MEAN
from core.kernels.designs.sampling import odd_size, offsets, sigma, without_mean
from core.kernels.sources import books, papers
from core.kernels.weights import Weights
from core.parameters import Range

band = partial(designed, family="frequencies", ndim=1)


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


@band(
    "Low pass",
    books.SMITH.at("chapter 16", is_checked=True),
    CUTOFF,
    odd_size(21),
    use="To keep slow changes and stop waves above a frequency of your choice.",
    avoid="On steps, beside which the answer swings.",
    words="sinc, smooth, slow",
)
def low_pass_1d(cutoff: float, size: int) -> Weights:
    """Passes waves slower than the cut-off and stops faster ones, the more sharply the longer it is: a sinc under
    a Hamming window. The weights sum to 1."""
    weights = np.sinc(2 * cutoff * offsets(size)) * np.hamming(size)
    return np.asarray(weights / weights.sum())


@band(
    "High pass",
    books.SMITH.at("chapters 14 and 16", is_checked=True),
    CUTOFF,
    odd_size(21),
    use="To remove drift and keep what is fast.",
    avoid="Where the level matters: it is removed as well.",
    words="drift, baseline, trend, fast",
)
def high_pass_1d(cutoff: float, size: int) -> Weights:
    """The signal less its low pass: stops waves slower than the cut-off, above all drift, and passes faster
    ones."""
    return np.asarray((offsets(size) == 0) - low_pass_1d(cutoff, size))


@band(
    "Removal of the moving average",
    books.SMITH.at("chapters 14 and 15", is_checked=True),
    odd_size(15),
    use="To remove level and slow drift quickly.",
    avoid="On steps: each leaves a dip before and a bump behind.",
    words="drift, baseline, trend",
)
def moving_average_removal(size: int) -> Weights:
    """By how much each sample differs from the mean of its window: takes out level and drift and leaves what is
    shorter than the window."""
    return np.asarray((offsets(size) == 0) - np.full(size, 1 / size))


@band(
    "Gabor, 1-D",
    papers.GABOR,
    WAVELENGTH,
    sigma(2.5),
    PHASE,
    odd_size(15),
    ZERO_MEAN,
    use="To find where a rhythm begins and ends.",
    avoid="For rhythms that become much faster or slower.",
    words="rhythm, burst, tone, band pass",
)
def gabor_1d(wavelength: float, sigma: float, phase: float, size: int, zero_mean: bool) -> Weights:
    """A wave under a bell: answers to one rhythm, where and while it lasts. Not normalised: the bell is 1 at the
    centre."""
    bell = np.exp(-0.5 * (offsets(size) / sigma) ** 2)
    wave = np.cos(2 * np.pi * offsets(size) / wavelength + np.deg2rad(phase))
    return without_mean(wave, bell) if zero_mean else bell * wave


@band(
    "Notch",
    books.ORFANIDIS.at("chapter 6"),
    Range("frequency", "Frequency to remove", 0.2, 0.05, 0.5, 0.01, unit="cycles per sample"),
    use="To remove one steady tone, such as the hum of the mains.",
    avoid="Where neighbouring frequencies must stay as they are.",
    words="hum, mains, tone",
)
def notch_1d(frequency: float) -> Weights:
    """Removes one frequency, such as the hum of the mains, entirely, and keeps the level; its neighbours suffer,
    and fast waves may grow."""
    middle = -2 * np.cos(2 * np.pi * frequency)
    return np.asarray(np.array([1.0, middle, 1.0]) / (2.0 + middle))


@band(
    "Comb",
    books.ORFANIDIS.at("chapter 6"),
    Range("period", "Period to remove", 8, 2, 15, 1, unit="samples"),
    use="To remove all that repeats with a known period.",
    avoid="For single events: each comes back one period later, with its sign turned.",
    words="repeat, hum, overtone, season",
)
def comb_1d(period: int) -> Weights:
    """This sample less the one a period earlier: removes whatever repeats with the period, its overtones and the
    level."""
    weights = np.zeros(2 * period + 1)
    weights[0], weights[period] = -1.0, 1.0
    return weights


@band(
    "Pre-emphasis",
    books.RABINER,
    Range("coefficient", "Share of the sample before", 0.95, 0.5, 0.99, 0.01),
    use="Before speech is analysed, to lift its weak high frequencies.",
    avoid="On noisy recordings: the noise is lifted as well.",
    words="speech, voice",
)
def pre_emphasis(coefficient: float) -> Weights:
    """This sample less most of the one before: lifts the high frequencies of speech, which are weak, before it is
    analysed. The weights sum to 1 less the share."""
    return np.array([-coefficient, 1.0, 0.0])
