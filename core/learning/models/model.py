"""What every model has: named parameters that lie in one vector, and layers that answer."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Model(ABC):
    """A function of inputs with named parameters, `weights` the first: the filters that see the input.

    Training moves all parameters as one vector, *theta*; `split` and `join` go between both. The same formulas
    serve NumPy arrays and torch tensors, so that what is shown is what was trained. Every array may have leading axes
    of its own, one entry a seed.
    """

    kind: ClassVar[str]
    dtype: ClassVar[type[np.floating[Any]]] = np.float64
    layer_titles: ClassVar[Mapping[str, str]]  # of each of the `layers`
    sees_sign: ClassVar[bool] = True  # whether a filter and its negative are two different ones

    filter_shape: tuple[int, ...]

    @property
    @abstractmethod
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each parameter, in the order of theta."""

    @abstractmethod
    def layers(self, parameters: Mapping[str, Any], inputs: Any) -> dict[str, Any]:
        """The output of every layer for inputs (n, ...), the last of them called "answer"."""

    @property
    def fans(self) -> dict[str, tuple[int, int]]:
        """How many numbers each output of a layer's weights depends on, and how many outputs each input reaches."""
        taps = self.taps
        return {"weights": (taps, taps * self.filters)}

    @property
    def filters(self) -> int:
        """How many filters see the input."""
        return 1

    @property
    def taps(self) -> int:
        """Numbers of one filter."""
        return math.prod(self.filter_shape)

    @cached_property
    def slices(self) -> dict[str, tuple[slice, tuple[int, ...]]]:
        """Where each parameter lies in theta, and its shape."""
        found, first = {}, 0
        for name, shape in self.shapes.items():
            found[name] = (slice(first, first + math.prod(shape)), shape)
            first += math.prod(shape)
        return found

    @property
    def size(self) -> int:
        """Numbers of the whole model."""
        return sum(math.prod(shape) for shape in self.shapes.values())

    def split(self, theta: Any) -> dict[str, Any]:
        """The parameters by name, views of theta (..., size).

        >>> from core.learning.models import LinearModel
        >>> LinearModel((3,), has_bias=True).split(np.arange(4.0))["bias"]
        array(3.)
        """
        lead = tuple(theta.shape[:-1])
        return {name: theta[..., part].reshape(lead + shape) for name, (part, shape) in self.slices.items()}

    def join(self, parameters: Mapping[str, Any]) -> Array:
        """One vector (..., size) of the parameters, of each by its name."""
        first = np.asarray(parameters["weights"])
        lead = first.shape[: first.ndim - len(self.shapes["weights"])]
        parts = [np.reshape(parameters[name], (*lead, -1)) for name in self.shapes]
        return np.concatenate(parts, axis=-1, dtype=self.dtype)

    def answers(self, parameters: Mapping[str, Any], inputs: Any) -> Any:
        """The last layer's output."""
        return self.layers(parameters, inputs)["answer"]

    def _filters_of(self, parameters: Mapping[str, Any]) -> Any:
        """The filters as columns, shape (..., taps, filters)."""
        weights = parameters["weights"]
        lead = tuple(weights.shape[: weights.ndim - len(self.shapes["weights"])])
        return weights.reshape((*lead, self.filters, self.taps)).swapaxes(-1, -2)
