"""One filter learns to say whether a sample is a local maximum; nobody shows it how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.data import Signal
from core.kernels import Kernel, compare, get_kernel
from core.learning.curvature import steepest_curvature
from core.learning.experiment import Dataset, Experiment
from core.learning.experiments.data.peak_signals import (
    LONGEST,
    NOISE,
    SIGNAL,
    TAPS,
    designed_detection,
    peak_data,
)
from core.learning.measures.detection import beside_designed, judge
from core.learning.models import LinearModel
from core.learning.settings import TrainingSettings
from core.parameters import Parameter, Range, Switch


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
    shown: ClassVar[tuple[tuple[str, str], ...]] = (("cosine", "Cosine to the designed"),)
    accepts: ClassVar[Mapping[str, tuple[type, ...]]] = {"signal": (Signal,)}
    most_samples: ClassVar[int] = LONGEST
    parameters: ClassVar[tuple[Parameter, ...]] = (
        TAPS,
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
        SIGNAL,
        NOISE,
        Range("seed", "Seed of the data", 0, 0, 2**32 - 1, 1),
    )

    taps: int = 3
    bias: bool = True
    false_positive_cost: float = 1.0
    signal: str | Signal = "iid"
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
    def model(self) -> LinearModel:
        """One filter, with or without a bias."""
        return LinearModel((self.taps,), self.bias)

    @property
    def recommended(self) -> TrainingSettings:
        """Momentum at the largest rate that is safe wherever the weights are; more of it where samples are alike."""
        is_independent = self.signal in ("iid", "noisy")
        return TrainingSettings(
            steps=600 if is_independent else 3000,
            optimizer="sgd",
            learning_rate=1 / steepest_curvature(self),
            momentum=0.9 if is_independent else 0.99,
            schedule="constant",
            initial_scale=1.0,
            initialisation="normal",
        )

    @property
    def false_positive_weight(self) -> float:
        """How much more a sample that is no peak counts in the loss."""
        return self.false_positive_cost

    def make_data(self) -> Dataset:
        """Windows of one draw to learn from, of another to test on; of a recording its first and last part."""
        return peak_data(self.signal, self.taps, self.noise, self.seed)

    def metrics(self, parameters: Mapping[str, Any]) -> dict[str, float]:
        """Detection by the learned and by the designed filter, and how alike their numbers are."""
        data, model = self.data, self.model
        learned, training = (model.answers(parameters, inputs) for inputs in (data.test_inputs, data.inputs))
        found = judge(learned, data.test_targets, training, data.targets)
        designed = designed_detection(self.signal, self.taps, self.noise, self.seed)
        near = compare(self.designed, parameters["weights"])
        ratio = {} if near.ratio is None else {"ratio": near.ratio}
        return beside_designed(found, designed) | {"cosine": near.cosine} | ratio
