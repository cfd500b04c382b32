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
GAP, PIECES_WIDTH = 1, 720  # pixels between pieces; to which all of them are enlarged
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


def pieces_picture(pieces: NDArray[Any], title: str, filters: NDArray[Any] | None = None) -> Picture:
    """Show pieces of pictures (n, count, side, side) in grey, a row for each of n filters, each with its own range.

    `filters` (n, h, w) come first in their rows, in the colours of their signs, each with full colour at its largest.
    The second half of the rows stands beside the first.
    """
    low, high = (reduce(pieces, axis=(2, 3), keepdims=True) for reduce in (np.min, np.max))
    grey = (255 * (pieces - low) / np.where(high > low, high - low, 1.0)).round().astype(np.uint8)
    rows = [_row_of_pieces(each, None if filters is None else filters[row]) for row, each in enumerate(grey)]
    half = -(-len(rows) // 2)
    rows += [np.full_like(rows[0], 255)] * (2 * half - len(rows))
    between = np.full((rows[0].shape[0] * half, 4 * GAP, 3), 255, np.uint8)
    whole = np.concatenate([np.concatenate(rows[:half]), between, np.concatenate(rows[half:])], axis=1)
    enlarged = max(1, PIECES_WIDTH // whole.shape[1])
    side = pieces.shape[-1]
    alt = f"{title}: {len(pieces)} rows, in each the {pieces.shape[1]} pieces of {side} by {side} pixels."
    return _picture(whole.repeat(enlarged, axis=0).repeat(enlarged, axis=1), alt)


def _row_of_pieces(pieces: NDArray[np.uint8], weights: NDArray[Any] | None) -> NDArray[np.uint8]:
    """A filter and its pieces (count, side, side) as pixels, a gap to the right of each and below."""
    tiles = [np.repeat(each[..., None], 3, axis=2) for each in pieces]
    if weights is not None:
        limit = float(np.abs(weights).max()) or 1.0
        table = np.frombuffer(_signed_colours(), np.uint8).reshape(256, 3)
        drawn = table[((weights / limit * 0.5 + 0.5) * 255).round().astype(np.uint8)]
        tiles.insert(0, np.pad(drawn, ((0, 0), (0, GAP), (0, 0)), constant_values=255))
    return np.concatenate([np.pad(each, ((0, GAP), (0, GAP), (0, 0)), constant_values=255) for each in tiles], axis=1)


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
