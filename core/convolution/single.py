"""One output taken apart: the samples that the kernel lies on, the products, their sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.convolution.geometry import OUTSIDE
from core.convolution.request import Array, check_request


@dataclass(frozen=True, eq=False)
class Product:
    """The arithmetic behind one output; every array has the kernel's shape.

    `kernel` is the mask as it lies on the data, already flipped for a true convolution. `inside` is False
    where a tap lies beyond the data's edge, so that the boundary supplied its sample.
    """

    patch: Array
    kernel: Array
    products: Array
    inside: NDArray[np.bool]
    total: float


def products_at(
    data: ArrayLike,
    kernel: ArrayLike,
    output: int | Sequence[int],
    *,
    flip: bool = False,
    mode: str = "same",
    boundary: str = "reflect",
    cval: float = 0.0,
    stride: int | Sequence[int] = 1,
    dilation: int | Sequence[int] = 1,
) -> Product:
    """Take one output of `correlate` (or, with `flip`, of `convolve`) apart.

    Parameters
    ----------
    data, kernel, mode, boundary, cval, stride, dilation
        As in `correlate`; without channels.
    output : int, or one for each axis
        Index of the output, 0 the first.
    flip : bool
        Whether the kernel is flipped first.

    Raises
    ------
    ValueError
        As `correlate` does, and for an `output` that does not exist.
    TypeError
        For complex, object or text data.

    Examples
    --------
    >>> one = products_at([3.0, 1.0, 4.0, 1.0], [-1, 1, -1], 1)
    >>> one.patch.tolist(), one.products.tolist(), one.total
    ([3.0, 1.0, 4.0], [-3.0, 1.0, -4.0], -6.0)
    """
    request = check_request(
        data, kernel, flip=flip, mode=mode, boundary=boundary, cval=cval,
        stride=stride, dilation=dilation, channel_axis=None,
    )  # fmt: skip
    position = _check_output(output, request.output_shape)
    indices = [
        axis.part(index, index + 1).samples(request.boundary)[:: axis.dilation]
        for axis, index in zip(request.axes, position, strict=True)
    ]
    read = np.ix_(*indices)
    inside = np.logical_and.reduce(np.broadcast_arrays(*(index != OUTSIDE for index in read)))
    patch = np.where(inside, request.data[read], request.cval)
    with np.errstate(invalid="ignore", over="ignore"):
        products = patch * request.kernel.astype(np.float64)
        total = float(products.sum())
    return Product(patch, request.kernel, products, inside, total)


def _check_output(output: int | Sequence[int], shape: tuple[int, ...]) -> tuple[int, ...]:
    position = tuple(output) if isinstance(output, Sequence | np.ndarray) else (output,)
    fits = len(position) == len(shape) and all(0 <= i < n for i, n in zip(position, shape, strict=True))
    if not fits:
        last = tuple(n - 1 for n in shape)
        raise ValueError(f"output={position} does not exist: give whole numbers from 0 to {last}.")
    return tuple(int(i) for i in position)
