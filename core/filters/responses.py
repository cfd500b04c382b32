"""What a layer's kernel makes of the two plainest signals: a single spike, and a sudden rise."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.convolution import correlate
from core.filters.layer import Layer


class Responses(NamedTuple):
    """The answers to an impulse and to a step at the samples `at` (n,), 0 being where the input changes."""

    at: NDArray[np.intp]
    impulse: NDArray[Any]
    step: NDArray[Any]


def responses_of(layer: Layer, reach: int | None = None) -> Responses:
    """Apply the layer's kernel to an impulse, 1 at one sample and else 0, and to a step, 0 before a sample and then 1.

    Stride, ReLU and pooling are left out. `reach` is the number of samples on either side, by default a few more than
    the kernel has numbers, so that both answers come to rest.

    >>> from core.kernels import get_kernel
    >>> answers = responses_of(Layer(get_kernel("box_1d", size=3)))
    >>> answers.at[3:8].tolist(), answers.impulse[3:8].round(2).tolist(), answers.step[3:8].round(2).tolist()
    ([-2, -1, 0, 1, 2], [0.0, 0.33, 0.33, 0.33, 0.0], [0.0, 0.33, 0.67, 1.0, 1.0])
    """
    mask = layer.mask
    reach = mask.shape[0] + 2 if reach is None else reach
    at = np.arange(-reach, reach + 1)
    impulse = correlate((at == 0).astype(np.float64), mask, boundary="constant")
    step = correlate((at >= 0).astype(np.float64), mask, boundary="nearest")
    return Responses(at, impulse, step)


def overshoot_of(step: NDArray[Any]) -> float:
    """How far an answer to a step goes beyond its final value, as a share of it; 0 where that is 0.

    >>> overshoot_of(np.array([0.0, 0.5, 1.25, 1.0])), overshoot_of(np.array([0.0, 1.0, 0.0]))
    (0.25, 0.0)
    """
    end = float(step[-1])
    if abs(end) <= 1e-9 * float(np.abs(step).max(initial=0.0)):
        return 0.0
    return max(0.0, float((step / end).max()) - 1)
