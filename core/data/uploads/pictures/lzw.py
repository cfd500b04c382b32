"""LZW in TIFF, unpacked by Pillow's libtiff.

imagecodecs' own decoder follows codes that are not in its table to wherever they lead, which ends the process; so the
strips and tiles are packed anew, in a way that it unpacks safely.
"""

from __future__ import annotations

import io
import math
import struct
import zlib
from collections.abc import Iterator
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from core.data.uploads.pictures.directory import Form, with_segments

if TYPE_CHECKING:
    from tifffile import TiffPage

LZW, DEFLATE = 5, 8
STORED = 0  # the level of deflate that makes nothing smaller
SEPARATE_PLANES = 2
HEAD_SIZE, TAGS = 8, 10


def as_deflate(page: TiffPage, data: bytes) -> io.BytesIO:
    """The file of a page with its LZW segments as deflate; raises what Pillow raises for damaged ones."""
    places = zip(page.dataoffsets, page.databytecounts, strict=False)
    packed = [data[offset : offset + length] for offset, length in places]
    unpacked = _unpacked(packed, [rows * _row_size(page) for rows in _rows(page)], int(page.fillorder))
    return with_segments(data, DEFLATE, (zlib.compress(segment, STORED) for segment in unpacked))


def _row_size(page: TiffPage) -> int:
    channels = 1 if page.planarconfig == SEPARATE_PLANES else page.samplesperpixel
    return math.ceil((page.tilewidth or page.imagewidth) * channels * page.bitspersample / 8)


def _rows(page: TiffPage) -> Iterator[int]:
    """How many rows each strip or tile has; the last strip of a plane may have fewer."""
    if page.is_tiled:
        yield from (page.tilelength * page.tiledepth for _ in range(math.prod(page.chunked)))
        return
    in_a_plane = math.ceil(page.imagelength / page.rowsperstrip)
    for strip in range(math.prod(page.chunked)):
        yield min(page.rowsperstrip, page.imagelength - strip % in_a_plane * page.rowsperstrip)


def _unpacked(segments: list[bytes], sizes: list[int], fill_order: int) -> Iterator[bytes]:
    """The segments unpacked, those of one size in one go; where nothing was drawn there are zeros."""
    for (size, drawn), group in groupby(zip(segments, sizes, strict=False), lambda each: (each[1], bool(each[0]))):
        packed = [segment for segment, _ in group]
        content = _from_libtiff(packed, size, fill_order) if drawn else bytes(size * len(packed))
        yield from (content[place : place + size] for place in range(0, len(content), size))


def _from_libtiff(packed: list[bytes], size: int, fill_order: int) -> bytes:
    """The bytes of segments that all unpack to one size: to a decoder, the grey rows of a picture."""
    from PIL import Image as Pillow

    form, count = Form.of(b"II*\x00"), len(packed)
    table = HEAD_SIZE + struct.calcsize(form.number + "I") + TAGS * struct.calcsize(form.entry)
    lengths = [len(segment) for segment in packed]
    places = list(accumulate(lengths[:-1], initial=table + 8 * count))
    one_each = {256: size, 257: count, 258: 8, 259: LZW, 262: 1, 266: fill_order, 277: 1, 278: 1}
    tags = {tag: form.tag(tag, [value]) for tag, value in one_each.items()}
    tags |= {273: form.tag(273, places, table), 279: form.tag(279, lengths, table + 4 * count)}
    head = struct.pack("<2sHIH", b"II", 42, HEAD_SIZE, TAGS) + b"".join(tags[tag] for tag in sorted(tags)) + bytes(4)
    content = head + form.longs(places) + form.longs(lengths) + b"".join(packed)
    with io.BytesIO(content) as stream, Pillow.open(stream, formats=("TIFF",)) as picture:
        return picture.tobytes()
