"""A filter learns to remove noise: least squares from noisy patches to the clean pixel in their middle."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.cache import cached
from core.convolution import correlate
from core.data import Image, sample_names
from core.kernels import Kernel, compare, get_kernel
from core.learning.curvature import steepest_curvature
from core.learning.experiment import Array, Dataset, Experiment, patches_of
from core.learning.experiments.data.pictures import IMAGE, check_fits, grey_pixels, inner, middle_piece
from core.learning.losses import Squared
from core.learning.measures.quality import psnr, ssim
from core.learning.models import LinearModel
from core.learning.results import BestFilter, TrainedRun
from core.learning.score import Score
from core.learning.settings import SEED, ResolvedSettings
from core.learning.wording import percent
from core.parameters import Choice, Parameter, Range

LONGEST_SIDE = 256
OTHERS_SIDE, OTHERS = 96, 9  # side and number of the other pictures that a filter may learn from
ALIKE_DB = 0.05  # difference of PSNR that nobody sees
WIDTHS = np.arange(0.3, 2.01, 0.02)  # of the Gaussians, the best of which is the designed filter


@dataclass(frozen=True)
class Denoise(Experiment):
    """Least squares on patches less the noisy picture's mean; the target is the clean pixel, less that mean."""

    name: ClassVar[str] = "denoise"
    title: ClassVar[str] = "Take the noise away"
    description: ClassVar[str] = (
        "A filter sees noisy patches and has to answer with the clean pixel in their middle. The best filter can be "
        "computed directly, and training reaches it. It is hardly better than a Gaussian of the right width; "
        "learned from other pictures it can even be worse."
    )
    score: ClassVar[Score] = Score("psnr", "PSNR", 0.5, "A difference below 0.5 dB is hardly seen.", unit="dB")
    shown: ClassVar[tuple[tuple[str, str], ...]] = (("psnr", "PSNR (dB)"), ("designed_psnr", "PSNR of the Gaussian"))
    accepts: ClassVar[Mapping[str, tuple[type, ...]]] = {"image": (Image,)}
    own_data_note: ClassVar[str] = (
        "Your picture is taken for the clean one, and noise is added to it. Noise that is in it already counts "
        "as part of the picture: the filter learns to keep it."
    )
    longest_side: ClassVar[int] = LONGEST_SIDE
    parameters: ClassVar[tuple[Parameter, ...]] = (
        IMAGE,
        Range("sigma", "Noise", 0.1, 0.01, 0.5, 0.01, help="How strong it is: its standard deviation, where black "
        "is 0 and white 1."),
        Choice("size", "Size", 5, (3, 5, 7, 9), unit="pixels"),
        Choice(
            "learn_from", "Learn from", "itself", ("itself", "others"),
            titles=("The picture itself", "Nine other pictures"),
            help="From the picture itself, tested under other noise, or from nine other pictures.",
        ),
        dataclasses.replace(SEED, title="Seed of the noise"),
    )  # fmt: skip

    image: str | Image = "camera"
    sigma: float = 0.1
    size: int = 5
    learn_from: str = "itself"
    seed: int = 0

    @property
    def designed(self) -> Kernel:
        """The Gaussian whose width does best on the training data."""
        return best_gaussian(self)

    @property
    def recommended(self) -> ResolvedSettings:
        """Momentum at a safe learning rate."""
        return ResolvedSettings(
            steps=300,
            optimizer="sgd",
            learning_rate=1 / steepest_curvature(self),
            momentum=0.9,
            schedule="constant",
            initial_scale=0.1,
            initialisation="normal",
        )

    @property
    def answer_form(self) -> str:
        """A grey picture."""
        return "grey"

    @property
    def model(self) -> LinearModel:
        """One square filter."""
        return LinearModel((self.size, self.size))

    @property
    def loss(self) -> Squared:
        """The square of the difference."""
        return Squared()

    def make_data(self) -> Dataset:
        """Patches of the noisy picture, or of others; the picture under another draw of noise is held out."""
        clean = grey_pixels(self.image, LONGEST_SIDE)
        check_fits(self.image, clean.shape, max(self.size, 11))
        rng, test_rng = (np.random.default_rng((self.seed, part)) for part in (4, 5))
        pictures = [clean] if self.learn_from == "itself" else self._others()
        parts = [self._patches_and_targets(picture, rng) for picture in pictures]
        noisy, mean = self._noisy(clean, test_rng)
        return Dataset(
            inputs=np.concatenate([patches for patches, _ in parts]),
            targets=np.concatenate([targets for _, targets in parts]),
            test_inputs=patches_of(noisy, (self.size, self.size)),
            test_targets=inner(clean - mean, self.size).ravel(),
            shown_input=middle_piece(noisy),
            shown_answer=middle_piece(clean - mean),
        )

    def metrics(self, parameters: Mapping[str, Any]) -> dict[str, float]:
        """PSNR and SSIM of the held-out picture: after the learned filter, after the best Gaussian, and unfiltered."""
        learned = _quality(self, self.model.answers(parameters, self.data.test_inputs))
        return {**learned, **_without_learning(self), "cosine": compare(self.designed, parameters["weights"]).cosine}

    def verdict(self, run: TrainedRun, best: BestFilter | None) -> str:
        """Whether the learned filter is better than the best Gaussian, and how near the best linear filter it is."""
        metrics = run.metrics
        gain = metrics["psnr"] - metrics["designed_psnr"]
        compared = "as good as" if abs(gain) < ALIKE_DB else "better than" if gain > 0 else "worse than"
        width = best_gaussian(self).parameters["sigma"]
        gap = ""
        if best is not None and best.loss > 0:
            excess = run.loss[-1] / best.loss - 1
            gap = f" Its training loss is {percent(max(excess, 0.0))} above the smallest possible loss."
        return (
            f"The learned filter is {compared} the best Gaussian: {metrics['psnr']:.2f} against "
            f"{metrics['designed_psnr']:.2f} dB. These are figures on held-out noise; the Gaussian's width is "
            f"{width:.2f}, and the noisy picture has {metrics['noisy_psnr']:.2f} dB.{gap}"
        )

    def held_out_pictures(self) -> tuple[Array, Array]:
        """The noisy and the clean picture that the metrics are measured on, both less the noisy one's mean."""
        clean = grey_pixels(self.image, LONGEST_SIDE)
        noisy, mean = self._noisy(clean, np.random.default_rng((self.seed, 5)))
        return noisy, clean - mean

    def as_picture(self, values: Array) -> Array:
        """Held-out values (n,) as the picture's inner pixels."""
        height = grey_pixels(self.image, LONGEST_SIDE).shape[0] - self.size + 1
        return values.reshape(height, -1)

    def _patches_and_targets(self, clean: Array, rng: np.random.Generator) -> tuple[Array, Array]:
        noisy, mean = self._noisy(clean, rng)
        return patches_of(noisy, (self.size, self.size)), inner(clean - mean, self.size).ravel()

    def _noisy(self, clean: Array, rng: np.random.Generator) -> tuple[Array, float]:
        noisy = clean + rng.normal(0.0, self.sigma, clean.shape)
        mean = float(noisy.mean())
        return noisy - mean, mean

    def _others(self) -> list[Array]:
        name = self.image if isinstance(self.image, str) else ""
        names = [each for each in sample_names(2) if each not in (name, "moon")][:OTHERS]
        return [grey_pixels(each, OTHERS_SIDE) for each in names]


