"""A kernel: its numbers, where they come from and what they are for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from core.kernels.weights import Weights, as_weights
from core.parameters import Value


@dataclass(frozen=True, eq=False)
class Kernel:
    """The numbers of a filter as a correlation mask, (k,) or (h, w), with their name and origin.

    `weights` are float64 and read-only, `parameters` a read-only mapping of what was chosen. Two kernels are equal
    when name, parameters and every weight are; NumPy functions take a kernel as they take its weights.

    Raises TypeError or ValueError for weights that are not one or two dimensions of finite real numbers.

    >>> edge = Kernel("edge", "Edge", "mine", [-1, 1])
    >>> edge.weights
    array([-1.,  1.])
    >>> np.correlate([0, 0, 1, 1], edge, mode="valid")
    array([0., 1., 0.])
    >>> edge == Kernel("edge", "Edge", "mine", [-1, 1]), edge == Kernel("edge", "Edge", "mine", [-1, 2])
    (True, False)
    """

    name: str
    title: str
    family: str
    weights: Weights
    parameters: Mapping[str, Value] = field(default_factory=dict)
    description: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        # Adding zero makes a copy and turns -0.0, which would print with a sign, into 0.0.
        weights = np.ascontiguousarray(as_weights("weights", self.weights) + 0.0)
        weights.flags.writeable = False
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))

    @property
    def ndim(self) -> int:
        """1 for a signal's kernel, 2 for an image's."""
        return self.weights.ndim

    @property
    def shape(self) -> tuple[int, ...]:
        """(k,) or (h, w)."""
        return self.weights.shape

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.weights, dtype=dtype, copy=copy)

    def __eq__(self, other: object) -> bool:
        return self._identity() == other._identity() if isinstance(other, Kernel) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._identity())

    def __reduce__(self) -> tuple[Any, ...]:
        # Built anew on arrival: a mapping proxy cannot be pickled, and a pickled array comes back writeable.
        return Kernel, (
            self.name,
            self.title,
            self.family,
            self.weights,
            dict(self.parameters),
            self.description,
            self.source,
        )

    def _identity(self) -> tuple[object, ...]:
        return self.name, tuple(sorted(self.parameters.items())), self.shape, self.weights.tobytes()
