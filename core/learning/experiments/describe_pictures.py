"""Filters learn to describe patches of photographs with few strong answers; unasked, they come to answer to edges."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.data import Image, sample_names
from core.kernels import Kernel, designed_bank, nearest_gabor, random_filters
from core.learning.experiment import Array, Dataset, Experiment
from core.learning.experiments.data.whitened_patches import ALL, LONGEST_SIDE, WhitenedPatches, whitened_patches
from core.learning.experiments.data.wording import sample_titles
from core.learning.losses import SparseReconstruction
from core.learning.measures.sparsity import kurtosis, share_lost, share_near_zero
from core.learning.models import SparseCode, Whitening
from core.learning.models.sparse_code import unit_rows
from core.learning.results import BestFilter, TrainedRun
from core.learning.score import Score
from core.learning.settings import SEED, ResolvedSettings, snapshots_for
from core.learning.wording import percent
from core.parameters import Choice, Parameter, Range, Switch

MOST_WEIGHTS = 40_000
RANDOM_FILTERS, RANDOM_SETS = 200, 20
SHOWN_PATCHES = 64  # a square number


@dataclass(frozen=True)
class DescribePictures(Experiment):
    """Reconstruction independent component analysis of whitened patches."""

    name: ClassVar[str] = "describe_pictures"
    title: ClassVar[str] = "Describe pictures with few strong answers"
    description: ClassVar[str] = (
        "Filters see patches of photographs. A patch must be put together again from their answers, and few answers "
        "may be strong. Nobody tells them what an edge is, and yet they become detectors of edges and stripes. "
        "Random filters are measured in the same way, for comparison."
    )
    answer_axis: ClassVar[str] = "filter, the strongest for each patch first"
    score: ClassVar[Score] = Score(
        "kurtosis", "Kurtosis of the answers", 0.5, "Gaussian noise has 3; the fewer answers are strong, the more."
    )
    shown: ClassVar[tuple[tuple[str, str], ...]] = (
        ("gabor_cosine", "Cosine to a Gabor"),
        ("chance_cosine", "By chance"),
        ("kurtosis", "Kurtosis"),
        ("reconstruction_error", "Lost of the patches"),
    )
    accepts: ClassVar[Mapping[str, tuple[type, ...]]] = {"image": (Image,)}
    own_data_note: ClassVar[str] = (
        "The filters learn from patches of the left half of your picture. The right half is held out."
    )
    longest_side: ClassVar[int] = LONGEST_SIDE
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Choice(
            "image", "Pictures", ALL, (ALL, *sample_names(2)), titles=("Photographs", *sample_titles(sample_names(2))),
            help="Several photographs, tested on others; or one picture, whose right half is held out.",
        ),
        Choice("size", "Size", 10, (6, 7, 8, 9, 10, 12, 14, 16), unit="pixels"),
        Choice("filters", "Filters", 64, (16, 25, 36, 49, 64, 81, 100, 121, 144)),
        Range("sparsity", "Sparsity", 0.8, 0.0, 5.0, 0.1, help="How much it counts that few answers are strong; 0 "
        "asks only that the patch can be put together again."),
        Switch("colour", "Colour", False, help="Filters for red, green and blue, from the photographs in colour."),
        dataclasses.replace(SEED, title="Seed of the patches"),
    )  # fmt: skip

    image: str | Image = ALL
    size: int = 10
    filters: int = 64
    sparsity: float = 0.8
    colour: bool = False
    seed: int = 0

    @property
    def keeps_colour(self) -> bool:
        """Whether the colours of an image of one's own are used."""
        return self.colour

    @property
    def patch_shape(self) -> tuple[int, ...]:
        """The shape of a patch, and so of a filter: (size, size), with three colours (size, size, 3)."""
        return (self.size, self.size, 3) if self.colour else (self.size, self.size)

    @property
    def designed(self) -> Kernel:
        """A Gabor filter, the first of the bank that the learned ones are compared with."""
        return Kernel("gabor", "Gabor", "oriented", designed_bank("gabor", self.size, self.filters)[0])

    @property
    def designed_parameters(self) -> dict[str, NDArray[Any]]:
        """Gabor filters of all directions and several scales."""
        return self.model.of_weights(self._in_colour(designed_bank("gabor", self.size, self.filters)))

    @property
    def answer_title(self) -> str:
        """The title of a chart of the answers on the shown input."""
        return "Strength of the answers, strongest first"

    @property
    def answer_form(self) -> str:
        """A bar for each answer."""
        return "bars"

    @property
    def answer_unit(self) -> str:
        """What each answer belongs to: a filter."""
        return "filter"

    @property
    def reference_title(self) -> str:
        """What the answers are compared with."""
        return "Random filters"

    @property
    def model(self) -> SparseCode:
        """The filters, and the whitening of the patches."""
        return SparseCode(self.patch_shape, self.filters, self.whitening)

    @property
    def whitening(self) -> Whitening:
        """The whitening of the training patches."""
        return self._patches.whitening

    @property
    def patch_source(self) -> DescribePictures:
        """The experiment with the default of every option on which the patches do not depend."""
        return dataclasses.replace(self, filters=64, sparsity=0.8)

    def listed_filters(self, parameters: Mapping[str, Array]) -> Array | None:
        """The filters (n, h, w[, 3]) of whitened patches: those of the picture follow from the data."""
        filters = parameters.get("whitened_weights")
        return None if filters is None else filters.reshape(-1, *self.patch_shape)

    @property
    def recommended(self) -> ResolvedSettings:
        """Adam on batches of 512."""
        return ResolvedSettings(
            steps=3000,
            optimizer="adam",
            learning_rate=0.02,
            momentum=0.9,
            batch_size=512,
            schedule="constant",
            initial_scale=1.0,
            initialisation="kaiming",
            snapshots=snapshots_for(self.filters * int(np.prod(self.patch_shape))),
        )

    @property
    def loss(self) -> SparseReconstruction:
        """What is not given back, and what the answers cost."""
        return SparseReconstruction(self.sparsity)

    def make_data(self) -> Dataset:
        """Whitened patches, which are their own targets."""
        weights = self.filters * int(np.prod(self.patch_shape))
        if weights > MOST_WEIGHTS:
            raise ValueError(
                f"{self.filters} filters of {' x '.join(map(str, self.patch_shape))} are {weights:,} numbers: choose "
                f"fewer or smaller ones, at most {MOST_WEIGHTS:,} numbers."
            )
        patches, test_patches = self._patches.training, self._patches.held_out
        shown = _shown(test_patches)
        rng = np.random.default_rng((self.seed, 10))
        random = unit_rows(rng.normal(size=(RANDOM_SETS, self.filters, test_patches.shape[1])))
        return Dataset(
            inputs=patches,
            targets=patches,
            test_inputs=test_patches,
            test_targets=test_patches,
            shown_input=self._mosaic(shown),
            shown_answer=np.mean([_strongest_first(shown @ filters.T) for filters in random], axis=0),
        )

    def patches(self) -> Array:
        """The training patches before whitening, shape (n, taps)."""
        return np.asarray(self.data.inputs @ self.whitening.backward)

    @property
    def initialisations(self) -> tuple[str, ...]:
        """All but zeros, from which no filter would move."""
        return tuple(each for each in super().initialisations if each != "zero")

    def metrics(self, parameters: Mapping[str, Any]) -> dict[str, float]:
        """Sparseness and reconstruction on held-out patches, and how near Gabor filters the filters are."""
        cosines = self.gabor_cosines(parameters["weights"])
        chance = chance_cosines(self.patch_source)
        designed = self.measures(self.designed_parameters["whitened_weights"])
        high = float(np.quantile(chance, 0.95))
        return {
            **self.measures(self.model.unit_filters(parameters["whitened_weights"])),
            "gabor_cosine": float(np.median(cosines)),
            "chance_cosine": float(np.median(chance)),
            "chance_cosine_95": high,
            "share_above_chance": float((cosines > high).mean()),
            **{f"designed_{name}": value for name, value in designed.items()},
        }

    def verdict(self, run: TrainedRun, best: BestFilter | None) -> str:
        """How many filters became Gabor filters, and how sparse their answers are beside those of designed ones."""
        metrics = run.metrics
        above = round(metrics["share_above_chance"] * self.filters)
        own, designed = (round(metrics[name], 1) for name in ("kurtosis", "designed_kurtosis"))
        sparser = "as sparse as" if own == designed else "sparser than" if own > designed else "less sparse than"
        return (
            f"{above} of {self.filters} filters are nearer to a Gabor filter than 95 % of random ones. Their median "
            f"cosine to the nearest is {metrics['gabor_cosine']:.2f}, of random ones {metrics['chance_cosine']:.2f}. "
            f"On held-out patches their answers are {sparser} those of designed Gabor filters: a kurtosis of "
            f"{metrics['kurtosis']:.1f} against {metrics['designed_kurtosis']:.1f}, where normal noise has 3. "
            f"{percent(1 - metrics['reconstruction_error'])} of the patches, with all waves made equally strong, can "
            "be put together again from the answers."
        )

    def measures(self, whitened_filters: NDArray[Any]) -> dict[str, float]:
        """Kurtosis, share of answers near zero and power lost by filters (m, taps) of held-out whitened patches."""
        filters = np.asarray(whitened_filters, np.float64)
        patches = self.data.test_inputs.astype(np.float64)
        answers = patches @ filters.T
        return {
            "kurtosis": float(np.median(kurtosis(answers))),
            "near_zero": share_near_zero(answers),
            "reconstruction_error": share_lost(filters, patches),
        }

    def gabor_cosines(self, weights: NDArray[Any]) -> Array:
        """The cosine of each filter (m, *patch) to the nearest Gabor filter.

        In colour it is that of the filter's strongest mixture of colours, a lower bound.
        """
        filters = np.asarray(weights, np.float64).reshape(-1, *self.patch_shape)
        if not self.colour:
            return nearest_gabor(filters).cosine
        places, strengths, _ = np.linalg.svd(filters.reshape(len(filters), -1, 3), full_matrices=False)
        lengths = np.linalg.norm(strengths, axis=1)
        shares = np.divide(strengths[:, 0], lengths, out=np.zeros_like(lengths), where=lengths > 0)
        return np.asarray(shares * nearest_gabor(places[:, :, 0].reshape(-1, self.size, self.size)).cosine)

    def random_filters(self, count: int, draw: int) -> Array:
        """Random filters (count, *patch) with the spectrum of untrained ones: random where training moves them."""
        forward = self.whitening.forward
        seed = int(np.random.SeedSequence((self.seed, draw)).generate_state(1)[0])
        return random_filters(self.patch_shape, count, seed, forward @ forward)

    def respond(self, parameters: Mapping[str, Any]) -> Array:
        """How strong the answers to a patch are, strongest first, each patch's of length 1: means over the patches."""
        return _strongest_first(self._layers(parameters)["responses"])

    def activations(self, parameters: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
        """The answers to the shown patches (filters, patches), the patches given back, and the answers' strength."""
        layers = self._layers(parameters)
        return {
            "responses": layers["responses"].T,
            "reconstruction": self._mosaic(layers["reconstruction"]),
            "answer": self.respond(parameters),
        }

    @property
    def _patches(self) -> WhitenedPatches:
        return whitened_patches(self.image, self.size, self.colour, self.seed)

    def _layers(self, parameters: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
        layers = self.model.layers(parameters, _shown(self.data.test_inputs))
        return {name: np.asarray(output, np.float64) for name, output in layers.items()}

    def _mosaic(self, whitened: NDArray[Any]) -> Array:
        """Whitened patches (n, taps) before whitening, in grey, side by side in one picture."""
        patches = (whitened @ self.whitening.backward).reshape(-1, *self.patch_shape)
        patches = patches.mean(axis=3) if self.colour else patches
        across = int(np.sqrt(len(patches)))
        rows = patches[: across * across].reshape(across, across, self.size, self.size)
        return np.asarray(rows.swapaxes(1, 2).reshape(across * self.size, across * self.size), np.float64)

    def _in_colour(self, bank: Array) -> Array:
        """Filters for brightness (m, size, size) as filters of this shape."""
        return np.repeat(bank[..., None], 3, axis=3) if self.colour else bank


def _shown(test_patches: NDArray[Any]) -> NDArray[Any]:
    """The patches on which answers are shown, from all held-out pictures."""
    chosen = np.linspace(0, len(test_patches) - 1, min(SHOWN_PATCHES, len(test_patches))).astype(int)
    return test_patches[chosen]


def _strongest_first(answers: Array) -> Array:
    """The sizes of answers (n, filters), each patch's in falling order and of length 1: means over the patches."""
    ordered = -np.sort(-np.abs(answers), axis=1)
    return np.asarray((ordered / np.maximum(np.linalg.norm(ordered, axis=1, keepdims=True), 1e-12)).mean(axis=0))


@cached
def chance_cosines(experiment: DescribePictures) -> Array:
    """The cosines to the nearest Gabor filter of random filters with the spectrum of untrained ones."""
    cosines = experiment.gabor_cosines(experiment.random_filters(RANDOM_FILTERS, 10))
    cosines.setflags(write=False)
    return cosines


@cached
def measures_of_sets(experiment: DescribePictures) -> Mapping[str, Mapping[str, float]]:
    """The measures of filters that nobody trained, on the same held-out patches: {set: {measure: value}}.

    They are those of the learned filters: "kurtosis", "near_zero", "reconstruction_error" and "gabor_cosine".

    A bank of Gabor filters, the slowest cosines, principal components, and random filters with the spectrum of
    untrained ones; as many as the experiment has filters, or as many as there are.
    """
    whitening, shape = experiment.whitening, experiment.patch_shape
    taps, size = int(np.prod(shape)), experiment.size
    few = min(experiment.filters, size * size - 1)
    _, components = np.linalg.eigh(whitening.backward)  # ascending
    rank = round(float(np.trace(whitening.span)))
    filters = {
        "gabor": experiment._in_colour(designed_bank("gabor", size, experiment.filters)).reshape(-1, taps),
        "dct": experiment._in_colour(designed_bank("dct", size, few)).reshape(-1, taps),
        "pca": components[:, ::-1][:, : min(experiment.filters, rank)].T,
        "random": experiment.random_filters(experiment.filters, 11).reshape(-1, taps),
    }
    return MappingProxyType({
        name: MappingProxyType({
            **experiment.measures(each @ whitening.backward),
            "gabor_cosine": float(np.median(experiment.gabor_cosines(each))),
        })
        for name, each in filters.items()
    })  # fmt: skip
