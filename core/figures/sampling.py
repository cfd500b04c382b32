"""Which samples of a picture each answer of a kernel reads, for the browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from core.convolution.geometry import Axis


def sampling(axes: Sequence[Axis], boundary: str) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Entries of a header, and arrays, that say where a kernel lies on a picture whose two axes these are.

    The answer (i, j) reads the samples ``rows[i * stride + a * dilation]`` and ``columns[j * stride + b * dilation]``,
    where -1 is a zero beyond the edge. `first` is the place of the kernel's first number at the first answer, `reach`
    how many samples the kernel spans, `answers` how many answers there are, each along both axes.

    >>> from core.filters import Layer, axes_of
    >>> from core.kernels import get_kernel
    >>> header, samples = sampling(axes_of(Layer(get_kernel("sobel_x")), (4, 5)), "constant")
    >>> header["answers"], samples["rows"].tolist()
    ([4, 5], [-1, 0, 1, 2, 3, -1])
    """
    vertical, horizontal = axes
    header = {
        "stride": vertical.stride,
        "dilation": vertical.dilation,
        "first": [vertical.first, horizontal.first],
        "reach": [vertical.reach, horizontal.reach],
        "answers": [vertical.outputs, horizontal.outputs],
    }
    return header, {"rows": vertical.samples(boundary), "columns": horizontal.samples(boundary)}
