"""Images as PNG: exact pixels, no smoothing, one colour scale where two are compared."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.chart import SIGNED_SCALE, number
from core.figures.picture_scale import BRIGHTNESS, Scale

LONGEST_SIDE = 1024
SMALLEST_SHOWN = 512  # smaller pictures are enlarged by whole pixels, so that their pixels can be seen


@dataclass(frozen=True, eq=False)
class Picture:
    """A PNG and its alternative text; `width` in pixels, each of which was `enlarged` so many times a side."""

    png: bytes
    alt: str
    width: int
    enlarged: int


def brightness_picture(pixels: NDArray[Any], title: str) -> Picture:
    """Show an image (h, w) or (h, w, 3) with values in [0, 1] as it is; values beyond are cut off."""
    return _picture(BRIGHTNESS.levels(pixels), f"{title}, {_size(pixels)}, brightness {_range(pixels)}.")


def range_picture(values: NDArray[Any], title: str) -> Picture:
    """Show values (h, w) or (h, w, 3) in grey, or in colour, from their smallest, black, to their largest, white."""
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    return brightness_picture((values - low) / ((high - low) or 1.0), title)


def signed_picture(values: NDArray[Any], title: str, limit: float) -> Picture:
    """Show values of both signs (h, w): purple below zero, white at zero, green above, full colour at `limit`."""
    finite = np.nan_to_num(values, nan=0.0, posinf=limit, neginf=-limit)
    scaled = (finite / (limit or 1.0)).clip(-1, 1) * 0.5 + 0.5
    levels = (scaled * 255).round().astype(np.uint8)
    alt = f"{title}, {_size(values)}, values {_range(values)}; purple is negative, green positive."
    return _picture(levels, alt, _signed_colours())


def scaled_picture(values: NDArray[Any], title: str, scale: Scale) -> Picture:
    """Show values (h, w) or (h, w, 3) on a scale."""
    if scale.is_signed:
        return signed_picture(values, title, scale.limit)
    return _picture(scale.levels(values), f"{title}, {_size(values)}, values {_range(values)}.")


@lru_cache(maxsize=1)
def _signed_colours() -> bytes:
    """Red, green and blue of each of the 256 levels of the scale."""
    stops = np.array([stop for stop, _ in SIGNED_SCALE], dtype=np.float64)
    colours = np.array([[int(str(code)[i : i + 2], 16) for i in (1, 3, 5)] for _, code in SIGNED_SCALE])
    table = np.stack([np.interp(np.linspace(0, 1, 256), stops, colours[:, c]) for c in range(3)], axis=1)
    return table.round().astype(np.uint8).tobytes()


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
