"""A kernel on a picture, for the browser: what it slides it with, computes single answers with, and draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.convolution.geometry import Axis, axis_of
from core.data import Image
from core.figures.picture_scale import Scale, output_scale, strength_scale
from core.figures.sampling import sampling
from core.figures.wire import in_levels, packed
from core.filters import CombinedFilter, Layer, LayerOutput, axes_of

MOST_EDITED = 7  # numbers a side of the kernels that can be edited in the figure


def picture_scan(image: Image, layer: Layer, result: LayerOutput) -> bytes:
    """Pack an image, a layer and its output, with all that the browser needs to compute any answer by itself.

    `input` are the image's levels (h, w) or (h, w, 3), each `level` large; `weights` the kernel as written, in a list.
    `sampling` says which samples an answer reads. `output` are the levels of the layer's output on its scale: uint8
    from 0 to 255, or int8 from -127 to 127 where it has signs.

    >>> from core.filters import run_layer
    >>> from core.kernels import get_kernel
    >>> image = Image("dot", "Dot", np.eye(4))
    >>> layer = Layer(get_kernel("sobel_x"))
    >>> len(picture_scan(image, layer, run_layer(image.pixels, layer))) > 100
    True
    """
    scale, words = output_scale(result.output, keeps_level=layer.keeps_level, ignores_level=layer.ignores_level)
    written = layer.kernel.weights
    header = {
        "kernel": layer.kernel.title,
        "is_edited": layer.kernel.name == "edited",
        "is_turned": layer.flip,
        "is_joined": False,
        "is_editable": max(written.shape) <= MOST_EDITED,
        "relu": layer.relu,
        "pool": layer.pool,
    }
    axes = axes_of(layer, image.pixels.shape)
    return _packed(header, image, written[None], axes, layer.boundary, result.output, scale, words)


def combined_scan(image: Image, combined: CombinedFilter, masks: Sequence[NDArray[Any]], output: NDArray[Any]) -> bytes:
    """Pack an image, a filter of several kernels (kh, kw) of one size, and its output, as `picture_scan` does."""
    weights = np.array(masks)
    scale, words = strength_scale(output)
    header = {
        "kernel": combined.title,
        "is_edited": False,
        "is_turned": False,
        "is_joined": True,
        "is_editable": False,
        "relu": False,
        "pool": 1,
    }
    sides = zip(output.shape[:2], weights.shape[1:], strict=True)
    axes = [axis_of("same", length=length, taps=taps, dilation=1, stride=1) for length, taps in sides]
    return _packed(header, image, weights, axes, "reflect", output, scale, words)


@cached
def _levels(image: Image) -> tuple[NDArray[Any], float, str]:
    """An image's levels, the size of one, and what tells them from others: the same while the kernel changes."""
    levels, level = in_levels(image.pixels)
    return levels, level, blake2b(levels.tobytes(), digest_size=8).hexdigest()


def _packed(
    header: Mapping[str, Any],
    image: Image,
    weights: NDArray[Any],
    axes: Sequence[Axis],
    boundary: str,
    output: NDArray[Any],
    scale: Scale,
    words: str,
) -> bytes:
    levels, level, digest = _levels(image)
    places, samples = sampling(axes, boundary)
    whole = {
        **header,
        **places,
        # as they are: what is edited in the browser comes back, and must not be rounded on the way
        "weights": weights.tolist(),
        "title": image.title,
        "image": digest,
        "level": level,
        "words": words,
        "is_signed": scale.is_signed,
        "limit": scale.limit,
    }
    return packed(whole, input=levels, output=scale.levels(output), **samples)
