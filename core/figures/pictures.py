"""Images as PNG: exact pixels, no smoothing, one colour scale where two are compared."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.chart import MARK, SIGNED_SCALE, number
from core.filters import Frame

LONGEST_SIDE = 1024
SMALLEST_SHOWN = 512  # smaller pictures are enlarged by whole pixels, so that their pixels can be seen
ROUNDING = 1e-6
MOST_CUT_OFF = 0.2  # share of pixels below 0 or above 1 up to which an output is shown as brightness
FULL_COLOUR_AT = 99  # percentile of the absolute values: a few extreme pixels must not turn all others pale


@dataclass(frozen=True, eq=False)
class Picture:
    """A PNG and its alternative text; `width` in pixels, each of which was `enlarged` so many times a side."""

    png: bytes
    alt: str
    width: int
    enlarged: int


def brightness_picture(pixels: NDArray[Any], title: str, frame: Frame | None = None) -> Picture:
    """Show an image (h, w) or (h, w, 3) with values in [0, 1] as it is; values beyond are cut off.

    A `frame` is drawn as a line around that part of the image, on the pixels outside it.
    """
    levels = (np.nan_to_num(pixels, nan=0.0).clip(0, 1) * 255).round().astype(np.uint8)
    if frame is not None:
        levels = _framed(levels, frame)
    return _picture(levels, f"{title}, {_size(pixels)}, brightness {_range(pixels)}.")


def signed_picture(values: NDArray[Any], title: str, limit: float) -> Picture:
    """Show values of both signs (h, w): blue below zero, white at zero, orange above, full colour at `limit`."""
    finite = np.nan_to_num(values, nan=0.0, posinf=limit, neginf=-limit)
    scaled = (finite / (limit or 1.0)).clip(-1, 1) * 0.5 + 0.5
    levels = (scaled * 255).round().astype(np.uint8)
    alt = f"{title}, {_size(values)}, values {_range(values)}; blue is negative, orange positive."
    return _picture(levels, alt, _signed_colours())


def signed_limit(*arrays: NDArray[Any]) -> float:
    """The absolute value at which a signed scale has its full colour: the 99th percentile over all arrays.

    >>> signed_limit(np.r_[np.ones(999), 1e6])
    1.0
    """
    sizes = np.abs(np.concatenate([np.asarray(array, np.float64).ravel() for array in arrays]))
    finite = sizes[np.isfinite(sizes)]
    if not finite.size:
        return 1.0
    return float(np.percentile(finite, FULL_COLOUR_AT, method="lower") or finite.max() or 1.0)


def output_picture(values: NDArray[Any], title: str, *, keeps_level: bool = False) -> tuple[Picture, str]:
    """Show the output (h, w) or (h, w, 3) of a filter on an image; return the picture and how to read it in words.

    An output is shown as brightness where the filter `keeps_level`, that is maps grey to the same grey, or where most
    values lie from 0 to 1. All other outputs are shown with their signs, and zero is white.
    """
    is_beyond = (values < -ROUNDING) | (values > 1 + ROUNDING)
    share = float(is_beyond.mean())
    if values.ndim == 3:
        advice = "; without the colours their sign is shown" if share > MOST_CUT_OFF else ""
        return brightness_picture(values, title), _cut_off(share, advice)
    if keeps_level or share <= MOST_CUT_OFF:
        return brightness_picture(values, title), _cut_off(share)
    limit = signed_limit(values)
    words = f"blue is negative, white zero, orange positive; full colour from {number(limit)} on"
    return signed_picture(values, title, limit), words


def strength_picture(values: NDArray[Any], title: str) -> tuple[Picture, str]:
    """Show gradient lengths and strengths (h, w) or (h, w, 3); return the picture and how to read it in words.

    Values below zero come from rounding alone. White is the 99th percentile: a few extremes must not turn all others
    black.
    """
    limit = signed_limit(values)
    shown = brightness_picture(np.maximum(values, 0) / limit, title)
    return shown, f"black is 0, white is {number(limit)} and more"


def _cut_off(share: float, advice: str = "") -> str:
    if share == 0:
        return "black is 0, white is 1"
    percent = f"{100 * share:.2g}" if share < 0.1 else f"{100 * share:.0f}"
    percent = f"{percent} %" if share >= 5e-5 else "less than 0.01 %"
    return f"black is 0, white is 1; {percent} of the values lie beyond and are cut off{advice}"


@lru_cache(maxsize=1)
def _signed_colours() -> bytes:
    """Red, green and blue of each of the 256 levels of the scale."""
    stops = np.array([stop for stop, _ in SIGNED_SCALE], dtype=np.float64)
    colours = np.array([[int(str(code)[i : i + 2], 16) for i in (1, 3, 5)] for _, code in SIGNED_SCALE])
    table = np.stack([np.interp(np.linspace(0, 1, 256), stops, colours[:, c]) for c in range(3)], axis=1)
    return table.round().astype(np.uint8).tobytes()


def _framed(levels: NDArray[np.uint8], frame: Frame) -> NDArray[np.uint8]:
    colours = levels.copy() if levels.ndim == 3 else np.repeat(levels[..., None], 3, axis=2)
    height, width = levels.shape[:2]
    line = max(1, max(height, width) // 256)
    # large enough for the eye to find, however small the kernel
    least = max(height, width) // 40
    tall, wide = max(frame.half_height + line, least), max(frame.half_width + line, least)
    top, bottom = max(frame.row - tall, 0), min(frame.row + tall, height - 1)
    left, right = max(frame.column - wide, 0), min(frame.column + wide, width - 1)
    mark = np.array([int(MARK[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.uint8)
    colours[top : top + line, left : right + 1] = mark
    colours[bottom - line + 1 : bottom + 1, left : right + 1] = mark
    colours[top : bottom + 1, left : left + line] = mark
    colours[top : bottom + 1, right - line + 1 : right + 1] = mark
    return colours


def _picture(levels: NDArray[np.uint8], alt: str, palette: bytes | None = None) -> Picture:
    from PIL import Image as Pillow

    step = -(-max(levels.shape[:2]) // LONGEST_SIDE)
    shown = levels[::step, ::step]
    enlarged = max(1, SMALLEST_SHOWN // max(shown.shape[:2]))
    shown = shown.repeat(enlarged, axis=0).repeat(enlarged, axis=1)
    buffer = io.BytesIO()
    image = Pillow.fromarray(np.ascontiguousarray(shown))
    if palette is not None:
        # a palette takes one byte a pixel instead of three, and a third of the time
        image.putpalette(palette)
    image.save(buffer, format="PNG", compress_level=1)
    if step > 1:
        alt += f" Every {step}. pixel is shown."
    return Picture(buffer.getvalue(), alt, shown.shape[1], enlarged)


def _size(values: NDArray[Any]) -> str:
    return f"{values.shape[1]} by {values.shape[0]} pixels"


def _range(values: NDArray[Any]) -> str:
    finite = values[np.isfinite(values)]
    if not finite.size:
        return "not finite"
    return f"from {number(float(finite.min()))} to {number(float(finite.max()))}"
