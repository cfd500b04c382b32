"""The directory of a TIFF file, read before its decoder does: a few bytes in it can cost minutes or gigabytes."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.data.uploads.limits import UnreadableUpload, shown_name

MAGIC = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
# The tags that pixels need, by their numbers in TIFF 6.0, and how many values each may have.
COMPRESSION, FILL_ORDER, COLOUR_MAP, JPEG_TABLES = 259, 266, 320, 347
STRIPS, TILES = (273, 279), (324, 325)  # where each is, and how long
# Width, height, bits, compression, photometric, fill order, orientation, samples, rows per strip, planes, fax options,
# predictor, tile width and height, inks, extra samples, sample format, subsampling, depth of image and of tiles.
OTHERS = (256, 257, 258, 259, 262, 266, 274, 277, 278, 284, 292, 317, 322, 323, 332, 338, 339, 530, 32997, 32998)
MOST_VALUES = dict.fromkeys(OTHERS, 1_000) | dict.fromkeys((*STRIPS, *TILES), 20_000)
MOST_VALUES |= {COLOUR_MAP: 3 * 65_536, JPEG_TABLES: 65_536}
MOST_TAGS = 1_000
MOST_PAGES = 10_000
LONG = 4  # the type of whole numbers of 32 bits


@dataclass(frozen=True)
class Form:
    """How a file writes numbers: the number of tags, one tag, and where the first directory is, at a place."""

    order: str
    number: str
    entry: str
    offset: str
    place: int

    @classmethod
    def of(cls, data: bytes) -> Form:
        """The form of TIFF or BigTIFF, in the order of bytes that the file begins with."""
        order = "<" if data.startswith(b"II") else ">"
        if b"*" in data[2:4]:
            return cls(order, order + "H", order + "HHI4s", order + "I", 4)
        return cls(order, order + "Q", order + "HHQ8s", order + "Q", 8)

    def tag(self, tag: int, values: Sequence[int], place: int = 0) -> bytes:
        """The entry of a tag of whole numbers of 32 bits, which has few values in itself and more at a place."""
        width, inside = struct.calcsize(self.offset), self.longs(values)
        there = inside.ljust(width, b"\0") if len(inside) <= width else struct.pack(self.offset, place)
        return struct.pack(self.entry, tag, LONG, len(values), there)

    def longs(self, values: Sequence[int]) -> bytes:
        """Whole numbers of 32 bits, one after another."""
        return struct.pack(f"{self.order}{len(values)}I", *values)


def first_page(data: bytes, filename: str) -> tuple[io.BytesIO, int]:
    """The file with its first page alone, described by the tags that pixels need, and how many pages it had.

    Makers' notes, descriptions and further pages never reach the decoder. Raises UnreadableUpload for a page of more
    tags or strips, and for more pages, than any program writes; struct.error where the file ends inside.

    >>> first_page(b"II*\\0" + struct.pack("<IHHHIII", 8, 1, 256, 3, 1, 7, 0), "dot.tif")[1]
    1
    """
    form = Form.of(data)
    tags = _tags(data, form)
    pages = _count_pages(data, form)
    if tags is None or pages > MOST_PAGES:
        raise UnreadableUpload(
            f"{shown_name(filename)} is built of too many parts: save the picture again and upload that."
        )
    stream = io.BytesIO(data)
    return _with_directory(stream, tags, form), pages


def with_segments(data: bytes, compression: int, segments: Iterable[bytes]) -> io.BytesIO:
    """The first page with other strips or tiles in place of its own, compressed in another way.

    Raises ValueError where the page has more tags or values than any program writes.
    """
    form = Form.of(data)
    tags = _tags(data, form)
    if tags is None:
        raise ValueError("too many tags or values")
    stream = io.BytesIO(data)
    places, lengths, end = [], [], stream.seek(0, io.SEEK_END)
    for segment in segments:
        places.append(end)
        lengths.append(stream.write(segment))
        end += len(segment)
    where, how_long = TILES if TILES[0] in tags else STRIPS
    tags[where] = form.tag(where, places, end)
    tags[how_long] = form.tag(how_long, lengths, end + stream.write(form.longs(places)))
    stream.write(form.longs(lengths))
    tags[COMPRESSION] = form.tag(COMPRESSION, [compression])
    tags.pop(FILL_ORDER, None)  # of the bits that were packed
    return _with_directory(stream, tags, form)


def _with_directory(stream: io.BytesIO, tags: Mapping[int, bytes], form: Form) -> io.BytesIO:
    """The stream with a directory of these tags at its end, to which its beginning leads."""
    end = stream.seek(0, io.SEEK_END)
    stream.write(bytes(end % 2))
    entries = b"".join(tags[tag] for tag in sorted(tags))
    stream.write(struct.pack(form.number, len(tags)) + entries + bytes(struct.calcsize(form.offset)))
    stream.seek(form.place)
    stream.write(struct.pack(form.offset, end + end % 2))
    stream.seek(0)
    return stream


def _tags(data: bytes, form: Form) -> dict[int, bytes] | None:
    """The entries of those tags that pixels need, or None where there are too many tags or values."""
    (start,) = struct.unpack_from(form.offset, data, form.place)
    (count,) = struct.unpack_from(form.number, data, start)
    if count > MOST_TAGS:
        return None
    tags: dict[int, bytes] = {}
    size, first = struct.calcsize(form.entry), start + struct.calcsize(form.number)
    for place in range(first, first + count * size, size):
        tag, _, values, _ = struct.unpack_from(form.entry, data, place)
        if tag in MOST_VALUES:
            if values > MOST_VALUES[tag]:
                return None
            tags.setdefault(tag, data[place : place + size])
    return tags


def _count_pages(data: bytes, form: Form) -> int:
    """How many directories are linked, up to a link that leaves the file or leads back."""
    seen: set[int] = set()
    (start,) = struct.unpack_from(form.offset, data, form.place)
    while 0 < start <= len(data) - struct.calcsize(form.number) and start not in seen and len(seen) <= MOST_PAGES:
        seen.add(start)
        (count,) = struct.unpack_from(form.number, data, start)
        link = start + struct.calcsize(form.number) + count * struct.calcsize(form.entry)
        if link + struct.calcsize(form.offset) > len(data):
            break
        (start,) = struct.unpack_from(form.offset, data, link)
    return len(seen)
