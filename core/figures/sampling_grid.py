"""Where a layer's kernel lies on a small grid, answer by answer: stride, dilation, padding and mode to be seen."""

from __future__ import annotations

from core.figures.sampling import sampling
from core.figures.wire import packed
from core.filters import Layer, axes_of

SHOWN = 7  # pixels a side, more where the kernel reaches further
MOST_SHOWN = 15  # beyond that single pixels are too small to see


def sampling_grid(layer: Layer) -> bytes | None:
    """Pack the grid of a layer on an image; None for a kernel that reaches too far for its pixels to be drawn.

    `size` are the grid's rows and columns, `weights` the kernel as it lies on the picture. `sampling` says which pixel
    each place stands for, from the first that is read to the last.

    >>> from core.kernels import get_kernel
    >>> sampling_grid(Layer(get_kernel("box", size=9), dilation=2)) is None
    True
    """
    taps = layer.kernel.shape
    sides = [max(SHOWN, (count - 1) * layer.dilation + 1) for count in taps]
    if max(sides) > MOST_SHOWN:
        return None
    places, samples = sampling(axes_of(layer, sides), layer.boundary)
    weights = layer.kernel.weights[::-1, ::-1] if layer.flip else layer.kernel.weights
    header = {"size": sides, "boundary": layer.boundary, "mode": layer.mode, **places}
    return packed(header, weights=weights, **samples)
