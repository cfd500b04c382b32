"""Several filters, a rectifier and a second layer learn what one filter cannot: all the peaks and nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from core.data import Signal
from core.kernels import Kernel, get_kernel
from core.learning.experiment import Dataset, Experiment
from core.learning.experiments.data.peak_signals import (
    LONGEST,
    NOISE,
    PROBABILITY_NOTE,
    PROBABILITY_TITLE,
    SIGNAL,
    designed_detection,
    peak_data,
)
from core.learning.losses import Logistic
from core.learning.measures.detection import beside_designed, judge
from core.learning.models import TwoLayerModel
from core.learning.results import BestFilter, TrainedRun
from core.learning.score import Score
from core.learning.settings import SEED, ResolvedSettings
from core.learning.wording import listed
from core.parameters import Choice, Parameter, Switch

CENTRE = 0.5  # the mean of samples that are uniform from 0 to 1
SHARPNESS = 5000.0  # of the answer that a person would choose
SOLVED_ABOVE = 0.98  # accuracy that no single filter reaches
SMALLEST_RISE = 0.001  # what counts as higher


@dataclass(frozen=True)
class FindPeaksTwoLayers(Experiment):
    """Convolution, ReLU, convolution on the question of `find_peaks`."""

    name: ClassVar[str] = "find_peaks_two_layers"
    title: ClassVar[str] = "Find the peaks with two layers"
    description: ClassVar[str] = (
        "A peak is higher than its left neighbour and higher than its right one: two questions, which one filter has "
        "to mix into a single sum. Several filters with ReLU can ask both. With two filters many starts "
        "end no better than with a single one; with eight nearly all succeed."
    )
    answer_note: ClassVar[str] = PROBABILITY_NOTE
    score: ClassVar[Score] = Score(
        "accuracy", "Samples named correctly", 0.01, "Below 1 %, one sample in a hundred is concerned.", is_share=True
    )
    shown: ClassVar[tuple[tuple[str, str], ...]] = (
        ("accuracy", "Accuracy"),
        ("designed_accuracy", "Accuracy of [−1 1 −1]"),
        ("dead_filters", "Dead filters"),
    )
    designed_title: ClassVar[str] = "Designed, two layers"
    accepts: ClassVar[Mapping[str, tuple[type, ...]]] = {"signal": (Signal,)}
    most_samples: ClassVar[int] = LONGEST
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Choice("hidden", "Filters", 8, (2, 3, 4, 6, 8, 12, 16), help="Filters of the first layer, three numbers each."),
        Switch(
            "centred", "Centred input", True, help="0.5 is subtracted from every sample, so that samples lie around 0."
        ),
        SIGNAL,
        NOISE,
        dataclasses.replace(SEED, title="Seed of the data"),
    )

    hidden: int = 8
    centred: bool = True
    signal: str | Signal = "iid"
    noise: float = 0.0
    seed: int = 0

    @property
    def designed(self) -> Kernel:
        """The peak detector, the best that a person does with one filter."""
        return get_kernel("peak_detector")

    @property
    def answer_title(self) -> str:
        """The title of a chart of the answers on the shown input."""
        return PROBABILITY_TITLE

    @property
    def answer_form(self) -> str:
        """Stems, one for each sample, of the probability that it is a peak."""
        return "stems"

    @property
    def model(self) -> TwoLayerModel:
        """Two layers, the first of three taps."""
        return TwoLayerModel((3,), self.hidden)

    @property
    def designed_parameters(self) -> dict[str, NDArray[Any]]:
        """Weights whose answer is positive at a peak, where max(left - centre, 0) + max(right - centre, 0) is 0."""
        named = super().designed_parameters
        weights = np.zeros((self.hidden, 3))
        weights[0], weights[1] = (1.0, -1.0, 0.0), (0.0, -1.0, 1.0)
        output = np.zeros(self.hidden)
        output[:2] = -SHARPNESS
        return named | {"weights": weights, "output_weights": output, "bias": np.array(SHARPNESS * SMALLEST_RISE)}

    @property
    def recommended(self) -> ResolvedSettings:
        """Adam with a rate that falls to zero, from weights so large that no filter starts dead behind its ReLU."""
        return ResolvedSettings(
            steps=1500,
            optimizer="adam",
            learning_rate=0.05,
            momentum=0.9,
            schedule="cosine",
            initial_scale=3.0,
            initialisation="kaiming",
        )

    @property
    def loss(self) -> Logistic:
        """The logistic loss of a detector."""
        return Logistic()

    def make_data(self) -> Dataset:
        """Windows of three samples, of one draw for training and of another for testing."""
        return peak_data(self.signal, 3, self.noise, self.seed, CENTRE if self.centred else 0.0)

    def metrics(self, parameters: Mapping[str, Any]) -> dict[str, float]:
        """Detection by the learned layers and by the designed filter, and the number of filters that never answer."""
        data, model = self.data, self.model
        outputs, training = model.layers(parameters, data.test_inputs), model.answers(parameters, data.inputs)
        metrics = judge(outputs["answer"], data.test_targets, training, data.targets)
        designed = designed_detection(self.signal, 3, self.noise, self.seed)
        dead = float((outputs["rectified"].max(axis=0) <= 0).sum())
        return beside_designed(metrics, designed) | {"dead_filters": dead}

    def verdict(self, run: TrainedRun, best: BestFilter | None) -> str:
        """Whether the layers find what one filter cannot."""
        metrics, hidden = run.metrics, self.model.filters
        is_solved = metrics["accuracy"] > SOLVED_ABOVE
        dead = int(metrics["dead_filters"])
        dead_note = f" {dead} of them {'answers' if dead == 1 else 'answer'} nowhere." if dead else ""
        outcome = (
            "ask whether a sample is higher than both its neighbours" if is_solved else "do no better than one filter"
        )
        return (
            f"{'Yes' if is_solved else 'Not from this start'}: {hidden} filters with ReLU {outcome}. On held-out "
            f"data {metrics['accuracy']:.1%} of the samples are named correctly, by the single filter "
            f"{listed(self.designed.weights)} {metrics['designed_accuracy']:.1%}.{dead_note}"
        )
