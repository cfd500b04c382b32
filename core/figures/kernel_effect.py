"""A filter's kernels with their numbers, and what the filter makes of one picture or signal, for the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data import Image, Signal
from core.figures.chart import number
from core.figures.curves import thinned
from core.figures.kernels import kernel_chart, shared_limit
from core.figures.picture_scale import output_scale, strength_scale
from core.figures.wire import in_levels, packed
from core.filters import Layer

Array = NDArray[Any]

LONGEST_SIDE = 256  # pixels of a picture beside its kernel, so that each is seen


def picture_effect(image: Image, title: str, masks: Sequence[Array], layer: Layer | None, output: Array) -> bytes:
    """Pack kernels (kh, kw) of one size, an image and the output: of the layer with its one kernel, or of several.

    `input` are the image's levels (h, w) or (h, w, 3), each `level` large; `output` the levels of the output on its
    scale: uint8 from 0 to 255, or int8 from -127 to 127 where it has signs. The `words` say how to read the scale.

    >>> from core.kernels import get_kernel
    >>> kernel = get_kernel("box")
    >>> len(picture_effect(Image("dot", "Dot", np.eye(4)), "Box", [kernel.weights], Layer(kernel), np.eye(4))) > 100
    True
    """
    if layer is None:
        scale, words = strength_scale(output)
    else:
        scale, words = output_scale(output, keeps_level=layer.keeps_level, ignores_level=layer.ignores_level)
    levels, level = in_levels(image.pixels)
    height, width = image.pixels.shape[:2]
    header = {
        **_told(title, masks, f"{image.title}, {width} by {height} pixels", output, words),
        "is_signal": False,
        "input_title": image.title,
        "level": level,
        "is_signed": scale.is_signed,
    }
    return packed(header, input=levels, output=scale.levels(output))


def signal_effect(signal: Signal, layer: Layer, output: Array) -> bytes:
    """Pack a layer's kernel (k,), a signal and the output (m,), thinned where there are too many samples to draw.

    `input_at` and `output_at` are indices of samples. Both curves have one scale where the kernel keeps the level of a
    signal.

    >>> from core.kernels import get_kernel
    >>> len(signal_effect(Signal("one", "One", np.ones(9)), Layer(get_kernel("box_1d")), np.ones(9))) > 100
    True
    """
    input_at, samples = thinned(np.asarray(signal.samples, np.float64))
    output_at, answers = thinned(np.asarray(output, np.float64))
    title, words = layer.kernel.title, "on the scale of the input" if layer.keeps_level else ""
    header = {
        **_told(title, [layer.kernel.weights], f"{signal.title}, {len(signal.samples):,} samples", output, words),
        "is_signal": True,
        "input_title": f"{signal.title} ({signal.unit})" if signal.unit else signal.title,
        "samples": len(signal.samples),
        "is_one_scale": layer.keeps_level,
    }
    return packed(header, input_at=input_at, input=samples, output_at=output_at, output=answers)


def _told(title: str, masks: Sequence[Array], given: str, output: Array, words: str) -> Mapping[str, Any]:
    """What both have in their header; the numbers of the kernels as they are, for reading."""
    kernels = " ".join(kernel_chart(mask, title).alt for mask in masks)
    low, high = float(np.nanmin(output)), float(np.nanmax(output))
    scale = f"; {words}" if words else ""
    return {
        "title": title,
        "masks": [np.atleast_2d(mask).tolist() for mask in masks],
        "limit": shared_limit(*masks),
        "words": words,
        "alt": f"{kernels} Input: {given}. Output from {number(low)} to {number(high)}{scale}.",
    }
