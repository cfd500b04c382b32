"""Signals and their peaks, cut into windows for training and testing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from core.cache import cached
from core.convolution import local_maxima
from core.data import Signal, get_signal, sample_names
from core.kernels import get_kernel
from core.learning.experiment import Array, Dataset
from core.learning.experiments.data.wording import extent_of, name_of, sample_titles
from core.learning.measures.detection import judge
from core.parameters import Choice, Range

ROWS, LENGTH = 64, 64  # of the drawn signals: 4,096 windows for training, as many held out
LONGEST = 20_000  # samples of a recording
NOISY = 0.1  # what "noisy" means when no number is given
DRIFT_HEIGHT, SMOOTH_SIGMA = 2.0, 2.0
SHOWN_SAMPLES = 64
PROBABILITY_TITLE = "Probability of a peak"
PROBABILITY_NOTE = "Input above; below it each answer as the probability of a peak, 1 / (1 + exp(−answer))."
DRAWN = {
    "iid": "Uniform noise",
    "noisy": "Uniform noise, seen through noise",
    "drift": "Noise on a slow drift",
    "smooth": "Smoothed noise",
}
RECORDED = ("ecg", *(name for name in sample_names(1) if name not in (*DRAWN, "ecg", "thread")))

TAPS = Choice(
    "taps", "Filter length", 3, (3, 5, 7, 9, 11), unit="samples",
    help="How many numbers the filter has, one for each sample that it sees at once.",
)  # fmt: skip
SIGNAL = Choice(
    "signal", "Signal", "iid", (*DRAWN, *RECORDED), titles=(*DRAWN.values(), *sample_titles(RECORDED)),
    help="Drawn anew, or one of the samples.",
)  # fmt: skip
NOISE = Range("noise", "Noise", 0.0, 0.0, 1.0, 0.05, help="Standard deviation, added to any of the signals.")


def peak_data(signal: str | Signal, taps: int, noise: float, seed: int, centre: float = 0.0) -> Dataset:
    """Windows (n, taps) less `centre`; the target is 1 where the middle sample of the clean signal is a peak.

    Signals that are drawn have one draw for training and another for testing; of a recording the first three quarters
    are for training, the last quarter for testing. Raises ValueError for a recording without peaks in both parts.
    """
    rng, test_rng = (np.random.default_rng((seed, part)) for part in (2, 3))
    reach = taps - 1
    if isinstance(signal, Signal) or signal in RECORDED:
        training, held_out = _recording(signal if isinstance(signal, Signal) else get_signal(signal), reach)
    else:
        training, held_out = (_drawn(signal, each, reach) for each in (rng, test_rng))
    deviation = noise or (NOISY if signal == "noisy" else 0.0)
    observed, observed_test = (
        clean + each.normal(0.0, deviation, clean.shape) if deviation else clean
        for clean, each in ((training, rng), (held_out, test_rng))
    )
    targets, test_targets = _peaks(training, taps), _peaks(held_out, taps)
    if not (0 < targets.mean() < 1 and 0 < test_targets.mean() < 1):
        raise ValueError(
            f"The signal '{name_of(signal)}' has no peaks in its first three quarters or in its last quarter: choose a "
            "longer one, or one that goes up and down."
        )
    shown = held_out[0, :SHOWN_SAMPLES]
    answer = np.zeros(len(shown))
    answer[local_maxima(shown)] = 1
    return Dataset(
        inputs=_windows(observed, taps) - centre,
        targets=targets,
        test_inputs=_windows(observed_test, taps) - centre,
        test_targets=test_targets,
        shown_input=observed_test[0, :SHOWN_SAMPLES] - centre,
        shown_answer=answer,
    )


@cached
def designed_detection(signal: str | Signal, taps: int, noise: float, seed: int) -> Mapping[str, float]:
    """How well the peak detector finds the held-out peaks; an answer above 0 is an alarm."""
    data = peak_data(signal, taps, noise, seed)
    detector, middle = get_kernel("peak_detector").weights, slice(taps // 2 - 1, taps // 2 + 2)
    scores, training = data.test_inputs[:, middle] @ detector, data.inputs[:, middle] @ detector
    return MappingProxyType(judge(scores, data.test_targets, training, data.targets))


def _drawn(signal: str, rng: np.random.Generator, reach: int) -> Array:
    """Rows of a random signal, each long enough for `LENGTH` windows."""
    if signal == "smooth":
        mask = get_kernel("gaussian_1d", sigma=SMOOTH_SIGMA, size=8 * int(SMOOTH_SIGMA) + 1).weights
        rough = rng.random((ROWS, LENGTH + reach + 8 * int(SMOOTH_SIGMA)))
        return np.asarray(sliding_window_view(rough, len(mask), axis=1) @ mask)
    uniform = rng.random((ROWS, LENGTH + reach))
    if signal == "drift":
        phase = rng.uniform(0, 2 * np.pi, (ROWS, 1))
        return uniform + DRIFT_HEIGHT * np.sin(2 * np.pi * np.arange(LENGTH + reach) / 200 + phase)
    return uniform


def _recording(signal: Signal, reach: int) -> tuple[Array, Array]:
    """The signal scaled from 0 to 1: its first three quarters and its last quarter, as one row each."""
    samples = np.asarray(signal.samples[:LONGEST], np.float64)
    scaled = (samples - samples.min()) / (np.ptp(samples) or 1.0)
    cut = len(scaled) * 3 // 4
    first, last = scaled[None, : cut + reach // 2], scaled[None, cut - reach // 2 :]
    if last.shape[1] <= reach:
        length = extent_of(samples.shape, "sample")
        raise ValueError(f"The signal '{signal.title}' has {length}: choose one of at least {4 * reach + 4}.")
    return first, last


def _windows(observed: Array, taps: int) -> Array:
    return sliding_window_view(observed, taps, axis=1).reshape(-1, taps).copy()


def _peaks(clean: Array, taps: int) -> Array:
    """1 where the middle sample of a window is a peak of its row, else 0."""
    is_peak = np.zeros(clean.shape)
    for row, marks in zip(clean, is_peak, strict=True):
        marks[local_maxima(row)] = 1
    reach = taps // 2
    return is_peak[:, reach : clean.shape[1] - reach].reshape(-1)
