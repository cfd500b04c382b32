"""A chain of stages: each works on what the one before it made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.filters.apply import apply_filter
from core.filters.layer import Layer, run_layer
from core.kernels import Kernel

Array = NDArray[Any]

AS_IS = Kernel("as_is", "As it is", "mine", np.ones((1, 1)))


@dataclass(frozen=True)
class Threshold:
    """1 where a value is at least a share of the largest absolute value, else 0.

    Raises ValueError for a share outside 0 to 1.

    >>> Threshold(0.5).apply(np.array([[-4.0, 1.0, 2.0, 3.0]]))
    array([[0., 0., 1., 1.]])
    """

    share: float

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"share={self.share} is not allowed: give a number from 0 to 1.")

    def apply(self, data: Array) -> Array:
        """Compare each value."""
        least = self.share * float(np.abs(data).max(initial=0.0))
        return (data >= least).astype(data.dtype)


@dataclass(frozen=True)
class Joined:
    """A filter of several kernels, by its name and parameters, as `apply_filter` takes them."""

    name: str
    parameters: tuple[tuple[str, Any], ...] = ()


Stage = Layer | Threshold | Joined


@dataclass(frozen=True)
class Chain:
    """Stages for images, the first one first.

    >>> Chain((rectified(), pooled(2))).stages[1].pool
    2
    """

    stages: tuple[Stage, ...]


def rectified() -> Layer:
    """A stage that sets negative values to zero."""
    return Layer(AS_IS, relu=True)


def pooled(side: int) -> Layer:
    """A stage that keeps the largest value of each block of so many pixels a side."""
    return Layer(AS_IS, pool=side)


def run_chain(data: Array, chain: Chain) -> tuple[Array, ...]:
    """The output of each stage on an image (h, w) or (h, w, c), channels each by themselves.

    Raises ValueError where `correlate` or `max_pool` does.

    >>> from core.kernels import get_kernel
    >>> edge = np.array([[0.0, 0.0, 1.0, 1.0]])
    >>> slope = Layer(Kernel("slope", "Slope", "mine", [[-1.0, 0.0, 1.0]]))
    >>> [output.tolist() for output in run_chain(edge, Chain((slope, Threshold(0.5), pooled(2))))]
    [[[0.0, 1.0, 1.0, 0.0]], [[0.0, 1.0, 1.0, 0.0]], [[1.0, 1.0]]]
    """
    outputs: list[Array] = []
    for stage in chain.stages:
        data = _applied(stage, data)
        outputs.append(data)
    return tuple(outputs)


def _applied(stage: Stage, data: Array) -> Array:
    match stage:
        case Threshold():
            return stage.apply(data)
        case Joined(name, parameters):
            return np.asarray(apply_filter(name, data, channel_axis=-1 if data.ndim > 2 else None, **dict(parameters)))
        case Layer():
            return run_layer(data, stage).output
