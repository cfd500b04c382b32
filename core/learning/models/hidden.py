"""Several filters whose responses make one answer: their energy, or a second layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from core.learning.models.model import SeveralFilters

SMALLEST_ENERGY = 1e-12  # added under the root, whose slope at 0 would be infinite


@dataclass(frozen=True)
class EnergyModel(SeveralFilters):
    """answer = sqrt(sum over the filters of (patch . filter)^2) + bias: blind to the sign of a filter's response.

    Source: Adelson and Bergen, Spatiotemporal energy models for the perception of motion, 1985; with Sobel's two
    filters it is the gradient's length. 1e-12 is added under the root, whose slope at 0 would be infinite.

    >>> import numpy as np
    >>> model = EnergyModel((1,), 2)
    >>> model.answers({"weights": np.array([[3.0], [4.0]]), "bias": np.array(0.0)}, np.array([[1.0], [-1.0]])).round(6)
    array([5., 5.])
    """

    kind: ClassVar[str] = "energy"
    layer_titles: ClassVar[Mapping[str, str]] = {
        "responses": "Each filter's answer",
        "squares": "Squared",
        "answer": "The answer",
    }
    sees_sign: ClassVar[bool] = False

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shapes of the filters and of one bias."""
        return {"weights": (self.count, *self.filter_shape), "bias": ()}

    def layers(self, parameters: Mapping[str, Any], inputs: Any) -> dict[str, Any]:
        """The filters' responses (..., n, filters), their squares, the answer (..., n)."""
        responses = inputs @ self._filters_of(parameters)
        squares = responses * responses
        answer = (squares.sum(-1) + SMALLEST_ENERGY) ** 0.5 + parameters["bias"][..., None]
        return {"responses": responses, "squares": squares, "answer": answer}


@dataclass(frozen=True)
class TwoLayerModel(SeveralFilters):
    """answer = max(patch . filters + hidden_bias, 0) . output_weights + bias: convolution, ReLU, convolution.

    >>> import numpy as np
    >>> model = TwoLayerModel((1,), 2)
    >>> parameters = {"weights": [[1.0], [-1.0]], "hidden_bias": [0.0, 0], "output_weights": [1.0, 1], "bias": 0.0}
    >>> model.answers({name: np.array(value) for name, value in parameters.items()}, np.array([[2.0], [-3.0]]))
    array([2., 3.])
    """

    kind: ClassVar[str] = "rectified"
    layer_titles: ClassVar[Mapping[str, str]] = {
        "responses": "Each filter's answer",
        "rectified": "After ReLU",
        "answer": "The answer",
    }

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shapes of both layers' weights and biases."""
        return {
            "weights": (self.count, *self.filter_shape),
            "hidden_bias": (self.count,),
            "output_weights": (self.count,),
            "bias": (),
        }

    @property
    def fans(self) -> dict[str, tuple[int, int]]:
        """Fan-in and fan-out of both layers."""
        return super().fans | {"output_weights": (self.count, 1)}

    def layers(self, parameters: Mapping[str, Any], inputs: Any) -> dict[str, Any]:
        """Responses and rectified responses (..., n, filters), the answer (..., n)."""
        responses = inputs @ self._filters_of(parameters) + parameters["hidden_bias"][..., None, :]
        rectified = responses * (responses > 0)
        answer = (rectified @ parameters["output_weights"][..., None])[..., 0] + parameters["bias"][..., None]
        return {"responses": responses, "rectified": rectified, "answer": answer}
