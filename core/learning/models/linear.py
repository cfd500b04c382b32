"""One filter: its answer to a patch is a sum of products."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.learning.models.model import Array, Model


@dataclass(frozen=True)
class LinearModel(Model):
    """answer = patch . weights + bias, for patches (n, taps).

    >>> import numpy as np
    >>> detector = LinearModel((3,), has_bias=False)
    >>> detector.answers({"weights": np.array([-1.0, 1, -1])}, np.array([[0.1, 0.9, 0.3]])).round(6)
    array([0.5])
    """

    kind: ClassVar[str] = "linear"
    layer_titles: ClassVar[Mapping[str, str]] = {
        "answer": "The answer",
    }

    has_bias: bool = False

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of the filter, and of one bias where it is learned."""
        return {"weights": self.filter_shape} | ({"bias": ()} if self.has_bias else {})

    def design(self, patches: Array) -> Array:
        """The design matrix: the patches (n, taps), with a column of ones at the end where a bias is learned."""
        return np.column_stack([patches, np.ones(len(patches))]) if self.has_bias else patches

    def layers(self, parameters: Mapping[str, Any], inputs: Any) -> dict[str, Any]:
        """Only the answer (..., n)."""
        answer = (inputs @ self._filters_of(parameters))[..., 0]
        return {"answer": answer + parameters["bias"][..., None] if self.has_bias else answer}
