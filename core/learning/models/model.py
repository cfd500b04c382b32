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

    Training moves the `free` parameters as one vector, *theta*; `split` and `join` convert between the two. All other
    parameters follow from these. The same formulas serve NumPy arrays and torch tensors, so that what is
    shown is what was trained. Every array may have leading axes, with one entry for each seed.
    """

    kind: ClassVar[str]
    dtype: ClassVar[type[np.floating[Any]]] = np.float64
    layer_titles: ClassVar[Mapping[str, str]]  # of each of the `layers`
    sees_sign: ClassVar[bool] = True  # whether a filter and its negative are two different ones

    filter_shape: tuple[int, ...]

    @property
    @abstractmethod
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each parameter, the free ones in the order of theta."""

    @abstractmethod
    def layers(self, parameters: Mapping[str, Any], inputs: Any) -> dict[str, Any]:
        """The output of every layer for inputs (n, ...), the last of them called "answer"."""

    @property
    def free(self) -> tuple[str, ...]:
        """The names of the parameters that theta consists of: by default all."""
        return tuple(self.shapes)

    @property
    def frozen(self) -> tuple[str, ...]:
        """The names of the free parameters that training leaves as they begin: by default none."""
        return ()

    @property
    def fans(self) -> dict[str, tuple[int, int]]:
        """Fan-in and fan-out of each layer's weights: inputs of each output, outputs of each input."""
        taps = self.taps
        return {"weights": (taps, taps * self.filters)}

    @property
    def filters(self) -> int:
        """How many filters see the input."""
        return 1

    @property
    def taps(self) -> int:
        """The number of weights of one filter."""
        return math.prod(self.filter_shape)

    @cached_property
    def slices(self) -> dict[str, tuple[slice, tuple[int, ...]]]:
        """The slice of theta that holds each parameter, and its shape."""
        slices, first = {}, 0
        for name in self.free:
            shape = self.shapes[name]
            slices[name] = (slice(first, first + math.prod(shape)), shape)
            first += math.prod(shape)
        return slices

    @property
    def size(self) -> int:
        """The length of theta."""
        return sum(math.prod(self.shapes[name]) for name in self.free)

    @cached_property
    def frozen_mask(self) -> NDArray[np.bool] | None:
        """Which numbers of theta (size,) are frozen, None where none is."""
        if not self.frozen:
            return None
        mask = np.zeros(self.size, bool)
        for name in self.frozen:
            mask[self.slices[name][0]] = True
        return mask

    def penalty(self, parameters: Mapping[str, Any]) -> Any:
        """What is added to the loss for the parameters themselves: by default nothing."""
        return 0.0

    def split(self, theta: Any) -> dict[str, Any]:
        """The free parameters by name, views of theta (..., size).

        >>> from core.learning.models import LinearModel
        >>> LinearModel((3,), has_bias=True).split(np.arange(4.0))["bias"]
        array(3.)
        """
        lead = tuple(theta.shape[:-1])
        return {name: theta[..., part].reshape(lead + shape) for name, (part, shape) in self.slices.items()}

    def complete(self, free: Mapping[str, Any]) -> dict[str, Any]:
        """All parameters by name: the free ones that are given, and those that follow from them."""
        return dict(free)

    def parameters(self, theta: Any) -> dict[str, Any]:
        """All parameters at theta (..., size) by name."""
        return self.complete(self.split(theta))

    def join(self, parameters: Mapping[str, Any]) -> Array:
        """The free ones of these parameters as one vector theta (..., size)."""
        first = np.asarray(parameters[self.free[0]])
        lead = first.shape[: first.ndim - len(self.shapes[self.free[0]])]
        parts = [np.reshape(parameters[name], (*lead, -1)) for name in self.free]
        return np.concatenate(parts, axis=-1, dtype=self.dtype)

    def answers(self, parameters: Mapping[str, Any], inputs: Any) -> Any:
        """The last layer's output."""
        return self.layers(parameters, inputs)["answer"]

    def _filters_of(self, parameters: Mapping[str, Any]) -> Any:
        """The filters as columns, shape (..., taps, filters)."""
        weights = parameters["weights"]
        lead = tuple(weights.shape[: weights.ndim - len(self.shapes["weights"])])
        return weights.reshape((*lead, self.filters, self.taps)).swapaxes(-1, -2)


@dataclass(frozen=True)
class SeveralFilters(Model):
    """A model whose `count` filters see the same input."""

    count: int

    @property
    def filters(self) -> int:
        """How many filters see the input."""
        return self.count


def bias_of(parameters: Mapping[str, Any], *lead: int) -> Any:
    """The bias among a model's parameters, whose leading axes have the shape `lead`; zeros where none is learned.

    >>> bias_of({"weights": np.ones((2, 3))}, 2).tolist()
    [0.0, 0.0]
    """
    return parameters.get("bias", np.zeros(lead))
