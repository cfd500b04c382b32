"""One layer of a convolutional network with one filter: convolution, ReLU, max pooling."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from core.convolution import Plan, convolve, correlate, max_pool, plan
from core.kernels import Kernel

Array = NDArray[Any]

LEVEL_WITHIN = 1e-6


class Sliding(TypedDict):
    """Arguments of `correlate`: how a kernel is slid over data."""

    mode: str
    boundary: str
    stride: int
    dilation: int


@dataclass(frozen=True)
class Layer:
    """A layer: the kernel, whether it is flipped first (`flip`), and the steps after it.

    `mode`, `boundary`, `stride` and `dilation` are those of `correlate`; `relu` sets negative answers to zero; `pool`
    is the side of the blocks whose largest answer is kept, 1 for no pooling.
    """

    kernel: Kernel
    flip: bool = False
    boundary: str = "reflect"
    stride: int = 1
    dilation: int = 1
    relu: bool = False
    pool: int = 1
    mode: str = "same"

    @property
    def sliding(self) -> Sliding:
        """How the kernel is slid over the data."""
        return {"mode": self.mode, "boundary": self.boundary, "stride": self.stride, "dilation": self.dilation}

    @property
    def spacing(self) -> int:
        """Samples of the data from one output of the layer to the next."""
        return self.stride * self.pool

    @property
    def mask(self) -> Kernel:
        """The equivalent correlation mask: the kernel, flipped if `flip` is set, with the zeros of its dilation.

        >>> Layer(Kernel("step", "Step", "mine", [-1, 1]), flip=True, dilation=2).mask.weights
        array([ 1.,  0., -1.])
        """
        weights = self.kernel.weights
        mask = np.zeros([(taps - 1) * self.dilation + 1 for taps in weights.shape])
        mask[(slice(None, None, self.dilation),) * weights.ndim] = np.flip(weights) if self.flip else weights
        return replace(self.kernel, weights=mask)

    @property
    def keeps_level(self) -> bool:
        """Whether the answer to a constant is that constant: so for smoothing and sharpening, not for finding edges.

        >>> from core.kernels import get_kernel
        >>> Layer(get_kernel("sharpen")).keeps_level, Layer(get_kernel("sobel_x")).keeps_level
        (True, False)
        """
        return abs(float(self.kernel.weights.sum()) - 1) < LEVEL_WITHIN

    @property
    def ignores_level(self) -> bool:
        """Whether the answer to a constant is 0: so for all that finds edges, lines or spots.

        >>> from core.kernels import get_kernel
        >>> Layer(get_kernel("sharpen")).ignores_level, Layer(get_kernel("sobel_x")).ignores_level
        (False, True)
        """
        weights = self.kernel.weights
        return abs(float(weights.sum())) < LEVEL_WITHIN * float(np.abs(weights).sum())


@dataclass(frozen=True, eq=False)
class LayerOutput:
    """The output of each step of a layer: `filtered` after the kernel, `output` at the end.

    `picked` are the flat indices into `filtered` of the answers that pooling kept, None without pooling.
    """

    filtered: Array
    output: Array
    picked: NDArray[np.intp] | None


def run_layer(data: Array, layer: Layer) -> LayerOutput:
    """Run one layer on a signal (n,) or an image (h, w) or (h, w, c), channels each by themselves.

    Raises ValueError where `correlate` or `max_pool` does. A pool larger than the answers keeps their largest.

    >>> from core.kernels import get_kernel
    >>> peaks = Layer(get_kernel("peak_detector"), relu=True, pool=2)
    >>> run_layer(np.array([0.0, 0.0, 1.0, 0.0, 0.0, 0.0]), peaks).output
    array([0., 1., 0.])
    """
    ndim = layer.kernel.ndim
    slide = convolve if layer.flip else correlate
    filtered = slide(data, layer.kernel, channel_axis=-1 if data.ndim > ndim else None, **layer.sliding)
    answers = np.maximum(filtered, 0) if layer.relu else filtered
    if layer.pool == 1:
        return LayerOutput(filtered, answers, None)
    sides = tuple(min(layer.pool, length) for length in answers.shape[:ndim])
    output, picked = max_pool(answers, (*sides, *(1,) * (answers.ndim - ndim)))
    return LayerOutput(filtered, output, picked)


def plan_layer(data: Array, layer: Layer) -> Plan:
    """Say by which method the layer's kernel is applied to data (n,), (h, w) or (h, w, c), and why.

    Raises ValueError where `correlate` does.

    >>> from core.kernels import get_kernel
    >>> plan_layer(np.zeros((64, 64)), Layer(get_kernel("sobel_x"))).reasons[0]
    'Direct: 9 products an output.'
    """
    axis = -1 if data.ndim > layer.kernel.ndim else None
    return plan(data.shape, layer.kernel, data.dtype, channel_axis=axis, **layer.sliding)
