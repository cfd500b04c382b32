"""From the numbers of an array to the brightness of an image: 0 is black, 1 is white."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.limits import UnreadableUpload, shown_name


def levels(array: NDArray[Any]) -> NDArray[Any]:
    """Integers of 8 and 16 bits over their range; anything else as it is.

    >>> levels(np.array([0, 255], np.uint8)).tolist()
    [0.0, 1.0]
    """
    most = {"uint8": 255, "uint16": 65535}.get(array.dtype.name)
    return array.astype(np.float64) if most is None else array.astype(np.float32) / np.float32(most)


def as_image(array: NDArray[Any], filename: str) -> NDArray[Any]:
    """The array as (h, w), (h, w, 3) or (h, w, 4); raises UnreadableUpload for any other shape.

    >>> as_image(np.zeros((2, 3, 1)), "a.npy").shape
    (2, 3)
    """
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[..., 0]
    if array.ndim not in (2, 3) or array.shape[2:] not in ((), (3,), (4,)) or array.size == 0:
        raise UnreadableUpload(
            f"{shown_name(filename)} has the shape {array.shape}: an image is (height, width) or (height, width, 3)."
        )
    return array


def on_white(pixels: NDArray[Any]) -> NDArray[Any]:
    """Colours with their opacity as the fourth laid on white; where it is no share of 1 it is left out.

    >>> on_white(np.array([[[1.0, 0.0, 0.0, 0.5]]])).tolist()
    [[[1.0, 0.5, 0.5]]]
    """
    if pixels.shape[2:] != (4,):
        return pixels
    colours, opacity = pixels[..., :3], pixels[..., 3:]
    if not (opacity.min() >= 0 and opacity.max() <= 1 and colours.min() >= 0 and colours.max() <= 1):
        return colours
    return colours * opacity + (1 - opacity)


def into_range(pixels: NDArray[Any]) -> tuple[NDArray[Any], str]:
    """Pixels as they are where they lie in [0, 1], else scaled to it, and the sentence that says so.

    >>> into_range(np.array([[-2.0, 8.0]]))
    (array([[0., 1.]]), 'Its values from -2 to 8 were scaled to 0 to 1.')
    """
    lowest, highest = float(pixels.min()), float(pixels.max())
    if lowest >= 0 and highest <= 1:
        return pixels, ""
    # halved first, so that the range itself cannot overflow
    span = highest / 2 - lowest / 2
    scaled = ((pixels / 2 - lowest / 2) / span).clip(0, 1) if span > 0 else np.zeros_like(pixels)
    return scaled, f"Its values from {lowest:.4g} to {highest:.4g} were scaled to 0 to 1."
