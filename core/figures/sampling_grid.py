"""Where a layer's kernel lies on a small grid, answer by answer: stride, dilation, padding and mode to be seen."""

from __future__ import annotations

from core.convolution.geometry import axis_of
from core.figures.wire import packed
from core.filters import Layer

SHOWN = 7  # pixels a side, more where the kernel reaches further
MOST_SHOWN = 15  # beyond that single pixels are too small to see


def sampling_grid(layer: Layer) -> bytes | None:
    """Pack the grid of a layer on an image; None for a kernel that reaches too far for its pixels to be drawn.

    `size` are the grid's rows and columns, `first` the place of the kernel's first number at the first answer,
    `answers` the rows and columns of answers. `rows` and `columns` say which pixel each place stands for, from the
    first that is read to the last; -1 is a zero. `weights` are the kernel as it lies on the picture.

    >>> from core.kernels import get_kernel
    >>> sampling_grid(Layer(get_kernel("box", size=9), dilation=2)) is None
    True
    """
    taps = layer.kernel.shape
    sides = [max(SHOWN, (count - 1) * layer.dilation + 1) for count in taps]
    if max(sides) > MOST_SHOWN:
        return None
    vertical, horizontal = (
        axis_of(layer.mode, length=side, taps=count, dilation=layer.dilation, stride=layer.stride)
        for side, count in zip(sides, taps, strict=True)
    )
    weights = layer.kernel.weights[::-1, ::-1] if layer.flip else layer.kernel.weights
    header = {
        "size": sides,
        "stride": layer.stride,
        "dilation": layer.dilation,
        "boundary": layer.boundary,
        "mode": layer.mode,
        "first": [vertical.first, horizontal.first],
        "answers": [vertical.outputs, horizontal.outputs],
    }
    return packed(
        header,
        rows=vertical.samples(layer.boundary),
        columns=horizontal.samples(layer.boundary),
        weights=weights,
    )
