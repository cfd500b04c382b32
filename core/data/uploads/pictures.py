"""Picture files: PNG, JPEG and TIFF, whatever their mode, as floats in [0, 1]."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.containers import check_container
from core.data.uploads.guard import decoding
from core.data.uploads.limits import UnreadableUpload, check_pixels, shown_name

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N")
FORMATS = ("PNG", "JPEG", "TIFF")


def read_picture(data: bytes, filename: str) -> NDArray[Any]:
    """The pixels (h, w) or (h, w, 3) of the first frame: 8 and 16 bits over their range, floats as they are."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    name = shown_name(filename)
    if not data.startswith(MAGIC):
        raise UnreadableUpload(f"{name} is not a PNG, JPEG or TIFF file: save the picture as one of these.")
    with decoding(f"{name} is damaged: save the picture again and upload that."):
        check_container(data, filename)
        try:
            with Pillow.open(io.BytesIO(data), formats=FORMATS) as opened:
                check_pixels(opened.height, opened.width, filename)
                opened.load()
                return _pixels(ImageOps.exif_transpose(opened))
        except Pillow.DecompressionBombError as error:
            raise UnreadableUpload(
                f"{name} unpacks to far more than 4 megapixels: save a smaller copy and upload that."
            ) from error


def _pixels(picture: PillowImage) -> NDArray[Any]:
    from PIL import Image as Pillow

    mode, grey = picture.mode, picture.mode in ("1", "L", "LA", "La")
    if mode in SIXTEEN_BITS:
        return np.asarray(picture, dtype=np.float32) / np.float32(65535)
    if mode == "F" or mode.startswith("I"):  # signed or 32 bits, whose white nobody defines: scaled later, and said so
        return np.asarray(picture, dtype=np.float64)
    if mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        picture = Pillow.new("RGB", layered.size, "white")
        picture.paste(layered, mask=layered.getchannel("A"))
    flat = picture.convert("L" if grey else "RGB")
    return np.asarray(flat, dtype=np.float32) / np.float32(255)
