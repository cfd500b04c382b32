"""Images as PNG: exact pixels, no smoothing, one colour scale where two are compared."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.chart import MARK, SIGNED_SCALE, number

LONGEST_SIDE = 1024
SMALLEST_SHOWN = 256  # smaller pictures are enlarged by whole pixels, so that their pixels can be seen


@dataclass(frozen=True, eq=False)
class Picture:
    """A PNG and its alternative text; `width` in pixels, `enlarged` by how many pixels a side one became."""

    png: bytes
    alt: str
    width: int
    enlarged: int


@dataclass(frozen=True)
class Frame:
    """A part of a picture to point out: its middle and its half sides, in pixels."""

    row: int
    column: int
    half_height: int
    half_width: int


def brightness_picture(pixels: NDArray[Any], title: str, frame: Frame | None = None) -> Picture:
    """Show an image (h, w) or (h, w, 3) whose values lie in [0, 1] as it is; values beyond are cut off.

    Where a `frame` is given, a line is drawn around that part, on the pixels beside it.
    """
    levels = (np.nan_to_num(pixels, nan=0.0).clip(0, 1) * 255).round().astype(np.uint8)
    if frame is not None:
        levels = _framed(levels, frame)
    return _picture(levels, f"{title}, {_size(pixels)}, brightness {_range(pixels)}.")


def signed_picture(values: NDArray[Any], title: str, limit: float) -> Picture:
    """Show values of both signs (h, w): blue below zero, white at zero, orange above, full colour at `limit`."""
    finite = np.nan_to_num(values, nan=0.0, posinf=limit, neginf=-limit)
    places = (finite / (limit or 1.0)).clip(-1, 1) * 0.5 + 0.5
    levels = (places * 255).round().astype(np.uint8)
    alt = f"{title}, {_size(values)}, values {_range(values)}; blue is negative, orange positive."
    return _picture(levels, alt, _signed_colours())


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
    # never smaller than what the eye finds, however small the kernel
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
        # one number a pixel instead of three: the same colours, in a third of the time
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
