"""A small network learns to tell the direction of stripes; its first layer grows filters for them by itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from core.kernels import Kernel, best_cosines, chance_cosines, get_kernel
from core.learning.experiment import Array, Dataset, patches_of
from core.learning.experiments.classifier import Classifier
from core.learning.models import GratingsNetwork
from core.learning.results import BestFilter, TrainedRun
from core.learning.score import Score
from core.learning.settings import SEED, ResolvedSettings
from core.parameters import Choice, Parameter

SIDE, DIRECTIONS = 16, 8
PICTURES, TEST_PICTURES = 1024, 512
SLOWEST, FASTEST = 0.12, 0.22  # cycles per pixel
NOISE = 1.0  # as strong as the stripes: with random filters a quarter of the pictures are then classified wrongly
WAVELENGTHS, PHASES = (4.5, 6.0, 8.0), (0.0, 90.0)


@dataclass(frozen=True)
class ClassifyGratings(Classifier):
    """Cross-entropy over eight directions of gratings with random phase, frequency and noise."""

    name: ClassVar[str] = "classify_gratings"
    title: ClassVar[str] = "Name the direction of stripes"
    description: ClassVar[str] = (
        "A network sees noisy stripes and has to name which of eight directions they run in. Nobody tells its first "
        "layer what to look for, and yet its filters become stripes that fade out to all sides, as people design "
        "them. The figure for chance says how similar random filters would be."
    )
    answer_axis: ClassVar[str] = "direction, counted from 1, in steps of 22.5 degrees"
    score: ClassVar[Score] = Score(
        "accuracy", "Pictures named correctly", 0.01, "Below 1 %, one picture in a hundred is concerned.", is_share=True
    )
    shown: ClassVar[tuple[tuple[str, str], ...]] = (
        ("accuracy", "Accuracy"),
        ("mean_best_cosine", "Cosine to the nearest Gabor"),
        ("chance_cosine", "The same by chance"),
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Choice("filters", "Filters", 8, (4, 6, 8, 12, 16)),
        Choice("size", "Size", 7, (3, 5, 7, 9), unit="pixels"),
        dataclasses.replace(SEED, title="Seed of the data"),
    )

    filters: int = 8
    size: int = 7
    seed: int = 0

    @property
    def designed(self) -> Kernel:
        """A Gabor filter, one of the bank that the learned ones are compared with."""
        return _gabor(0, WAVELENGTHS[1], PHASES[1], self.size)

    @property
    def bank(self) -> Array:
        """Gabor filters of all directions, three wavelengths and two phases, shape (48, size, size)."""
        return gabor_bank(self.size)

    @property
    def answer_title(self) -> str:
        """The title of a chart of the answers on the shown input."""
        return "Probability of each direction"

    @property
    def answer_form(self) -> str:
        """A petal for each direction."""
        return "rosette"

    @property
    def answer_unit(self) -> str:
        """What each answer belongs to: a direction."""
        return "direction"

    @property
    def model(self) -> GratingsNetwork:
        """The network."""
        return GratingsNetwork((self.size, self.size), self.filters, DIRECTIONS)

    @property
    def designed_parameters(self) -> dict[str, NDArray[Any]]:
        """Gabor filters of as many directions as there are filters; the second layer answers to the nearest."""
        directions = [index * DIRECTIONS / self.filters for index in range(self.filters)]
        weights = np.stack([_gabor(each, WAVELENGTHS[1], PHASES[1], self.size).weights for each in directions])
        angles = (np.subtract.outer(np.arange(DIRECTIONS), directions)) * np.pi / DIRECTIONS
        return super().designed_parameters | {"weights": weights, "class_weights": 4 * np.cos(2 * angles)}

    @property
    def recommended(self) -> ResolvedSettings:
        """AdamW on batches of 64."""
        return ResolvedSettings(
            steps=600,
            optimizer="adamw",
            learning_rate=0.01,
            momentum=0.9,
            batch_size=64,
            schedule="constant",
            initial_scale=1.0,
            initialisation="xavier",
        )

    def make_data(self) -> Dataset:
        """Pictures of one draw for training, and of another for testing."""
        rng, test_rng = (np.random.default_rng((self.seed, part)) for part in (6, 7))
        pictures, classes = _gratings(rng, PICTURES)
        test_pictures, test_classes = _gratings(test_rng, TEST_PICTURES)
        shown = test_pictures[0].astype(np.float64)
        answer = (np.arange(DIRECTIONS) == test_classes[0]).astype(np.float64)
        return Dataset(pictures, classes, test_pictures, test_classes, shown, answer)

    def patches(self) -> Array:
        """The patches that one filter is applied to: all patches of all pictures, shape (n, taps)."""
        return patches_of(self.inputs, self.filter_shape)

    def metrics(self, parameters: Mapping[str, Any]) -> dict[str, float]:
        """Accuracy on held-out pictures, and the filters' best cosines to the bank, beside those of random filters."""
        cosines = best_cosines(parameters["weights"], self.bank)
        mean, high = chance_level(self.size)
        return {
            "accuracy": self.accuracy(parameters),
            "mean_best_cosine": float(cosines.mean()),
            "chance_cosine": mean,
            "chance_cosine_95": high,
            "share_above_chance": float((cosines > high).mean()),
        }

    def verdict(self, run: TrainedRun, best: BestFilter | None) -> str:
        """The accuracy, and how similar the filters are to Gabor filters, beside random filters."""
        metrics = run.metrics
        return (
            f"{metrics['accuracy']:.1%} of held-out pictures are named correctly. The filters' mean cosine to the "
            f"nearest Gabor filter is {metrics['mean_best_cosine']:.2f}, of random numbers "
            f"{metrics['chance_cosine']:.2f}; {metrics['share_above_chance']:.0%} of them lie above what 95 % of "
            f"random ones reach ({metrics['chance_cosine_95']:.2f})."
        )


