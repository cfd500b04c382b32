"""One filter learns from labels alone whether a sample is a local maximum."""

from __future__ import annotations

import dataclasses
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
    PROBABILITY_NOTE,
    PROBABILITY_TITLE,
    SIGNAL,
    TAPS,
    designed_detection,
    peak_data,
)
from core.learning.losses import Logistic
from core.learning.measures.detection import beside_designed, judge
from core.learning.models import LinearModel
from core.learning.results import BestFilter, TrainedRun
from core.learning.score import Score
from core.learning.settings import SEED, ResolvedSettings
from core.learning.wording import listed, percent
from core.parameters import Parameter, Range, Switch

ALIKE_WITHIN = 0.005  # difference of F1 below which two detectors count as equally good


@dataclass(frozen=True)
class FindPeaks(Experiment):
    """Logistic regression on windows: the target is 1 where the clean signal has a local maximum."""

    name: ClassVar[str] = "find_peaks"
    title: ClassVar[str] = "Find the peaks"
    description: ClassVar[str] = (
        "A filter of random numbers is told which samples are peaks, until a positive answer means a peak. The "
        "numbers do not "
        "become [-1 1 -1]: with a bias to set the level, a heavier centre finds more peaks."
    )
    answer_note: ClassVar[str] = PROBABILITY_NOTE
    score: ClassVar[Score] = Score(
        "f1", "F1", 0.02, "Below 0.02, fewer than about one peak in fifty is concerned.", tuned="tuned_f1"
    )
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
            menu=(1.0, 2.0, 5.0, 10.0, 100.0),
        ),
        SIGNAL,
        NOISE,
        dataclasses.replace(SEED, title="Seed of the data"),
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
    def answer_title(self) -> str:
        """The title of a chart of the answers on the shown input."""
        return PROBABILITY_TITLE

    @property
    def answer_form(self) -> str:
        """Stems, one for each sample, of the probability that it is a peak."""
        return "stems"

    @property
    def model(self) -> LinearModel:
        """One filter, with or without a bias."""
        return LinearModel((self.taps,), self.bias)

    @property
    def recommended(self) -> ResolvedSettings:
        """A rate that is safe for all weights, and momentum, more of it where neighbouring samples are correlated."""
        is_independent = self.signal in ("iid", "noisy")
        return ResolvedSettings(
            steps=600 if is_independent else 3000,
            optimizer="sgd",
            learning_rate=1 / steepest_curvature(self),
            momentum=0.9 if is_independent else 0.99,
            schedule="constant",
            initial_scale=1.0,
            initialisation="normal",
        )

    @property
    def loss(self) -> Logistic:
        """The logistic loss of a detector, whose false alarms may cost more."""
        return Logistic(self.false_positive_cost)

    def make_data(self) -> Dataset:
        """Windows of one draw for training and of another for testing, or of a recording's first and last part."""
        return peak_data(self.signal, self.taps, self.noise, self.seed)

    def metrics(self, parameters: Mapping[str, Any]) -> dict[str, float]:
        """Detection by the learned and by the designed filter, and how similar their weights are."""
        data, model = self.data, self.model
        learned, training = (model.answers(parameters, inputs) for inputs in (data.test_inputs, data.inputs))
        metrics = judge(learned, data.test_targets, training, data.targets)
        designed = designed_detection(self.signal, self.taps, self.noise, self.seed)
        comparison = compare(self.designed, parameters["weights"])
        ratio = {} if comparison.ratio is None else {"ratio": comparison.ratio}
        return beside_designed(metrics, designed) | {"cosine": comparison.cosine} | ratio

    def verdict(self, run: TrainedRun, best: BestFilter | None) -> str:
        """Which of the two filters finds more peaks, and how near the best filter it is."""
        metrics = run.metrics
        learned, designed = listed(run.weights[-1]), listed(self.designed.weights)
        ratio = f", centre over side {metrics['ratio']:.2f} instead of 1" if "ratio" in metrics else ""
        # each filter at its tuned threshold; runs saved before that was measured have none
        fair = "tuned_" if "tuned_f1" in metrics else ""
        gain = metrics[f"{fair}f1"] - metrics[f"designed_{fair}f1"]
        better = "better" if gain > ALIKE_WITHIN else "worse" if gain < -ALIKE_WITHIN else "neither better nor worse"
        tuned = f", with its threshold tuned {_found(metrics, 'designed_tuned_')}" if fair else ""
        nearness = ""
        if best is not None:
            off = compare(best.weights, run.weights[-1]).weight_error
            nearness = f" It is {percent(off)} from the best filter there is for this loss."
        return (
            f"No: the random numbers became a filter that is {better} at finding peaks than {designed}. It is "
            f"{learned}{ratio}. On held-out data it finds {_found(metrics, '')}; the designed filter finds, as "
            f"written, {_found(metrics, 'designed_')}{tuned}.{nearness}"
        )


def _found(metrics: Mapping[str, float], prefix: str) -> str:
    recall, precision, f1 = (metrics[f"{prefix}{name}"] for name in ("recall", "precision", "f1"))
    return f"{recall:.0%} of the peaks with {precision:.0%} of its alarms right (F1 {f1:.2f})"
