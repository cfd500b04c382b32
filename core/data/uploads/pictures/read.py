"""Picture files, known by their first bytes."""

from __future__ import annotations

from functools import partial

from core.data.uploads.guard import decoding
from core.data.uploads.limits import UnreadableUpload, shown_name
from core.data.uploads.pictures.jpeg import JPEG
from core.data.uploads.pictures.png import PNG
from core.data.uploads.pictures.tiff import TIFF
from core.data.uploads.reader import Pixels, Reader
from core.names import enumerated

PICTURES: tuple[Reader[Pixels], ...] = (PNG, JPEG, TIFF)


def other_picture(filename: str) -> UnreadableUpload:
    """What is to be raised for a file that is none of these."""
    names = enumerated(each.name for each in PICTURES)
    return UnreadableUpload(f"{shown_name(filename)} is not a {names} file: save the picture as one of these.")


def _read(kind: Reader[Pixels], data: bytes, filename: str) -> Pixels:
    """Whole numbers over the range of their bits; raises UnreadableUpload for what is no whole file of this kind."""
    with decoding(f"{shown_name(filename)} is damaged: save the picture again and upload that."):
        return kind.read(data, filename)


# as the table of all images has them: behind what is done with every picture
READERS: tuple[Reader[Pixels], ...] = tuple(
    Reader(each.name, each.endings, each.knows, partial(_read, each), each.article) for each in PICTURES
)