@lru_cache(maxsize=8)
def gabor_bank(size: int) -> Array:
    """Gabor filters (directions x wavelengths x phases, size, size), read-only."""
    bank = np.stack([
        _gabor(direction, wavelength, phase, size).weights
        for direction in range(DIRECTIONS)
        for wavelength in WAVELENGTHS
        for phase in PHASES
    ])  # fmt: skip
    bank.setflags(write=False)
    return bank


@lru_cache(maxsize=8)
def chance_level(size: int) -> tuple[float, float]:
    """Mean and 95 % quantile of the best |cosine| of random filters to the bank."""
    cosines = chance_cosines(gabor_bank(size))
    return float(cosines.mean()), float(np.quantile(cosines, 0.95))


def _gabor(direction: float, wavelength: float, phase: float, size: int) -> Kernel:
    angle = 180.0 * direction / DIRECTIONS
    return get_kernel(
        "gabor",
        wavelength=wavelength,
        angle=angle,
        sigma=size / 3.5,
        aspect=1.0,
        phase=phase,
        size=size,
        zero_mean=True,
    )


def _gratings(rng: np.random.Generator, count: int) -> tuple[NDArray[np.float32], Array]:
    """Gratings (count, side, side) with directions in steps of 22.5 degrees, and the index of each one's direction."""
    classes = rng.permutation(np.arange(count) % DIRECTIONS)
    angles = np.pi * classes / DIRECTIONS
    frequencies = rng.uniform(SLOWEST, FASTEST, count)
    phases = rng.uniform(0, 2 * np.pi, count)
    rows, columns = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    along = np.cos(angles)[:, None, None] * columns + np.sin(angles)[:, None, None] * rows
    waves = np.cos(2 * np.pi * frequencies[:, None, None] * along + phases[:, None, None])
    noisy = waves + rng.normal(0.0, NOISE, waves.shape)
    return noisy.astype(np.float32), classes.astype(np.float64)
