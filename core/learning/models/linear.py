"""One filter: its answer to a patch is a sum of products."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from core.learning.models.model import Model


@dataclass(frozen=True)
class LinearModel(Model):
    """answer = patch . weights + bias, for patches (n, taps).

    >>> import numpy as np
    >>> detector = LinearModel((3,), has_bias=False)
    >>> detector.answers({"weights": np.array([-1.0, 1, -1])}, np.array([[0.1, 0.9, 0.3]])).round(6)
    array([0.5])
    """

    kind: ClassVar[str] = "linear"

    has_bias: bool = False

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The filter's own, and that of one number."""
        return {"weights": self.filter_shape} | ({"bias": ()} if self.has_bias else {})

    def layers(self, parameters: Mapping[str, Any], inputs: Any) -> dict[str, Any]:
        """Only the answer (..., n)."""
        answer = (inputs @ self._filters_of(parameters))[..., 0]
        return {"answer": answer + parameters["bias"][..., None] if self.has_bias else answer}
