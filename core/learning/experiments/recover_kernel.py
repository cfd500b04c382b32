"""A filter learns to imitate a designed kernel from the kernel's input and output, without seeing its weights."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.cache import cached
from core.convolution import correlate
from core.data import Image, Signal, get_sample, sample_names
from core.kernels import Kernel, compare, describe_kernel, get_kernel, kernel_names
from core.learning.curvature import steepest_curvature
from core.learning.experiment import Array, Dataset, Experiment, patches_of
from core.learning.experiments.data.pictures import grey_pixels, middle_piece
from core.learning.experiments.data.wording import extent_of, name_of, sample_titles
from core.learning.loss_scale import loss_unit
from core.learning.losses import Squared
from core.learning.optimum import rank
from core.learning.results import BestFilter, TrainedRun
from core.learning.score import Score
from core.learning.settings import SEED, ResolvedSettings
from core.learning.wording import listed, percent
from core.parameters import Choice, Parameter, Range

WHITE_SAMPLES = 4096
WHITE_SIDE = 96
LONGEST_SIDE = 128  # of a picture for training: enough patches for 31 x 31 taps, few enough for a quick step
LONGEST_SIGNAL = 4096
SHOWN_SAMPLES = 96
SHOWN_SIDE = 48
INPUT_NOISE = 0.3
RECOVERED_WITHIN = 1e-3  # relative error of the weights below which the kernel counts as recovered

SPECIAL_INPUTS = {
    "white": "White noise",
    "camera": "Photographer",
    "camera_standardised": "Photographer, standardised",
    "camera_noisy": "Photographer, standardised, with noise",
}
WHOLE = "thread"  # all of its windows are trained and tested on
OTHER_INPUTS = tuple(name for name in sample_names() if name not in SPECIAL_INPUTS)


@dataclass(frozen=True)
class RecoverKernel(Experiment):
    """Least squares: the loss is the mean squared difference from the designed kernel's output."""

    name: ClassVar[str] = "recover_kernel"
    title: ClassVar[str] = "Imitate a designed kernel"
    description: ClassVar[str] = (
        "Random numbers learn from an input and the designed kernel's output on it, until they give the same output. "
        "On white noise they get there in a few steps; on pictures, whose neighbouring pixels are alike, the loss is a "
        "long valley and the last digits take thousands."
    )
    score: ClassVar[Score] = Score(
        "relative_output_error",
        "Error of the output",
        0.01,
        "An error below 1 % of the output is hardly seen.",
        is_share=True,
        is_error=True,
    )
    shown: ClassVar[tuple[tuple[str, str], ...]] = (("cosine", "Cosine to the designed"),)
    accepts: ClassVar[Mapping[str, tuple[type, ...]]] = {"kernel": (Kernel,), "input": (Signal, Image)}
    longest_side: ClassVar[int] = LONGEST_SIDE
    most_samples: ClassVar[int] = LONGEST_SIGNAL
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Choice(
            "kernel",
            "Designed kernel",
            "peak_detector",
            kernel_names(),
            titles=tuple(describe_kernel(name).title for name in kernel_names()),
        ),
        Choice(
            "input",
            "Input",
            "white",
            (*SPECIAL_INPUTS, *OTHER_INPUTS),
            titles=(*SPECIAL_INPUTS.values(), *sample_titles(OTHER_INPUTS)),
            help="White noise shows all numbers of the kernel equally well; a picture hardly shows some of them.",
        ),
        Range(
            "target_noise", "Noise on the target", 0.0, 0.0, 1.0, 0.01, help="How strong it is: its standard deviation."
        ),
        dataclasses.replace(SEED, title="Seed of the data"),
    )

    kernel: str | Kernel = "peak_detector"
    input: str | Signal | Image = "white"
    target_noise: float = 0.0
    seed: int = 0

    @property
    def designed(self) -> Kernel:
        """The kernel whose output is imitated."""
        return self.kernel if isinstance(self.kernel, Kernel) else get_kernel(self.kernel)

    @property
    def recommended(self) -> ResolvedSettings:
        """Plain descent on white noise; momentum on real data, whose valley is long."""
        rate = 1 / steepest_curvature(self)
        plain = self.input == "white"
        return ResolvedSettings(
            steps=20 if plain else 1000,
            optimizer="sgd",
            learning_rate=rate if plain else 2 * rate,
            momentum=0.0 if plain else 0.9,
            schedule="constant",
            initial_scale=1.0,
            initialisation="normal",
        )

    @property
    def loss(self) -> Squared:
        """The square of the difference."""
        return Squared()

    def make_data(self) -> Dataset:
        """The input's first part for training, its last part held out; of the thread's ten numbers all for both."""
        rng = np.random.default_rng((self.seed, 1))
        kernel = self.designed
        training, held_out = self._inputs(kernel, rng)
        patches, test_patches = patches_of(training, kernel.shape), patches_of(held_out, kernel.shape)
        weights = kernel.weights.ravel()
        noise = rng.normal(0.0, self.target_noise, len(patches)) if self.target_noise else 0.0
        test_input = _shown(held_out, kernel)
        return Dataset(
            inputs=patches,
            targets=patches @ weights + noise,
            test_inputs=test_patches,
            test_targets=test_patches @ weights,
            shown_input=test_input,
            shown_answer=correlate(test_input, kernel, boundary="mirror", method="definition"),
        )

    def metrics(self, parameters: Mapping[str, Any]) -> dict[str, float]:
        """How far the weights, and the outputs on held-out data, are from the designed kernel's."""
        comparison = compare(self.designed, parameters["weights"])
        output_error, spread = self._output_errors(np.asarray(parameters["weights"])[None])
        return {
            "weight_error": comparison.weight_error,
            "cosine": comparison.cosine,
            "largest_difference": comparison.max_abs_difference,
            "output_error": float(output_error[0]),
            "relative_output_error": float(output_error[0] / spread),
        }

    def metrics_of_many(self, parameters: Mapping[str, Any]) -> dict[str, Array]:
        """The `metrics` of k filters at once."""
        designed, weights = self.designed.weights.ravel(), np.asarray(parameters["weights"])
        learned = weights.reshape(len(weights), -1)
        length, lengths = np.linalg.norm(designed), np.linalg.norm(learned, axis=1)
        output_error, spread = self._output_errors(weights)
        return {
            "weight_error": np.linalg.norm(learned - designed, axis=1) / length,
            "cosine": np.divide(learned @ designed, lengths * length, out=np.zeros(len(learned)), where=lengths > 0),
            "largest_difference": np.abs(learned - designed).max(axis=1),
            "output_error": output_error,
            "relative_output_error": output_error / spread,
        }

    def verdict(self, run: TrainedRun, best: BestFilter | None) -> str:
        """Whether the random weights became the kernel, and if not, why."""
        error, step = run.metrics["weight_error"], run.steps[-1]
        designed, learned = listed(self.designed.weights), listed(run.weights[-1])
        written = f", at {learned}" if learned.startswith("[") else ""
        if is_recovered(run):
            within = self._first_step_within(run, RECOVERED_WITHIN)
            return (
                f"Yes: the random numbers became {designed}. After {within} steps they were within "
                f"{percent(RECOVERED_WITHIN)} of it, after {step} within {percent(error)}."
            )
        decided, numbers = rank(self), self.designed.weights.size
        if decided == 0:
            return "Nothing to learn from: the input is zero everywhere, so that every filter answers the same."
        output = run.metrics["relative_output_error"]
        if decided < numbers:
            undecided = (
                f" This input does not decide the numbers: it fixes {decided} of their {numbers} independent "
                "combinations, and the rest stays as random as it began."
            )
            if run.loss[-1] <= RECOVERED_WITHIN**2 * loss_unit(self):
                return (
                    f"In part: after {step} steps other numbers answer as {designed} does. They are "
                    f"{percent(error)} away{written}; the answers on held-out data are within {percent(output)}."
                    f"{undecided}"
                )
            return f"Not yet: after {step} steps the answers are {percent(output)} away{written}.{undecided}"
        if best is not None and compare(best.weights, run.weights[-1]).weight_error < RECOVERED_WITHIN:
            return (
                f"No: the random numbers became the best filter there is for these targets. It is "
                f"{percent(error)} away from {designed}{written}, and no training comes closer: the noise on the "
                "targets hides it."
            )
        valley = ": the loss is a long valley" if output < error / 2 else ""
        return (
            f"Not yet: after {step} steps the numbers are {percent(error)} away from the designed ones"
            f"{written}. On held-out data their answers are {percent(output)} away{valley}."
        )

    def _first_step_within(self, run: TrainedRun, tolerance: float) -> int:
        """The first recorded step from which on the weights stay within the tolerance of the designed ones."""
        errors = [compare(self.designed, weights).weight_error for weights in run.weights]
        within = [error <= tolerance for error in errors]
        first = len(within) - within[::-1].index(False) if False in within else 0
        return int(run.steps[min(first, len(within) - 1)])

    def _output_errors(self, weights: Array) -> tuple[Array, float]:
        """Root mean square of each filter's error in the designed output, and that of the designed output itself."""
        designed = self.designed.weights.ravel()
        moments = _test_moments(self)
        differences = weights.reshape(len(weights), -1) - designed
        error = np.sqrt(np.maximum(0.0, ((differences @ moments) * differences).sum(axis=1)))
        spread = float(np.sqrt(max(0.0, float(designed @ moments @ designed))))
        return error, spread if spread > 0 else 1.0

    def _inputs(self, kernel: Kernel, rng: np.random.Generator) -> tuple[Array, Array]:
        if isinstance(self.input, str) and self.input == "white":
            shape = (WHITE_SAMPLES,) if kernel.ndim == 1 else (WHITE_SIDE, WHITE_SIDE)
            return rng.normal(size=shape), rng.normal(size=shape)
        whole = self._input_array(kernel, rng)
        # a signal is cut in time, a picture in its width; rows stay whole, since 1-D kernels slide along them
        axis = whole.ndim - 1
        length = whole.shape[axis]
        cut = length * 3 // 4 if whole.ndim == 1 else length // 2
        # ten numbers are too few to be parted
        first, last = (whole, whole) if self.input == WHOLE else np.split(whole, [cut], axis=axis)
        if any(taps > part for taps, part in zip(kernel.shape[::-1], last.shape[::-1], strict=False)):
            unit = "sample" if last.ndim == 1 else "pixel"
            raise ValueError(
                f"The input '{name_of(self.input)}' is too short for a kernel of {extent_of(kernel.shape, 'tap')}: its "
                f"held-out part has {extent_of(last.shape, unit)}. Choose a longer input or a smaller kernel."
            )
        return first, last

    def _input_array(self, kernel: Kernel, rng: np.random.Generator) -> Array:
        name = self.input
        sample = name if not isinstance(name, str) else get_sample("camera" if name.startswith("camera_") else name)
        if isinstance(sample, Signal):
            if kernel.ndim == 2:
                raise ValueError(
                    f"The input '{name_of(self.input)}' is a signal, and the kernel '{kernel.title}' is 2-D: choose an "
                    "image, or a 1-D kernel."
                )
            return sample.samples[:LONGEST_SIGNAL]
        pixels = grey_pixels(sample, LONGEST_SIDE)
        if name in ("camera_standardised", "camera_noisy"):
            pixels = (pixels - pixels.mean()) / pixels.std()
        if name == "camera_noisy":
            pixels = pixels + rng.normal(0.0, INPUT_NOISE, pixels.shape)
        return pixels


def is_recovered(run: TrainedRun) -> bool:
    """Whether the random weights became the designed kernel."""
    error = run.metrics.get("weight_error")
    return run.status == "finished" and error is not None and error < RECOVERED_WITHIN


@cached
def _test_moments(experiment: RecoverKernel) -> Array:
    """Second moments of the held-out patches, from which the mean square output of any filter follows."""
    patches = experiment.data.test_inputs
    return patches.T @ patches / len(patches)


def _shown(held_out: Array, kernel: Kernel) -> Array:
    """The piece of the held-out data that is shown; a row of a picture where the kernel is 1-D."""
    if kernel.ndim == 1:
        line = held_out if held_out.ndim == 1 else held_out[held_out.shape[0] // 2]
        return line[:SHOWN_SAMPLES].copy()
    return middle_piece(held_out, SHOWN_SIDE)
