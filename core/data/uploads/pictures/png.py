"""PNG through Pillow, all 16 bits of it; only the chunks that make the pixels reach the decoder."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.brightness import levels, on_white, upright, without_opacity
from core.data.uploads.limits import UnreadableUpload, check_pixels, shown_name
from core.data.uploads.reader import Pixels, Reader, begins_with

MOST_CHUNKS = 10_000  # far above what programs write, far below what costs a second
PIXELS = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
GREY, RGB, PALETTE, GREY_AND_OPACITY, RGB_AND_OPACITY = 0, 2, 3, 4, 6  # the colour types of PNG
ORIENTATION = 0x0112


def read_png(data: bytes, filename: str) -> Pixels:
    """The pixels (h, w) or (h, w, 3), on white and upright; raises UnreadableUpload, or what Pillow raises."""
    width, height, depth, colour_type = struct.unpack_from(">IIBB", data, 16)
    check_pixels(height, width, filename)
    content, transparent, exif = _parts(data, colour_type, filename)
    samples = _deep(content, colour_type) if depth == 16 else _decoded(content)
    pixels = without_opacity(levels(samples))
    if transparent and colour_type in (GREY, RGB):
        colour = np.frombuffer(transparent, ">u2") * (255 // (2**depth - 1) if depth < 8 else 1)
        opaque = (np.atleast_3d(samples) != colour).any(axis=2)
        pixels = on_white(pixels, opaque.astype(pixels.dtype))
    return Pixels(upright(pixels, _orientation(exif)))


def _parts(data: bytes, colour_type: int, filename: str) -> tuple[bytes, bytes, bytes]:
    """The file with the chunks of its pixels alone, the colour that is transparent, and its EXIF notes."""
    parts, transparent, exif, place = [data[:8]], b"", b"", 8
    for _ in range(MOST_CHUNKS):
        (length,) = struct.unpack_from(">I", data, place)
        kind, end = data[place + 4 : place + 8], place + 12 + length
        if kind in PIXELS or (kind == b"tRNS" and colour_type == PALETTE):
            parts.append(data[place:end])
        elif kind == b"tRNS":
            transparent = data[place + 8 : end - 4]
        elif kind == b"eXIf":
            exif = data[place + 8 : end - 4]
        if kind == b"IEND" or end >= len(data):
            return b"".join(parts), transparent, exif
        place = end
    raise UnreadableUpload(
        f"{shown_name(filename)} is built of too many parts: save the picture again and upload that."
    )


def _deep(content: bytes, colour_type: int) -> NDArray[Any]:
    """Samples of 16 bits, of which Pillow keeps the upper 8 in colours: told of another order, it keeps the lower."""
    if colour_type == GREY:
        return _decoded(content)
    if colour_type == GREY_AND_OPACITY:
        return _decoded(content, "RGBA").view(">u2")  # as many bytes a pixel as four of 8 bits
    lower = _decoded(content, "RGBA;16L" if colour_type == RGB_AND_OPACITY else "RGB;16L")
    return _decoded(content).astype(np.uint16) << 8 | lower


def _decoded(content: bytes, raw_mode: str | None = None) -> NDArray[Any]:
    from PIL import Image as Pillow

    with io.BytesIO(content) as stream, Pillow.open(stream, formats=("PNG",)) as picture:
        if raw_mode:
            picture.tile = [tile._replace(args=raw_mode) for tile in picture.tile]
        if picture.mode == "P":
            return np.asarray(picture.convert("RGBA" if "transparency" in picture.info else "RGB"))
        return np.asarray(picture.convert("L") if picture.mode == "1" else picture)


def _orientation(exif: bytes) -> int:
    from PIL import Image as Pillow

    notes = Pillow.Exif()
    notes.load(b"Exif\x00\x00" + exif if exif else b"")
    return int(notes.get(ORIENTATION, 1))


PNG = Reader("PNG", ("png",), begins_with(b"\x89PNG"), read_png)
