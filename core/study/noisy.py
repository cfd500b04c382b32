"""The task "noisy": to take noise out of a signal or a picture of which there is no clean one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.kernels import Kernel
from core.learning.score import Score
from core.study.blind import MEAN, blind_methods, passes, scored_samples, share_of_own
from core.study.designed import FAINT, Designed
from core.study.division import Division
from core.study.files import Data, Files, arrays_of
from core.study.judges import SquaredErrors
from core.study.noise import noise_in
from core.study.outcome import Outcome
from core.study.ranges import check_values
from core.study.sums import Array, sums_of
from core.study.winner import Winner

FLOOR = 0.01  # of the noise's variance: no estimate of an error is trusted below


@dataclass(frozen=True)
class Noisy:
    """The noise should go, and nobody has the data without it.

    All contestants predict each sample from the others; the noise of a sample must tell nothing of any other's, and
    have the same strength everywhere. Scores are estimates: the strength of the noise is itself estimated from the
    data. An error in it moves all scores and spreads or narrows differences in dB; their bounds do not tell that. The
    order stays, but for those so good that they cannot be told apart from no error at all.

    Source: Batson and Royer, Noise2Self: blind denoising by self-supervision, ICML 2019.

    >>> from core.data import Signal
    >>> rng = np.random.default_rng(0)
    >>> signal = Signal("own", "Own", np.sin(np.arange(800) / 9) + rng.normal(0.0, 0.5, 800))
    >>> round(NoisyData((signal,), Noisy()).noise, 1)
    0.5
    """


@dataclass(frozen=True)
class NoisyData(Files):
    """The data of the task: noisy files, which are also what predictions are compared with.

    Raises ValueError for no files, for files of two kinds, and where no noise is found.
    """

    task: Noisy

    def __post_init__(self) -> None:
        if not self.before:
            raise ValueError("data has no files: bring a signal or a picture, or several of one kind.")
        if len({each.ndim for each in self.before}) > 1:
            raise ValueError("data has signals as well as pictures: bring files of one kind.")
        check_values("data", self.inputs)
        spread = max(float(np.ptp(each)) for each in self.inputs)
        if self.noise <= FAINT * spread:
            raise ValueError(
                f"data has an estimated noise of {self.noise:g} in values that span {spread:g}: bring data with noise "
                "in most samples, or say what the data should become."
            )

    @property
    def targets(self) -> tuple[tuple[Array, ...], ...]:
        """The same arrays: a prediction that has not seen a sample is compared with that sample."""
        return (self.inputs,)

    @property
    def noise(self) -> float:
        """The estimated standard deviation of the noise in all files."""
        return _noise(self.before)

    @property
    def passes(self) -> int:
        """How many grids of samples are hidden in turn, and scored."""
        return passes(sum(each.size for each in self.inputs), self.ndim)

    @property
    def judge(self) -> BlindErrors:
        """By squared errors, less the noise's own."""
        return _judge(self.before)

    @property
    def methods(self) -> tuple[Designed, ...]:
        """What people would try first, blind; and what the score would be if nothing were done."""
        mark = Designed("identity", "Nothing done", (1, 2), ({},), self._mark, is_reference=True)
        return (mark, *blind_methods(self.ndim, self.passes))

    def _mark(self, data: Array, noise: float) -> Array:
        """What lies as far from noisy samples as a prediction whose error is as large as the noise: twice its variance.

        The noisy samples themselves would lie at no distance, which says nothing.
        """
        return data + np.sqrt(2.0) * self.noise

    def taken_away(self, outcome: Outcome) -> Outcome:
        """The outcome with what its winner is for the data at hand, where nothing need be hidden.

        A designed method sees all samples, with the settings that its blind predictions chose, as with
        calibrate_denoiser of scikit-image. A learned filter has no weight for the sample itself, and gets the one that
        suits the estimated errors of both.
        """
        error = self.judge.error(outcome.learned.tallies.sum(axis=0))
        share = share_of_own(float(error), self.noise**2)
        return replace(outcome, winner=self._winner(outcome, share), answers=self._answers(outcome, share))

    def _winner(self, outcome: Outcome, share: float) -> Winner:
        winner = outcome.winner
        if winner.network is not None:
            network = winner.network.beside(share)
            settings = {**winner.settings, **network.parameters, "own_share": share}
            return replace(winner, network=network, settings=settings)
        if winner.name == "one_filter" and winner.kernel is not None:
            return _mixed(winner, winner.kernel, share)
        if winner.name == MEAN.name:
            mean = float(np.mean(np.concatenate([each.ravel() for each in self.inputs])))
            return replace(winner, name="identity", gain=0.0, offset=mean, settings={"gain": 0.0, "offset": mean})
        return winner

    def _answers(self, outcome: Outcome, share: float) -> dict[str, tuple[Array, ...]]:
        if "learned" not in outcome.answers:
            return {}
        learned = zip(outcome.answers["learned"], self.inputs, strict=True)
        mixed = tuple(((1 - share) * answer + share * data).astype(answer.dtype) for answer, data in learned)
        return {**outcome.answers, "learned": mixed}

    def measured(self, answers: tuple[Array, ...], tallies: Array) -> dict[str, float]:
        """Nothing else: without clean data nothing more can be said of answers."""
        return {}


