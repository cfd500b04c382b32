"""Filters learn where the edges of a picture are: one filter is enough if the edges' direction counts, else two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.convolution import correlate
from core.data import Image
from core.kernels import Kernel, best_cosines, compare, get_kernel, principal_cosines
from core.learning.experiment import Array, Dataset, Experiment, patches_of
from core.learning.experiments.data.pictures import IMAGE, check_fits, grey_pixels, inner, middle_piece
from core.learning.experiments.data.wording import name_of
from core.learning.losses import Logistic
from core.learning.measures.detection import beside_designed, judge
from core.learning.models import EnergyModel, LinearModel, Model
from core.learning.results import BestFilter, TrainedRun
from core.learning.score import Score
from core.learning.settings import ResolvedSettings
from core.learning.windows import Windows
from core.parameters import Choice, Parameter

LONGEST_SIDE = 256
SHARE_OF_EDGES = 0.1  # the steepest pixels count as edges
CANNY_SIGMA = 1.0
FOUND_ABOVE = 0.99  # area under the ROC curve


@dataclass(frozen=True)
class FindEdges(Experiment):
    """Logistic regression on patches: the target is 1 on an edge.

    "signed" edges are where Sobel x answers most, dark to bright from left to right; "energy" edges where the
    gradient is longest, whatever its direction; "canny" edges are those of Canny's detector. One filter answers with
    its sum of products, several with their energy.
    """

    name: ClassVar[str] = "find_edges"
    title: ClassVar[str] = "Find the edges"
    description: ClassVar[str] = (
        "Filters are told which pixels lie on an edge. If only edges from dark to bright count, one filter becomes "
        "Sobel x. If direction does not count, one filter is no better than chance: what it gains on one side it "
        "loses on the other. Two filters find the edges by their energy, as Sobel x and y do together."
    )
    score: ClassVar[Score] = Score(
        "auc", "AUC", 0.01, "An AUC of 0.01 more puts one pair of pixels in a hundred in the right order."
    )
    shown: ClassVar[tuple[tuple[str, str], ...]] = (("auc", "AUC"), ("designed_auc", "AUC of Sobel"))
    accepts: ClassVar[Mapping[str, tuple[type, ...]]] = {"image": (Image,)}
    longest_side: ClassVar[int] = LONGEST_SIDE
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Choice(
            "labels",
            "What counts as an edge",
            "energy",
            ("signed", "energy", "canny"),
            titles=("From dark to bright", "In any direction", "As Canny's detector finds them"),
        ),
        Choice(
            "filters",
            "Filters",
            2,
            (1, 2, 3, 4),
            help="One filter answers with its sum. The answers of several are squared and added.",
        ),
        Choice("size", "Size", 3, (3, 5, 7), unit="pixels"),
        IMAGE,
    )

    labels: str = "energy"
    filters: int = 2
    size: int = 3
    image: str | Image = "camera"

    @property
    def designed(self) -> Kernel:
        """Sobel x, with zeros around it for larger filters."""
        sobel = get_kernel("sobel_x")
        return Kernel("sobel_x", sobel.title, sobel.family, np.pad(sobel.weights, (self.size - 3) // 2))

    @property
    def answer_title(self) -> str:
        """The title of a chart of the answers on the shown input."""
        return "Probability of an edge"

    @property
    def answer_form(self) -> str:
        """A grey picture."""
        return "grey"

    @property
    def model(self) -> Model:
        """One filter and a bias, or the energy of several."""
        shape = (self.size, self.size)
        return LinearModel(shape, True) if self.filters == 1 else EnergyModel(shape, self.filters)

    @property
    def designed_parameters(self) -> dict[str, NDArray[Any]]:
        """Sobel x alone, or Sobel x and y, scaled so that as many pixels have a positive answer as are edges.

        Where the picture is flat the answer is the bias, -5, which is a probability below one in a hundred.
        """
        return {"weights": 5 / designed_level(self) * self.designed_filters, "bias": np.array(-5.0)}

    @property
    def designed_filters(self) -> Array:
        """Sobel x alone, or Sobel x and y, and zeros for further filters, in the shape of the model's weights."""
        weights = np.zeros((self.filters, self.size, self.size))
        weights[: min(2, self.filters)] = self.sobel_pair[: self.filters]
        return weights[0] if self.filters == 1 else weights

    @property
    def recommended(self) -> ResolvedSettings:
        """Adam; its learning rate falls for labels that no filter meets without error, where it would never settle."""
        return ResolvedSettings(
            steps=600 if self.size == 3 else 1500,
            optimizer="adam",
            learning_rate=0.2,
            momentum=0.9,
            schedule="cosine" if self.labels == "canny" else "constant",
            initial_scale=0.1,
            initialisation="normal",
        )

    @property
    def loss(self) -> Logistic:
        """The logistic loss of a detector."""
        return Logistic()

    def make_data(self) -> Dataset:
        """The left half of the picture for training, the right half held out."""
        pixels = grey_pixels(self.image, LONGEST_SIDE)
        edges = self._edges(pixels)
        standard = (pixels - pixels.mean()) / (pixels.std() or 1.0)
        cut = pixels.shape[1] // 2
        shape = (self.size, self.size)
        check_fits(self.image, (pixels.shape[0], cut), self.size)
        targets, test_targets = inner(edges[:, :cut], self.size).ravel(), inner(edges[:, cut:], self.size).ravel()
        if not (0 < targets.mean() < 1 and 0 < test_targets.mean() < 1):
            raise ValueError(
                f"The image '{name_of(self.image)}' has no {self.labels} edges in its left half or in its right half: "
                "choose another image or other labels."
            )
        windows = Windows(standard[:, :cut], shape)
        return Dataset(
            inputs=windows.patches(),
            targets=targets,
            test_inputs=patches_of(standard[:, cut:], shape),
            test_targets=test_targets,
            shown_input=middle_piece(standard[:, cut:]),
            shown_answer=middle_piece(edges[:, cut:]),
            windows=windows,
        )

    def metrics(self, parameters: Mapping[str, Any]) -> dict[str, float]:
        """Detection by the learned filters and by Sobel's, and how much of their spans they share."""
        data, weights = self.data, parameters["weights"]
        learned, training = (self.model.answers(parameters, each) for each in (data.test_inputs, data.inputs))
        metrics = judge(learned, data.test_targets, training, data.targets)
        metrics = beside_designed(metrics, sobel_detection(self))
        if self.filters == 1:
            return metrics | {"cosine": compare(self.designed, weights).cosine}
        pair = self.sobel_pair
        # there are fewer than two where the learned filters are parallel, or zero
        first, second = np.append(principal_cosines(pair, weights), [0.0, 0.0])[:2]
        return metrics | {
            "first_principal_cosine": float(first),
            "second_principal_cosine": float(second),
            "best_single_cosine": float(best_cosines(weights, pair).max()),
        }

    def verdict(self, run: TrainedRun, best: BestFilter | None) -> str:
        """How well the edges are found, and what the filters and Sobel's have in common."""
        metrics = run.metrics
        own = "" if self.labels == "canny" else ", whose own answers are the labels"
        score = f"an AUC of {metrics['auc']:.3f} on held-out pixels"
        beside = f"Sobel's{own}, is {metrics['designed_auc']:.3f}; chance is 0.5."
        if self.model.filters == 1:
            answer = "Yes" if metrics["auc"] > FOUND_ABOVE else "No"
            return f"{answer}: one filter has {score}. {beside} Its cosine to Sobel x is {metrics['cosine']:.2f}."
        first, second = metrics["first_principal_cosine"], metrics["second_principal_cosine"]
        return (
            f"{'Yes' if metrics['auc'] > FOUND_ABOVE else 'Partly'}: the energy of {self.model.filters} filters has "
            f"{score}. {beside} Mixed with each other, they come as near to mixtures of Sobel x and y as cosines of "
            f"{first:.2f} and {second:.2f}; alone, none comes nearer to either than "
            f"{metrics['best_single_cosine']:.2f}."
        )

    @property
    def sobel_pair(self) -> Array:
        """Sobel x and y (2, h, w), with zeros around them for larger filters."""
        padding = (self.size - 3) // 2
        return np.stack([np.pad(get_kernel(name).weights, padding) for name in ("sobel_x", "sobel_y")])

    def _edges(self, pixels: Array) -> Array:
        if self.labels == "canny":
            from skimage.feature import canny

            return canny(pixels, sigma=CANNY_SIGMA).astype(np.float64)  # type: ignore[no-untyped-call]
        across, down = (
            correlate(pixels, get_kernel(name), boundary="mirror", method="definition")
            for name in ("sobel_x", "sobel_y")
        )
        strength = across if self.labels == "signed" else np.hypot(across, down)
        return (strength > np.quantile(strength, 1 - SHARE_OF_EDGES)).astype(np.float64)


# cached: a page that draws a live run asks for the designed parameters at every look
@cached
def designed_level(experiment: FindEdges) -> float:
    """The answer of the designed filters that as many pixels exceed as are edges; 1 where that is 0."""
    parameters = {"weights": experiment.designed_filters, "bias": np.zeros(())}
    return float(np.quantile(experiment.model.answers(parameters, experiment.inputs), 1 - SHARE_OF_EDGES)) or 1.0


@cached
def sobel_detection(experiment: FindEdges) -> Mapping[str, float]:
    """How well Sobel's filters detect the held-out edges, at a threshold that as many pixels exceed as are edges."""
    data = experiment.data

    def strength(patches: Array) -> Array:
        across, down = (patches @ experiment.sobel_pair.reshape(2, -1).T).T
        return across if experiment.labels == "signed" else np.hypot(across, down)

    scores, training = strength(data.test_inputs), strength(data.inputs)
    level = float(np.quantile(scores, 1 - data.test_targets.mean()))
    return MappingProxyType(judge(scores, data.test_targets, training, data.targets, level))