def _quality(experiment: Denoise, answers: Array, prefix: str = "") -> dict[str, float]:
    """PSNR and SSIM of answers (n,) on the held-out picture."""
    picture, truth = experiment.as_picture(answers), experiment.as_picture(experiment.data.test_targets)
    return {f"{prefix}psnr": psnr(picture, truth), f"{prefix}ssim": ssim(picture, truth)}


# the same for every run, and most of what the metrics of many runs would take
@cached
def _without_learning(experiment: Denoise) -> dict[str, float]:
    """The quality after the best Gaussian, and of the noisy picture itself."""
    patches = experiment.data.test_inputs
    designed, middle = patches @ experiment.designed.weights.ravel(), patches[:, experiment.size**2 // 2]
    return {**_quality(experiment, designed, "designed_"), **_quality(experiment, middle, "noisy_")}


@cached
def best_gaussian(experiment: Denoise) -> Kernel:
    """The Gaussian of the experiment's size with the smallest training loss."""
    patches, targets = experiment.inputs, experiment.targets
    # the loss of every width from the second moments
    moments, slope = patches.T @ patches / len(patches), patches.T @ targets / len(patches)
    kernels = [get_kernel("gaussian", sigma=round(float(width), 2), size=experiment.size) for width in WIDTHS]
    masks = np.stack([kernel.weights.ravel() for kernel in kernels])
    losses = ((masks @ moments) * masks).sum(axis=1) - 2 * masks @ slope
    return kernels[int(losses.argmin())]


def denoisers(experiment: Denoise) -> dict[str, dict[str, float]]:
    """PSNR (dB) and SSIM of other denoisers on the held-out picture: {name: {"psnr": ..., "ssim": ...}}.

    A box of 3 and a median of 5 pixels; Wiener's filter from local means and variances of 5 pixels, given the noise;
    and Wiener's filter in the frequency domain, given the clean picture's spectrum, which is unknown in practice.

    Source: Lim, Two-Dimensional Signal and Image Processing, 1990, sections 9.2 and 9.3.
    """
    from scipy.ndimage import median_filter
    from scipy.signal import wiener

    noisy, clean = experiment.held_out_pictures()
    power = np.abs(np.fft.rfft2(clean)) ** 2
    gain = power / (power + experiment.sigma**2 * clean.size)
    denoised = {
        "box": correlate(noisy, get_kernel("box", size=3), boundary="mirror"),
        "median": median_filter(noisy, 5, mode="mirror"),
        "local_wiener": wiener(noisy, 5, experiment.sigma**2),
        "oracle_wiener": np.fft.irfft2(np.fft.rfft2(noisy) * gain, noisy.shape),
    }
    truth = inner(clean, experiment.size)
    inside = {name: inner(picture, experiment.size) for name, picture in denoised.items()}
    return {name: {"psnr": psnr(picture, truth), "ssim": ssim(picture, truth)} for name, picture in inside.items()}
