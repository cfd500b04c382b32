"""From the numbers of an array to the brightness of an image: 0 is black, 1 is white."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.limits import UnreadableUpload, extent, shown_name

MOST_BITS_OF_A_LEVEL = 31  # 32 bits and more hold measurements, whose white nobody defines
EXACT_BITS = 16  # of whole numbers whose quotients fit single precision


def levels(array: NDArray[Any], bits: int | None = None) -> NDArray[Any]:
    """Whole numbers without sign over the range of their bits, those of the array unless given; else as they are.

    >>> levels(np.array([0, 255], np.uint8)).tolist()
    [0.0, 1.0]
    >>> levels(np.array([0, 4095], np.uint16), bits=12).tolist()
    [0.0, 1.0]
    """
    bits = 8 * array.dtype.itemsize if bits is None else bits
    if array.dtype.kind == "u" and bits <= MOST_BITS_OF_A_LEVEL:
        return np.divide(array, 2**bits - 1, dtype=np.float32 if bits <= EXACT_BITS else np.float64)
    single = array.dtype.kind == "b" or array.dtype in (np.float16, np.float32)
    return array.astype(np.float32 if single else np.float64)


def as_image(array: NDArray[Any], filename: str) -> NDArray[Any]:
    """The array as (h, w), (h, w, 3) or (h, w, 4); raises UnreadableUpload for any other shape.

    >>> as_image(np.zeros((2, 3, 1)), "a.npy").shape
    (2, 3)
    """
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[..., 0]
    if array.ndim not in (2, 3) or array.shape[2:] not in ((), (3,), (4,)) or array.size == 0:
        raise UnreadableUpload(
            f"{shown_name(filename)} is {extent(array.shape)}: an image has height x width numbers, or height x width "
            "x 3. Save it as one of these."
        )
    return array


def are_shares(pixels: NDArray[Any]) -> bool:
    """Whether all values lie from 0 to 1; NaN does not.

    >>> are_shares(np.array([0.0, 1.0])), are_shares(np.array([0.0, 255.0]))
    (True, False)
    """
    return bool(pixels.min() >= 0 and pixels.max() <= 1)


def on_white(colours: NDArray[Any], opacity: NDArray[Any], *, premultiplied: bool = False) -> NDArray[Any]:
    """Grey (h, w) or colours (h, w, 3), as far as they are opaque (h, w), laid on white; all are shares of 1.

    >>> on_white(np.array([[[1.0, 0.0, 0.0]]]), np.array([[0.5]])).tolist()
    [[[1.0, 0.5, 0.5]]]
    """
    opacity = opacity.reshape(opacity.shape + (1,) * (colours.ndim - 2))
    laid = colours.copy() if premultiplied else colours * opacity
    laid += 1 - opacity
    return laid.clip(0, 1, out=laid)


def without_opacity(pixels: NDArray[Any]) -> NDArray[Any]:
    """The pixels on white where the last of 2 or 4 channels is their opacity; where it is no share of 1 it is left out.

    >>> without_opacity(np.array([[[0.5, 1.0], [0.5, 0.0]]])).tolist()
    [[0.5, 1.0]]
    """
    if pixels.shape[2:] not in ((2,), (4,)):
        return pixels
    colours = pixels[..., 0] if pixels.shape[2] == 2 else pixels[..., :3]
    return on_white(colours, pixels[..., -1]) if are_shares(pixels) else colours


def upright(pixels: NDArray[Any], orientation: int) -> NDArray[Any]:
    """The picture turned and mirrored as the orientation of EXIF and TIFF, 1 to 8, asks for.

    >>> upright(np.array([[1, 2], [3, 4]]), 6).tolist()
    [[3, 1], [4, 2]]
    """
    if orientation in (3, 4, 6, 7):
        pixels = pixels[::-1]
    if orientation in (2, 3, 7, 8):
        pixels = pixels[:, ::-1]
    return pixels.swapaxes(0, 1) if orientation in (5, 6, 7, 8) else pixels


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
