"""The receptive field of one answer of a layer: the part of the data under the kernel, and the products."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.convolution import Product, correlate, products_at
from core.convolution.geometry import Axis, axis_of
from core.filters.layer import Layer

GRADIENT = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])  # Sobel's
MARGIN = 8  # the first pin keeps an eighth of the picture between itself and the border
AS_STRONG = 1e-5  # relative: float32 sums of equal edges differ by less


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


def samples_under(layer: Layer, output: int) -> range:
    """The indices of a signal's samples under the numbers of the kernel for one answer, also those beyond the edge.

    >>> from core.kernels import get_kernel
    >>> samples_under(Layer(get_kernel("peak_detector"), stride=2, dilation=3), 1)
    range(-1, 6, 3)
    """
    reach = (layer.kernel.shape[0] - 1) * layer.dilation + 1
    (axis,) = axes_of(layer, (reach,))  # where the kernel begins does not depend on the length
    begin = axis.first + output * axis.stride
    return range(begin, begin + axis.reach, layer.dilation)


def axes_of(layer: Layer, shape: Sequence[int]) -> tuple[Axis, ...]:
    """How a layer's kernel moves along each axis of data of this shape; further axes are channels.

    >>> from core.kernels import get_kernel
    >>> [axis.outputs for axis in axes_of(Layer(get_kernel("sobel_x"), mode="valid"), (8, 10))]
    [6, 8]
    """
    return tuple(
        axis_of(layer.mode, length=length, taps=taps, dilation=layer.dilation, stride=layer.stride)
        for length, taps in zip(shape[: layer.kernel.ndim], layer.kernel.shape, strict=True)
    )


def answer_over(layer: Layer, shape: Sequence[int], place: tuple[int, int]) -> tuple[int, int]:
    """The index of the answer whose kernel lies with its middle on a pixel of an image, or nearest to that.

    `shape` is that of the image, `place` the pixel's row and column.

    >>> from core.kernels import get_kernel
    >>> answer_over(Layer(get_kernel("sobel_x"), mode="valid", stride=2), (9, 9), (5, 0))
    (2, 0)
    """
    row, column = (
        min(max(round((at - axis.first - axis.reach // 2) / axis.stride), 0), axis.outputs - 1)
        for axis, at in zip(axes_of(layer, shape), place, strict=True)
    )
    return row, column


def strongest_edge(pixels: NDArray[Any]) -> tuple[int, int]:
    """The pixel of an image (h, w) or (h, w, c) where brightness changes most, away from the border.

    Of equally strong edges that nearest to the middle is taken, and the middle itself where there is no edge.

    >>> step = np.repeat([[0.0] * 9 + [1.0] * 7], 16, axis=0)
    >>> strongest_edge(step)
    (8, 8)
    """
    plane = pixels[..., 0] if pixels.ndim > 2 else pixels
    strength = np.hypot(correlate(plane, GRADIENT), correlate(plane, GRADIENT.T))
    top, left = (length // MARGIN for length in plane.shape)
    inner = strength[top : plane.shape[0] - top, left : plane.shape[1] - left]
    rows, columns = np.nonzero(inner >= inner.max() * (1 - AS_STRONG))
    rows, columns = rows + top, columns + left
    middle = plane.shape[0] // 2, plane.shape[1] // 2
    nearest = int(np.argmin((rows - middle[0]) ** 2 + (columns - middle[1]) ** 2))
    return int(rows[nearest]), int(columns[nearest])