@dataclass(frozen=True, eq=False)
class BlindErrors(SquaredErrors):
    """By how far blind predictions are from noisy `targets`, less the `variance` of the noise: an estimate.

    Only the samples that are `counted` are scored. What is left of the mean squared error is at least a hundredth of
    the variance, so that the score is finite.
    """

    counted: tuple[NDArray[np.bool], ...]
    variance: float

    @property
    def score(self) -> Score:
        """PSNR of pictures, SNR of signals, estimated."""
        return replace(super().score, title=f"Estimated {super().score.title}")

    @property
    def limit(self) -> float:
        """That of an error of a hundredth of the noise's variance."""
        return float(10 * np.log10(self.power / (FLOOR * self.variance)))

    def summary(self, answers: Sequence[Array], cut: Division) -> tuple[Array, Array]:
        """The sums of products over segments and over tiles, of the samples that are counted."""
        parts = (cut.segments, cut.tiles)
        of_segments, of_tiles = (sums_of(answers, self.targets, each, self.counted) for each in parts)
        return of_segments, of_tiles

    def adjustment(
        self, summary: tuple[Array, Array], segments: Sequence[int], *, as_it_is: bool = False
    ) -> tuple[Array, float]:
        """No gain and no offset, and the mean squared error: those of a prediction would not suit the whole method."""
        return super().adjustment(summary, segments, as_it_is=True)

    def error(self, tallies: Array) -> Array:
        """The estimated mean squared distance from clean samples.

        >>> judge = BlindErrors((np.zeros(2),), 1.0, (np.ones(2, bool),), 0.5)
        >>> judge.error(np.array([[10.0, 8.0], [10.0, 5.0]])).round(3).tolist()
        [0.3, 0.005]
        """
        found = tallies[..., 1] / np.maximum(tallies[..., 0], 1.0) - self.variance
        return np.asarray(np.maximum(found, FLOOR * self.variance))

    def scored(self, tallies: Array) -> Array:
        """How far the estimated error lies below the power, in dB."""
        return np.asarray(10 * np.log10(self.power / self.error(tallies)))


def _mixed(winner: Winner, kernel: Kernel, share: float) -> Winner:
    """One filter with a weight for the sample itself, all others as much smaller."""
    weights = (1 - share) * kernel.weights
    weights[tuple(length // 2 for length in weights.shape)] = share
    offset = (1 - share) * winner.offset
    settings = winner.settings | {"weights": weights, "bias": offset}
    return replace(winner, kernel=replace(kernel, weights=weights), offset=offset, settings=settings)


@cached
def _noise(files: tuple[Data, ...]) -> float:
    return noise_in(arrays_of(files))


@cached
def _judge(files: tuple[Data, ...]) -> BlindErrors:
    arrays, variance = arrays_of(files), _noise(files) ** 2
    ndim, samples = arrays[0].ndim, sum(each.size for each in arrays)
    power = 1.0
    if ndim == 1:
        power = max(float(np.var(np.concatenate(arrays))) - variance, FLOOR * variance)
    counted = tuple(scored_samples(each.shape, passes(samples, ndim)) for each in arrays)
    return BlindErrors(arrays, power, counted, variance)
