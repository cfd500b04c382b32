"""A small convolutional network that classifies pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.learning.models.model import Model, SeveralFilters


def torch_on_one_thread() -> Any:
    """The torch module, set to one thread for the whole process, so that every run gives the same bits."""
    import torch

    if torch.get_num_threads() != 1:
        torch.set_num_threads(1)
    return torch


def through_torch(model: Model, parameters: Mapping[str, Any], inputs: Any) -> dict[str, Any]:
    """The layers of a model whose formulas are torch's, for arrays."""
    torch = torch_on_one_thread()
    tensors = {name: torch.tensor(np.asarray(value, model.dtype)) for name, value in parameters.items()}
    outputs = model.layers(tensors, torch.tensor(np.asarray(inputs, model.dtype)))
    return {name: output.numpy() for name, output in outputs.items()}


@dataclass(frozen=True)
class GratingsNetwork(SeveralFilters):
    """Convolution, ReLU, mean over all positions, one linear layer: answers (n, classes) for pictures (n, h, w).

    Everything is float32, as networks are trained. torch computes the layers, for arrays and for tensors alike.
    """

    kind: ClassVar[str] = "network"
    layer_titles: ClassVar[Mapping[str, str]] = {
        "maps": "Each filter's answer",
        "rectified": "After ReLU",
        "means": "Mean of each map",
        "answer": "The answer",
    }
    dtype: ClassVar[type[np.floating[Any]]] = np.float32

    count: int = 8
    classes: int = 8

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shapes of both layers' weights and biases."""
        return {
            "weights": (self.count, *self.filter_shape),
            "hidden_bias": (self.count,),
            "class_weights": (self.classes, self.count),
            "class_bias": (self.classes,),
        }

    @property
    def fans(self) -> dict[str, tuple[int, int]]:
        """Fan-in and fan-out of both layers."""
        return super().fans | {"class_weights": (self.count, self.classes)}

    def layers(self, parameters: Mapping[str, Any], inputs: Any) -> dict[str, Any]:
        """Maps before and after ReLU (n, filters, h', w'), their means (n, filters), the answer (n, classes)."""
        torch = torch_on_one_thread()
        if not isinstance(inputs, torch.Tensor):
            return through_torch(self, parameters, inputs)
        maps = torch.nn.functional.conv2d(inputs[:, None], parameters["weights"][:, None], parameters["hidden_bias"])
        rectified = torch.relu(maps)
        means = rectified.mean((2, 3))
        answer = torch.nn.functional.linear(means, parameters["class_weights"], parameters["class_bias"])
        return {"maps": maps, "rectified": rectified, "means": means, "answer": answer}
