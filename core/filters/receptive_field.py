"""What one answer of a layer comes from: the part of the data that the kernel lies on, and the products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from core.convolution import Product, products_at
from core.filters.layer import Layer


@dataclass(frozen=True)
class Frame:
    """A part of an image to point out: its middle and its half sides, in pixels."""

    row: int
    column: int
    half_height: int
    half_width: int


def products_of(data: NDArray[Any], layer: Layer, output: int | Sequence[int]) -> Product:
    """The samples, the kernel as it lies there, and their products, for one answer before rectification and pooling.

    `data` are a signal (n,) or an image (h, w) or (h, w, c), of which the first channel is taken; `output` is the index
    of the answer, one number for each direction. Raises ValueError where there is no such answer.

    >>> from core.kernels import get_kernel
    >>> import numpy as np
    >>> products_of(np.arange(9.0), Layer(get_kernel("peak_detector"), stride=2), 2).products
    array([-3.,  4., -5.])
    """
    plane = data[..., 0] if data.ndim > layer.kernel.ndim else data
    return products_at(plane, layer.kernel, output, flip=layer.flip, **layer.sliding)


def frame_of(layer: Layer, output: tuple[int, int]) -> Frame:
    """The part of an image that the kernel lies on at one answer.

    >>> from core.kernels import get_kernel
    >>> frame_of(Layer(get_kernel("sobel_x"), stride=4, dilation=2), (3, 5))
    Frame(row=12, column=20, half_height=2, half_width=2)
    """
    row, column = (place * layer.stride for place in output)
    half_height, half_width = ((taps - 1) * layer.dilation // 2 for taps in layer.kernel.shape)
    return Frame(row, column, half_height, half_width)
