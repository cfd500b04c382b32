"""Picture files: PNG, JPEG and TIFF, known by their first bytes."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from core.data.uploads.guard import decoding
from core.data.uploads.limits import UnreadableUpload, shown_name
from core.data.uploads.pictures import jpeg, png
from core.data.uploads.pictures.directory import MAGIC as TIFF_MAGIC
from core.data.uploads.pictures.tiff import read_tiff

MAGIC = (*png.MAGIC, *jpeg.MAGIC, *TIFF_MAGIC)


def read_picture(data: bytes, filename: str) -> tuple[NDArray[Any], str]:
    """The pixels (h, w) or (h, w, 3), whole numbers over the range of their bits, and what was left out, or "".

    Raises UnreadableUpload for anything but a whole PNG, JPEG or TIFF file of a kind that can be read.
    """
    name = shown_name(filename)
    if not data.startswith(MAGIC):
        raise UnreadableUpload(f"{name} is not a PNG, JPEG or TIFF file: save the picture as one of these.")
    with decoding(f"{name} is damaged: save the picture again and upload that."):
        if data.startswith(png.MAGIC):
            return png.read_png(data, filename), ""
        if data.startswith(jpeg.MAGIC):
            return jpeg.read_jpeg(data, filename), ""
        return read_tiff(data, filename)
