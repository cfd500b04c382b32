"""A convolutional network of one or two layers that names textures by the mean strength of its filters' answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.learning.models.model import SeveralFilters
from core.learning.models.network import through_torch, torch_on_one_thread

STRIDE = 2  # of the first layer: with 1 a step takes twice as long, for three points of accuracy
SECOND_FILTERS, SECOND_SIZE = 16, 3
LEAST_DEVIATION = 1e-6  # of a patch, by which it is divided to make it standard
AT_ONCE = 256  # pictures whose maps are held in memory at a time
# The mean answers are small. Multiplied by this, the linear layer moves as much faster at the same learning rate.
GAINS = {1: 60.0, 2: 20.0}


@dataclass(frozen=True)
class TextureNetwork(SeveralFilters):
    """Convolution, ReLU of both signs, once or twice; then means over all positions, and one linear layer.

    Answers (n, classes) to pictures (n, h, w). Each filter of the first layer has its mean taken away, so that it does
    not answer to brightness: `weights` are those filters, `raw_weights` those that training moves. With `is_frozen` the
    first layer stays as it begins. `smoothness` times the mean `roughness` of the filters is added to the loss.

    Everything is float32; torch computes the layers. Source of both signs: Shang, Sohn, Almeida and Lee, Understanding
    and improving convolutional neural networks via concatenated rectified linear units, 2016.
    """

    kind: ClassVar[str] = "textures"
    layer_titles: ClassVar[Mapping[str, str]] = {
        "maps": "Each filter's answer",
        "rectified": "Its positive and its negative part",
        "second_maps": "Each filter of the second layer",
        "second_rectified": "Its positive and its negative part",
        "means": "Mean of each map",
        "answer": "The answer",
    }
    dtype: ClassVar[type[np.floating[Any]]] = np.float32

    count: int = 16
    classes: int = 8
    depth: int = 1
    is_frozen: bool = False
    smoothness: float = 0.0

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shapes of all layers' weights and biases."""
        first = {
            "weights": (self.count, *self.filter_shape),
            "raw_weights": (self.count, *self.filter_shape),
            "hidden_bias": (self.count,),
        }
        second = {
            "second_weights": (SECOND_FILTERS, 2 * self.count, SECOND_SIZE, SECOND_SIZE),
            "second_bias": (SECOND_FILTERS,),
        }
        means = 2 * (self.count if self.depth == 1 else SECOND_FILTERS)
        last = {"class_weights": (self.classes, means), "class_bias": (self.classes,)}
        return first | (second if self.depth == 2 else {}) | last

    @property
    def free(self) -> tuple[str, ...]:
        """All parameters but the filters less their mean."""
        return tuple(name for name in self.shapes if name != "weights")

    @property
    def frozen(self) -> tuple[str, ...]:
        """The first layer where it is frozen."""
        return ("raw_weights", "hidden_bias") if self.is_frozen else ()

    @property
    def fans(self) -> dict[str, tuple[int, int]]:
        """Fan-in and fan-out of the convolutional layers; the linear layer begins with zeros."""
        first = {"raw_weights": (self.taps, self.taps * self.count)}
        if self.depth == 1:
            return first
        area = SECOND_SIZE * SECOND_SIZE
        return first | {"second_weights": (2 * self.count * area, SECOND_FILTERS * area)}

    @property
    def gain(self) -> float:
        """By what the means are multiplied."""
        return GAINS[self.depth]

    @property
    def receptive_fields(self) -> dict[str, tuple[int, int]]:
        """For each layer of filters, the side of the piece that an answer sees, and the step from piece to piece."""
        side = self.filter_shape[0]
        first = {"maps": (side, STRIDE)}
        return first if self.depth == 1 else first | {"second_maps": (side + STRIDE * (SECOND_SIZE - 1), STRIDE)}

    @property
    def smallest_side(self) -> int:
        """The least number of pixels a side of a picture that the filters fit on."""
        return max(side for side, _ in self.receptive_fields.values())

    def multiplications(self, side: int) -> int:
        """The multiplications for one picture of `side` x `side` pixels."""
        places = (side - self.filter_shape[0]) // STRIDE + 1
        first = places**2 * self.taps * self.count
        seen = SECOND_SIZE**2 * 2 * self.count
        return first if self.depth == 1 else first + (places - SECOND_SIZE + 1) ** 2 * seen * SECOND_FILTERS

    def complete(self, free: Mapping[str, Any]) -> dict[str, Any]:
        """All parameters, with the filters less their mean."""
        return {"weights": without_mean(free["raw_weights"]), **free}

    def answers(self, parameters: Mapping[str, Any], inputs: Any) -> Any:
        """The last layer's output; for arrays in parts, so that only few maps are in memory at a time."""
        if not isinstance(inputs, np.ndarray):
            return super().answers(parameters, inputs)
        parts = range(0, len(inputs), AT_ONCE)
        return np.concatenate(
            [super(TextureNetwork, self).answers(parameters, inputs[part : part + AT_ONCE]) for part in parts]
        )

    def layers(self, parameters: Mapping[str, Any], inputs: Any) -> dict[str, Any]:
        """Maps (n, filters, h', w'), their parts of both signs, once or twice; means (n, maps), answer (n, classes)."""
        torch = torch_on_one_thread()
        if not isinstance(inputs, torch.Tensor):
            return through_torch(self, parameters, inputs)
        convolve = torch.nn.functional.conv2d
        filters = without_mean(parameters["raw_weights"])
        maps = convolve(inputs[:, None], filters[:, None], parameters["hidden_bias"], stride=STRIDE)
        outputs = {"maps": maps, "rectified": both_signs(maps)}
        last = outputs["rectified"]
        if self.depth == 2:
            second = convolve(last, parameters["second_weights"], parameters["second_bias"])
            last = both_signs(second)
            outputs |= {"second_maps": second, "second_rectified": last}
        means = self.gain * last.mean((2, 3))
        answer = torch.nn.functional.linear(means, parameters["class_weights"], parameters["class_bias"])
        return {**outputs, "means": means, "answer": answer}

    def penalty(self, parameters: Mapping[str, Any]) -> Any:
        """The mean roughness of the filters, weighted."""
        if self.is_frozen or not self.smoothness:
            return 0.0
        return self.smoothness * roughness(without_mean(parameters["raw_weights"])).mean()


def without_mean(filters: Any) -> Any:
    """Filters (..., h, w) that each sum to zero."""
    return filters - filters.mean((-2, -1))[..., None, None]


def both_signs(maps: Any) -> Any:
    """The positive parts of maps (n, m, h, w), then the negative ones, both as numbers above 0: (n, 2 m, h, w)."""
    import torch

    return torch.cat((torch.relu(maps), torch.relu(-maps)), 1)


def roughness(filters: Any) -> Any:
    """Squared differences of neighbours over squares, for filters (..., h, w) that sum to zero, shape (...).

    It does not change with a filter's strength: near 0 for the smoothest, 4 for white noise without edges.

    >>> waves = np.cos(np.pi * np.arange(8) / 4) * np.ones((8, 1))
    >>> roughness(without_mean(np.stack([waves, np.tile([1.0, -1.0], (8, 4))]))).round(2).tolist()
    [0.56, 3.5]
    """
    across = ((filters[..., :, 1:] - filters[..., :, :-1]) ** 2).sum((-2, -1))
    down = ((filters[..., 1:, :] - filters[..., :-1, :]) ** 2).sum((-2, -1))
    return (across + down) / ((filters**2).sum((-2, -1)) + 1e-12)
