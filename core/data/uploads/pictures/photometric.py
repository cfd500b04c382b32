"""What the samples of a TIFF pixel mean: brightness, colours, inks or places in a palette, and their opacity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.brightness import are_shares, levels, on_white
from core.data.uploads.limits import check_finite

WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, MASK, CMYK, YCBCR = range(7)
CHANNELS = {WHITE_IS_ZERO: 1, BLACK_IS_ZERO: 1, RGB: 3, PALETTE: 1, MASK: 1, CMYK: 4, YCBCR: 3}
PREMULTIPLIED, OPACITY = 1, 2  # of the tag ExtraSamples
EIGHT_BITS = 255  # of a palette's entries, where a program did not widen them to 16


@dataclass(frozen=True, eq=False)
class Meaning:
    """How a page's samples are to be read: its photometric interpretation, bits, extra samples and palette (3, n)."""

    photometric: int
    bits: int
    extra: tuple[int, ...] = ()
    palette: NDArray[np.uint16] | None = None


def brightness(samples: NDArray[Any], meaning: Meaning, filename: str) -> tuple[NDArray[Any], str]:
    """The pixels (h, w) or (h, w, 3) of samples (h, w, channels), and what was left out, in a sentence or "".

    Raises UnreadableUpload for samples that are not finite, ValueError where there are fewer than their meaning needs.

    >>> brightness(np.array([[[0], [255]]], np.uint8), Meaning(WHITE_IS_ZERO, 8), "a.tif")[0].tolist()
    [[1.0, 0.0]]
    """
    channels, needed = samples.shape[2], CHANNELS[meaning.photometric]
    if channels < needed:
        raise ValueError(f"{channels} samples a pixel where {needed} are needed")
    check_finite(samples[..., :needed], filename)
    pixels = _colours(samples[..., :needed], meaning)
    place = next((place for place, extra in enumerate(meaning.extra) if extra in (PREMULTIPLIED, OPACITY)), None)
    if place is None or needed + place >= channels:
        first = "first is" if needed == 1 else f"first {needed} are"
        return pixels, f"It has {channels} channels: the {first} shown." if channels > needed else ""
    opacity = levels(samples[..., needed + place], meaning.bits)
    if not (are_shares(pixels) and are_shares(opacity)):
        return pixels, "Its opacity was left out."
    return on_white(pixels, opacity, premultiplied=meaning.extra[place] == PREMULTIPLIED), ""


def _colours(samples: NDArray[Any], meaning: Meaning) -> NDArray[Any]:
    if meaning.photometric == PALETTE:
        return _from_palette(samples[..., 0], meaning.palette)
    shares = levels(samples, meaning.bits)
    if meaning.photometric == CMYK:
        return (1 - shares[..., :3]) * (1 - shares[..., 3:])
    if meaning.photometric == WHITE_IS_ZERO:
        shares = 1 - shares if are_shares(shares) else _turned(shares.astype(np.float64))
    return shares if meaning.photometric in (RGB, YCBCR) else shares[..., 0]


def _turned(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values with the smallest and the largest, and all between them, exchanged."""
    return values.max() - values + values.min()


def _from_palette(places: NDArray[Any], palette: NDArray[np.uint16] | None) -> NDArray[Any]:
    if palette is None or palette.ndim != 2 or places.dtype.kind not in "bu":
        raise ValueError("no palette, or no places in it")
    white = EIGHT_BITS if palette.max(initial=0) <= EIGHT_BITS else np.iinfo(np.uint16).max
    return (palette.T.astype(np.float32) / np.float32(white))[places.astype(np.intp)]
