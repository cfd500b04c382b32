"""A network learns to name the picture that a patch comes from; its first layer is designed, learned, or both."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from core.cache import cached
from core.data import get_image, to_grey
from core.kernels import BANKS, Kernel, designed_bank
from core.learning.experiment import Array, Dataset
from core.learning.experiments.classifier import Classifier
from core.learning.models import TextureNetwork
from core.learning.models.textures import AT_ONCE, GAINS, LEAST_DEVIATION, SECOND_FILTERS, roughness, without_mean
from core.learning.results import BestFilter, TrainedRun
from core.learning.score import Score
from core.learning.settings import SEED, ResolvedSettings, snapshots_for
from core.learning.softmax_regression import softmax_regression
from core.parameters import Choice, Parameter, Range

TEXTURES = ("brick", "grass", "gravel", "tissue", "page", "moon", "coins", "hubble_deep_field")
SIDE = 32
TEST_PATCHES = 150  # of each picture
LEAST_CONTRAST = 0.02  # standard deviation of a patch; black sky has less
WINDOW_STEP = 8  # pixels between the windows of a whole picture that are named
DECAY = 0.03  # L2 penalty of the linear layer that is solved for; with it 5 examples do as well as if trained

FIRST_LAYER = Choice(
    "first_layer", "First layer", "learned", ("learned", "designed", "tuned", "random"),
    titles=("Learned from random numbers", "Designed, not trained", "Designed, then trained", "Random, not trained"),
    help="Where the first filters come from. All that follows them is trained in any case.",
)  # fmt: skip
BANK = Choice(
    "bank", "Designed filters", "gabor", tuple(BANKS),
    titles=("Gabor", "Gabor, finer waves", "Derivatives of a Gaussian", "Cosines", "Sobel and Laplacians"),
    help="Used where the first layer is designed.",
)  # fmt: skip


@dataclass(frozen=True)
class NameTextures(Classifier):
    """Cross-entropy over eight photographs, from patches of their left halves; their right halves are held out."""

    name: ClassVar[str] = "name_textures"
    title: ClassVar[str] = "Name the texture"
    description: ClassVar[str] = (
        "A network sees a patch of 32 x 32 pixels and has to say which of eight photographs it comes from. Its first "
        "filters are designed by people, learned from random numbers, or both. With few examples a good "
        "set of designed filters is better. With many, learned ones are; with a second layer by less."
    )
    answer_names: ClassVar[tuple[str, ...]] = TEXTURES
    answer_axis: ClassVar[str] = f"picture: {', '.join(f'{n} {name}' for n, name in enumerate(TEXTURES, 1))}"
    score: ClassVar[Score] = Score(
        "accuracy", "Patches named correctly", 0.01, "Below 1 %, one patch in a hundred is concerned.", is_share=True
    )
    shown: ClassVar[tuple[tuple[str, str], ...]] = (
        ("accuracy", "Accuracy"),
        ("designed_accuracy", "With designed filters"),
        ("roughness", "Roughness"),
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        FIRST_LAYER,
        BANK,
        Choice("patches", "Examples of each picture", 100, (2, 5, 10, 20, 50, 100, 200, 300)),
        Choice("filters", "Filters", 16, (4, 8, 16, 24, 32)),
        Choice("size", "Size", 9, (5, 7, 9, 11), unit="pixels"),
        Choice("depth", "Convolutional layers", 1, (1, 2), help="A second layer sees the answers of the first."),
        Range(
            "smoothness",
            "Smoothness",
            0.1,
            0.0,
            1.0,
            0.05,
            help="How much it counts that filters are smooth; 0 leaves them as rough as they become.",
        ),
        dataclasses.replace(SEED, title="Seed of the patches"),
    )

    first_layer: str = "learned"
    bank: str = "gabor"
    # the field's name for it; `Experiment.patches` is for experiments that learn one filter
    patches: int = 100  # type: ignore[assignment]
    filters: int = 16
    size: int = 9
    depth: int = 1
    smoothness: float = 0.1
    seed: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        most = self.size * self.size - 1
        if self.bank == "dct" and self.filters > most:
            raise ValueError(
                f"filters={self.filters} is not allowed with bank='dct' and size={self.size}: there are {most} cosines."
                " Choose fewer filters, a larger size or another bank."
            )

    @property
    def designed(self) -> Kernel:
        """The first filter of the designed bank."""
        return Kernel(self.bank, BANK.title_of(self.bank), "oriented", self.designed_filters[0])

    @property
    def designed_filters(self) -> Array:
        """The designed bank (filters, size, size)."""
        return designed_bank(self.bank, self.size, self.filters)

    def listed_filters(self, parameters: Mapping[str, Array]) -> Array | None:
        """The filters (n, h, w), each less its mean."""
        filters = parameters.get("raw_weights")
        return None if filters is None else without_mean(filters.reshape(-1, self.size, self.size))

    @property
    def designed_parameters(self) -> dict[str, NDArray[Any]]:
        """The designed bank, a linear layer solved for, and between them a second layer that passes maps on.

        The linear layer is solved for with an L2 penalty; a second layer of units is too small to pass all of more than
        16 maps on.
        """
        return dict(_designed_parameters(dataclasses.replace(self, first_layer="designed", smoothness=0.0)))

    @property
    def given_parameters(self) -> dict[str, NDArray[Any]]:
        """The designed bank, unless the filters begin as random numbers."""
        return {"raw_weights": self.designed_filters} if self.first_layer in ("designed", "tuned") else {}

    @property
    def answer_title(self) -> str:
        """The title of a chart of the answers on the shown input."""
        return "Probability of each photograph"

    @property
    def answer_form(self) -> str:
        """A bar for each answer."""
        return "bars"

    @property
    def answer_unit(self) -> str:
        """What each answer belongs to: a photograph."""
        return "photograph"

    @property
    def model(self) -> TextureNetwork:
        """The network."""
        is_frozen = self.first_layer in ("designed", "random")
        shape = (self.size, self.size)
        return TextureNetwork(shape, self.filters, len(TEXTURES), self.depth, is_frozen, self.smoothness)

    @property
    def recommended(self) -> ResolvedSettings:
        """Adam on batches of 64, at a rate that would not settle if it did not fall."""
        return ResolvedSettings(
            steps=600,
            optimizer="adam",
            learning_rate=0.02,
            momentum=0.9,
            batch_size=64,
            schedule="cosine",
            initial_scale=0.7,  # filters begin at about length 1, as designed ones do
            initialisation="kaiming",
            snapshots=snapshots_for(self.model.size),
        )

    @property
    def rates(self) -> Mapping[str, float]:
        """Rates with which the other optimisers settle, found by trying."""
        return {"sgd": 0.005, "nesterov": 0.005, "rmsprop": 0.001}

    def make_data(self) -> Dataset:
        """Standard patches of the left halves for training, and of the right halves for testing."""
        inputs, classes, test_inputs, test_classes = _drawn(self.patches, self.seed)
        shown = test_inputs[0].astype(np.float64)
        answer = (np.arange(len(TEXTURES)) == test_classes[0]).astype(np.float64)
        return Dataset(inputs, classes, test_inputs, test_classes, shown, answer)

    @property
    def initialisations(self) -> tuple[str, ...]:
        """Random ones: whether filters are designed is an option, and from zeros none would move."""
        return tuple(each for each in super().initialisations if each not in ("zero", "designed"))

    def metrics(self, parameters: Mapping[str, Any]) -> dict[str, float]:
        """Accuracy on held-out patches, and the roughness of the filters.

        With one layer the designed filters' accuracy stands beside it. With two, designed filters would need a second
        layer that is learned: `learning_curve` trains it.
        """
        metrics = {
            "accuracy": self.accuracy(parameters),
            "chance_accuracy": 1 / len(TEXTURES),
            "roughness": float(np.median(roughness(np.asarray(parameters["weights"], np.float64)))),
        }
        if self.depth == 2:
            return metrics
        designed = dataclasses.replace(self, first_layer="designed", smoothness=0.0)
        return metrics | {"designed_accuracy": _designed_accuracy(designed)}

    def verdict(self, run: TrainedRun, best: BestFilter | None) -> str:
        """How many held-out patches are named correctly, with these filters and with designed ones."""
        metrics = run.metrics
        filters = {
            "learned": "filters learned from random numbers",
            "designed": "designed filters",
            "tuned": "filters that were designed, then trained",
            "random": "random filters",
        }[self.first_layer]
        beside = (
            ""
            if self.first_layer == "designed" or "designed_accuracy" not in metrics
            else f" With designed filters and a linear layer solved for it is {metrics['designed_accuracy']:.1%}."
        )
        return (
            f"{metrics['accuracy']:.1%} of held-out patches are named correctly, with {filters}. There were "
            f"{self.patches} examples of each photograph; chance is {metrics['chance_accuracy']:.1%}.{beside} The "
            f"median roughness of the filters is {metrics['roughness']:.2f}, where white noise has "
            f"{4 * self.size / (self.size + 1):.1f}."
        )

    def activations_on(self, parameters: Mapping[str, Any], patch: NDArray[Any]) -> dict[str, NDArray[Any]]:
        """The output of every layer on a patch, or on a whole picture (h, w), whose brightness is made standard.

        Raises ValueError for one that is too small for the filters, in colour, or not finite.
        """
        _check_picture(patch, self.model.smallest_side)
        outputs = self.model.layers(parameters, _standard(np.asarray(patch, np.float64)[None]))
        return {name: output[0] for name, output in outputs.items()}

    def name_everywhere(self, parameters: Mapping[str, Any], picture: NDArray[Any]) -> Array:
        """The probability of each photograph for windows all over a picture (h, w), shape (8, rows, columns).

        Windows of 32 x 32 pixels lie 8 pixels apart, the first at the top left; each is made standard by itself. Raises
        ValueError for a smaller picture.
        """
        _check_picture(picture, SIDE)
        windows = sliding_window_view(picture, (SIDE, SIDE))[::WINDOW_STEP, ::WINDOW_STEP]
        flat = windows.reshape(-1, SIDE, SIDE)
        answers = [
            self.model.answers(parameters, _standard(flat[start : start + AT_ONCE]))
            for start in range(0, len(flat), AT_ONCE)
        ]
        probabilities = np.asarray(self.loss.prediction(np.concatenate(answers).astype(np.float64)))
        return probabilities.T.reshape(len(TEXTURES), *windows.shape[:2])


@cached
def _drawn(count: int, seed: int) -> tuple[NDArray[Any], ...]:
    """Patches of the left halves with their pictures' indices, and the same of the right halves."""
    pictures = [to_grey(get_image(name)).pixels for name in TEXTURES]
    left = [picture[:, : picture.shape[1] // 2] for picture in pictures]
    right = [picture[:, picture.shape[1] // 2 :] for picture in pictures]
    rng, test_rng = (np.random.default_rng((seed, part)) for part in (12, 13))
    return *_labelled(left, count, rng), *_labelled(right, TEST_PATCHES, test_rng)


def _labelled(
    pictures: list[NDArray[Any]], count: int, rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """`count` standard patches of each picture, and the index of each one's picture."""
    patches = []
    for picture in pictures:
        windows = sliding_window_view(picture, (SIDE, SIDE))
        found: list[NDArray[Any]] = []
        while len(found) < count:
            window = windows[rng.integers(windows.shape[0]), rng.integers(windows.shape[1])]
            if window.std() >= LEAST_CONTRAST:
                found.append(window)
        patches.append(_standard(np.stack(found)))
    return np.concatenate(patches), np.repeat(np.arange(float(len(pictures))), count)


def _check_picture(picture: NDArray[Any], least: int) -> None:
    """Raise ValueError unless this is a grey picture of finite numbers, at least so many pixels a side."""
    shape = " x ".join(map(str, np.shape(picture)))
    if np.ndim(picture) != 2 or not np.isfinite(picture).all():
        raise ValueError(f"picture has {shape} numbers: give a grey one (h, w), without NaN and infinity.")
    if min(np.shape(picture)) < least:
        raise ValueError(f"picture has {shape} pixels: give one of at least {least} x {least}.")


def _standard(patches: NDArray[Any]) -> NDArray[np.float32]:
    """Patches (n, h, w) less their means, divided by their standard deviations, where these are not nearly zero."""
    centred = patches - patches.mean(axis=(1, 2), keepdims=True)
    deviation = centred.std(axis=(1, 2), keepdims=True)
    return np.asarray(centred / np.maximum(deviation, LEAST_DEVIATION), np.float32)


@cached
def _designed_parameters(experiment: NameTextures) -> Mapping[str, NDArray[Any]]:
    model, data = experiment.model, experiment.data
    named: dict[str, NDArray[Any]] = {name: np.zeros(shape, np.float32) for name, shape in model.shapes.items()}
    named["raw_weights"] = named["weights"] = experiment.designed_filters.astype(np.float32)
    if experiment.depth == 2:
        # a map is its positive part less its negative one
        for unit, passed in enumerate(np.linspace(0, model.count - 1, SECOND_FILTERS).round().astype(int)):
            named["second_weights"][unit, passed, 1, 1] = 1
            named["second_weights"][unit, passed + model.count, 1, 1] = -1
    means = model.layers(named, data.inputs)["means"].astype(np.float64)
    weights, biases = softmax_regression(means, data.targets, len(TEXTURES), DECAY * (model.gain / GAINS[1]) ** 2)
    named["class_weights"], named["class_bias"] = weights.astype(np.float32), biases.astype(np.float32)
    for values in named.values():
        values.setflags(write=False)
    return named


@cached
def _designed_accuracy(experiment: NameTextures) -> float:
    return experiment.accuracy(experiment.designed_parameters)
