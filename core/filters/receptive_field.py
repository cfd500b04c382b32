"""The receptive field of one answer of a layer: the part of the data under the kernel, and the products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from core.convolution import Product, products_at
from core.filters.layer import Layer


@dataclass(frozen=True)
class Frame:
    """A part of an image to be marked: its middle and half of its height and width, in pixels."""

    row: int
    column: int
    half_height: int
    half_width: int


def products_of(data: NDArray[Any], layer: Layer, output: int | Sequence[int]) -> Product:
    """The samples under the kernel, the kernel, and their products, for one answer before ReLU and pooling.

    `data` are a signal (n,) or an image (h, w) or (h, w, c), whose first channel is used; `output` is the index of the
    answer, a number for each axis. Raises ValueError where there is no such answer.

    >>> from core.kernels import get_kernel
    >>> import numpy as np
    >>> products_of(np.arange(9.0), Layer(get_kernel("peak_detector"), stride=2), 2).products
    array([-3.,  4., -5.])
    """
    plane = data[..., 0] if data.ndim > layer.kernel.ndim else data
    return products_at(plane, layer.kernel, output, flip=layer.flip, **layer.sliding)


def frame_of(layer: Layer, output: tuple[int, int]) -> Frame:
    """The part of an image under the kernel for one answer.

    >>> from core.kernels import get_kernel
    >>> frame_of(Layer(get_kernel("sobel_x"), stride=4, dilation=2), (3, 5))
    Frame(row=12, column=20, half_height=2, half_width=2)
    """
    row, column = (index * layer.stride for index in output)
    half_height, half_width = ((taps - 1) * layer.dilation // 2 for taps in layer.kernel.shape)
    return Frame(row, column, half_height, half_width)
