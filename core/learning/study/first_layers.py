"""One network for each kind of first layer, trained on the same examples: its filters, and what they answer to."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.data import Image, shrink, to_grey
from core.learning.experiments.name_textures import FIRST_LAYER, NameTextures
from core.learning.settings import TrainingSettings
from core.learning.study.strongest_patches import StrongestPatches, strongest_patches
from core.learning.training.trajectory import Trajectory, train

LONGEST_SIDE = 128  # of a picture that the layers answer to
PIECES = 9  # that excite a filter most


@dataclass(frozen=True, eq=False)
class FirstLayer:
    """A trained network: its parameters, its metrics, and the pieces that excite the filters of each layer most."""

    way: str
    parameters: Mapping[str, NDArray[Any]]
    metrics: Mapping[str, float]
    strongest: Mapping[str, StrongestPatches]


@dataclass(frozen=True)
class FirstLayers:
    """The study of the four first layers of a task, each trained on the same examples.

    >>> from core.learning import get_experiment
    >>> task = get_experiment("name_textures", patches=2, filters=4)
    >>> FirstLayers(task).pieces()
    ('learned', 'designed', 'tuned', 'random')
    """

    experiment: NameTextures

    def pieces(self) -> Sequence[str]:
        """The kinds of first layers."""
        return tuple(map(str, FIRST_LAYER.options))

    def work(self, piece: str) -> FirstLayer:
        """The network with one kind of first layer."""
        run = _trained(self.experiment, piece)
        layers = run.experiment.model.receptive_fields  # type: ignore[attr-defined]
        strongest = {layer: strongest_patches(run.experiment, run.last, layer, PIECES) for layer in layers}
        return FirstLayer(piece, dict(run.last), run.metrics, strongest)

    def conclude(self, parts: Sequence[FirstLayer]) -> None:
        """Nothing follows beyond the networks themselves."""


@dataclass(frozen=True)
class AnswersOnPicture:
    """The study of every layer's answer to one picture, for the same four networks.

    `picture` is an image, which is made grey and small, or the number of a held-out patch. A part is a mapping of the
    layers' names to their outputs (maps, h, w) or (n,).
    """

    experiment: NameTextures
    picture: Image | int

    def pieces(self) -> Sequence[str]:
        """The kinds of first layers."""
        return FirstLayers(self.experiment).pieces()

    def work(self, piece: str) -> dict[str, NDArray[Any]]:
        """The layers of one network."""
        run = _trained(self.experiment, piece)
        task = run.experiment
        assert isinstance(task, NameTextures)  # noqa: S101 - tells the type checker
        return task.activations_on(run.last, shown_picture(self.experiment, self.picture))

    def conclude(self, parts: Sequence[Mapping[str, NDArray[Any]]]) -> None:
        """Nothing follows beyond the answers themselves."""


def shown_picture(experiment: NameTextures, picture: Image | int) -> NDArray[np.float64]:
    """The grey pixels (h, w) that the layers answer to; raises ValueError for a patch that is not held out.

    >>> from core.data import get_image
    >>> from core.learning import get_experiment
    >>> shown_picture(get_experiment("name_textures", patches=2), get_image("camera")).shape
    (128, 128)
    """
    if isinstance(picture, Image):
        return np.asarray(to_grey(shrink(picture, LONGEST_SIDE)).pixels, np.float64)
    patches = experiment.data.test_inputs
    if not 0 <= picture < len(patches):
        raise ValueError(f"picture={picture} is not a held-out patch: give 0 to {len(patches) - 1}, or an image.")
    return np.asarray(patches[picture], np.float64)


# both studies, of which the second changes with the picture, need the same networks
@cached
def _trained(experiment: NameTextures, way: str) -> Trajectory:
    return train(dataclasses.replace(experiment, first_layer=way), TrainingSettings(snapshots=2))
