"""One filter learns to say whether a sample is a local maximum; nobody shows it how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from core.convolution import local_maxima
from core.data import get_signal
from core.kernels import Kernel, compare, get_kernel
from core.learning.detection import detect
from core.learning.experiment import Array, Dataset, Experiment
from core.learning.objective import steepest_curvature
from core.learning.settings import TrainingSettings
from core.parameters import Choice, Parameter, Range, Switch

ROWS, LENGTH = 64, 64  # of the drawn signals: 4,096 windows to learn from, as many held out
NOISY = 0.1  # what "noisy" means when no number is given
DRIFT_HEIGHT, SMOOTH_SIGMA = 2.0, 2.0
SHOWN_SAMPLES = 64


@dataclass(frozen=True)
class FindPeaks(Experiment):
    """Logistic regression on windows: the target is 1 where the clean signal has a local maximum."""

    name: ClassVar[str] = "find_peaks"
    title: ClassVar[str] = "Find the peaks"
    description: ClassVar[str] = (
        "Random numbers are told which samples are peaks and moved until a positive answer means one. They do not "
        "become [-1 1 -1]: with a bias to set the level, a heavier centre finds more peaks."
    )
    loss_name: ClassVar[str] = "logistic"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Choice("taps", "Taps", 3, (3, 5, 7, 9, 11), help="How many samples the filter sees at once."),
        Switch("bias", "Bias", True, help="A number that is added to every answer."),
        Range(
            "false_positive_cost",
            "Cost of a false positive",
            1.0,
            0.01,
            1000.0,
            1.0,
            help="How much worse a false alarm is than a missed peak.",
        ),
        Choice("signal", "Signal", "iid", ("iid", "noisy", "drift", "smooth", "ecg")),
        Range("noise", "Noise", 0.0, 0.0, 1.0, 0.05, help="Standard deviation, added to any of the signals."),
        Range("seed", "Seed of the data", 0, 0, 2**32 - 1, 1),
    )

    taps: int = 3
    bias: bool = True
    false_positive_cost: float = 1.0
    signal: str = "iid"
    noise: float = 0.0
    seed: int = 0

    @property
    def designed(self) -> Kernel:
        """The peak detector, with zeros around it for more taps."""
        detector = get_kernel("peak_detector")
        if self.taps == 3:
            return detector
        padding = (self.taps - 3) // 2
        return Kernel("peak_detector", detector.title, detector.family, np.pad(detector.weights, padding))

    @property
    def recommended(self) -> TrainingSettings:
        """Momentum at the largest rate that is safe wherever the weights are."""
        return TrainingSettings(
            steps=600,
            optimizer="sgd",
            learning_rate=1 / steepest_curvature(self),
            momentum=0.9,
            schedule="constant",
            initial_scale=1.0,
        )

    @property
    def has_bias(self) -> bool:
        """Whether a bias is learned beside the weights."""
        return self.bias

    @property
    def false_positive_weight(self) -> float:
        """How much more a sample that is no peak counts in the loss."""
        return self.false_positive_cost

    def make_data(self) -> Dataset:
        """Windows of one draw to learn from, of another to test on; of the ECG its first and last part."""
        training_rng, test_rng = (np.random.default_rng((self.seed, part)) for part in (2, 3))
        reach = self.taps - 1
        if self.signal == "ecg":
            training, held_out = _recording(reach)
        else:
            training, held_out = (self._draw(rng, reach) for rng in (training_rng, test_rng))
        observed = self._observe(training, training_rng)
        observed_test = self._observe(held_out, test_rng)
        patches, targets = self._windows(observed, training)
        test_patches, test_targets = self._windows(observed_test, held_out)
        test_input = observed_test[0, :SHOWN_SAMPLES].copy()
        test_answer = np.zeros(len(test_input))
        test_answer[local_maxima(held_out[0, :SHOWN_SAMPLES])] = 1
        return Dataset(patches, targets, test_patches, test_targets, test_input, test_answer)

    def metrics(self, weights: Array, bias: float) -> dict[str, float]:
        """Detection by the learned and by the designed filter, and how alike their numbers are."""
        data = self.data
        learned = detect(data.test_patches @ np.ravel(weights) + bias, data.test_targets)
        designed = detect(data.test_patches @ self.designed.weights, data.test_targets)
        near = compare(self.designed, weights)
        named = {
            f"{prefix}{name}": getattr(found, name)
            for prefix, found in (("", learned), ("designed_", designed))
            for name in ("precision", "recall", "f1", "accuracy", "best_f1", "auc")
        }
        return named | {"cosine": near.cosine} | ({} if near.ratio is None else {"ratio": near.ratio})

    def _draw(self, rng: np.random.Generator, reach: int) -> Array:
        """Clean signals, one a row, long enough for every window of the taps."""
        uniform = rng.random((ROWS, LENGTH + reach))
        if self.signal == "drift":
            phase = rng.uniform(0, 2 * np.pi, (ROWS, 1))
            return uniform + DRIFT_HEIGHT * np.sin(2 * np.pi * np.arange(LENGTH + reach) / 200 + phase)
        if self.signal == "smooth":
            return _smoothed(rng.random((ROWS, LENGTH + reach + 8 * int(SMOOTH_SIGMA))))
        return uniform

    def _observe(self, clean: Array, rng: np.random.Generator) -> Array:
        deviation = self.noise or (NOISY if self.signal == "noisy" else 0.0)
        return clean + rng.normal(0.0, deviation, clean.shape) if deviation else clean

    def _windows(self, observed: Array, clean: Array) -> tuple[Array, Array]:
        windows = sliding_window_view(observed, self.taps, axis=1).reshape(-1, self.taps).copy()
        middle = sliding_window_view(clean, self.taps, axis=1)[..., self.taps // 2 - 1 : self.taps // 2 + 2]
        peaks = (middle[..., 1] > middle[..., 0]) & (middle[..., 1] > middle[..., 2])
        return windows, peaks.reshape(-1).astype(np.float64)


def _smoothed(signals: Array) -> Array:
    """Each row smoothed by a Gaussian, where it lies wholly on the row."""
    mask = get_kernel("gaussian_1d", sigma=SMOOTH_SIGMA, size=8 * int(SMOOTH_SIGMA) + 1).weights
    return np.asarray(sliding_window_view(signals, len(mask), axis=1) @ mask)


def _recording(reach: int) -> tuple[Array, Array]:
    """The ECG from 0 to 1, its first 3/4 and its last quarter as one row each."""
    samples = get_signal("ecg").samples
    scaled = (samples - samples.min()) / np.ptp(samples)
    cut = len(scaled) * 3 // 4
    return scaled[None, : cut + reach // 2], scaled[None, cut - reach // 2 :]
