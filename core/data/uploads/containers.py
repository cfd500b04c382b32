"""What a picture file claims, read before any decoder does: a few bytes can cost a decoder minutes or gigabytes."""

from __future__ import annotations

import struct

from core.data.uploads.limits import MAX_PIXELS, UnreadableUpload, shown_name

# Far above what programs write, far below what costs a second.
MOST_PNG_CHUNKS = 10_000
MOST_JPEG_SCANS = 40
MOST_TIFF_STRIPS = 20_000
MOST_TIFF_TAGS = 1000
STRIP_OFFSETS, TILE_WIDTH, TILE_HEIGHT, TILE_OFFSETS = 273, 322, 323, 324
SHORT = 3


def check_container(data: bytes, filename: str) -> None:
    """Raise UnreadableUpload for a PNG, JPEG or TIFF file cut into absurdly many parts or claiming absurd sizes.

    >>> check_container(b"\\xff\\xd8\\xff", "scan.jpg")
    """
    if data.startswith(b"\x89PNG"):
        within = _png_chunks_within(data)
    elif data.startswith(b"\xff\xd8\xff"):
        within = data.count(b"\xff\xda") <= MOST_JPEG_SCANS
    else:
        within = _tiff_within(data)
    if not within:
        raise UnreadableUpload(
            f"{shown_name(filename)} is built of too many parts: save the picture again and upload that."
        )


def _png_chunks_within(data: bytes) -> bool:
    position = 8
    for _ in range(MOST_PNG_CHUNKS):
        if position + 8 > len(data):
            return True
        position += 12 + int.from_bytes(data[position : position + 4], "big")
    return False


def _tiff_within(data: bytes) -> bool:
    order = "<" if data.startswith(b"II") else ">"
    start = int.from_bytes(data[4:8], "little" if order == "<" else "big")
    (length,) = struct.unpack_from(order + "H", data, start) if start + 2 <= len(data) else (0,)
    if length > MOST_TIFF_TAGS:
        return False
    counts: dict[int, int] = {}
    values: dict[int, int] = {}
    for place in range(start + 2, min(start + 2 + 12 * length, len(data) - 11), 12):
        tag, kind, count = struct.unpack_from(order + "HHI", data, place)
        (value,) = struct.unpack_from(order + ("H" if kind == SHORT else "I"), data, place + 8)
        counts[tag], values[tag] = max(count, counts.get(tag, 0)), max(value, values.get(tag, 0))
    strips = max(counts.get(STRIP_OFFSETS, 0), counts.get(TILE_OFFSETS, 0))
    tile = values.get(TILE_WIDTH, 0) * values.get(TILE_HEIGHT, 0)
    return strips <= MOST_TIFF_STRIPS and tile <= MAX_PIXELS
