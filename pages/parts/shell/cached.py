"""Results that pages compute once for all visitors, or once for a visit, keyed by all of their content.

Streamlit's own cache hashes only a sample of large arrays, so that two pictures that differ in one pixel may share an
entry.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cache import CACHE, cached
from core.data import Image, Signal, shrink, to_grey
from core.figures import Picture, brightness_picture
from core.filters import Frame, Layer, LayerOutput, apply_filter, run_layer

MOST_FRAMES = 500  # of one live run

small_picture, grey_picture = cached(shrink), cached(to_grey)


def known_frames(run: str) -> dict[int, str]:
    """The player's cached frames of a live run by step."""
    known: dict[int, str] = CACHE.get(("frames", run), {})
    return {} if len(known) > MOST_FRAMES else dict(known)


def keep_frames(run: str, frames: dict[int, str]) -> None:
    """Cache the frames of a live run for all visitors who watch it."""
    CACHE.put(("frames", run), frames, None)


@cached
def layer_output(data: Signal | Image, layer: Layer) -> LayerOutput:
    """The output of one layer on one input."""
    return run_layer(data.samples if isinstance(data, Signal) else data.pixels, layer)


@cached
def combined_output(image: Image, name: str, parameters: tuple[tuple[str, Any], ...], boundary: str) -> NDArray[Any]:
    """The output of a combined filter on one image, channels each by themselves."""
    axis = -1 if image.is_colour else None
    output = apply_filter(name, image.pixels, boundary=boundary, channel_axis=axis, **dict(parameters))
    return np.asarray(output)


@cached
def input_picture(image: Image, frame: Frame | None = None) -> Picture:
    """An input image as PNG, with a frame around a part of it if given."""
    return brightness_picture(image.pixels, image.title, frame)
