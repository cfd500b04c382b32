"""Picture files: PNG, JPEG and TIFF, whatever their mode, as floats in [0, 1]."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.limits import UnreadableUpload, check_pixels, shown_name

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
FORMATS = ("PNG", "JPEG", "TIFF")


def read_picture(data: bytes, filename: str) -> NDArray[Any]:
    """The pixels (h, w) or (h, w, 3) of the first frame: 8 and 16 bits over their range, floats as they are."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    name = shown_name(filename)
    if not data.startswith(MAGIC):
        raise UnreadableUpload(f"{name} is not a PNG, JPEG or TIFF file: save the picture as one of these.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            warnings.filterwarnings("ignore", category=UserWarning)
            with Pillow.open(io.BytesIO(data), formats=FORMATS) as opened:
                check_pixels(opened.height, opened.width, filename)
                opened.load()
                return _pixels(ImageOps.exif_transpose(opened))
    except UnreadableUpload:
        raise
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise UnreadableUpload(
            f"{name} unpacks to far more than 4 megapixels: save a smaller copy and upload that."
        ) from error
    # decoders meet arbitrary bytes, and whatever they raise means the same: this is no picture
    except Exception as error:
        raise UnreadableUpload(f"{name} is damaged: save the picture again and upload that.") from error


def _pixels(picture: PillowImage) -> NDArray[Any]:
    from PIL import Image as Pillow

    if picture.mode.startswith("I;16"):
        return np.asarray(picture, dtype=np.float64) / 65535
    if picture.mode in ("I", "F"):
        return np.asarray(picture, dtype=np.float64) / (65535 if picture.mode == "I" else 1)
    if picture.mode == "1":
        return np.asarray(picture, dtype=np.float64)
    if picture.mode == "L":
        return np.asarray(picture) / 255.0
    if picture.mode in ("LA", "PA", "RGBA", "RGBa") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        canvas = Pillow.new("RGB", layered.size, "white")
        canvas.paste(layered, mask=layered.getchannel("A"))
        pixels = np.asarray(canvas) / 255.0
        return pixels[..., 0] if picture.mode in ("LA",) else pixels
    return np.asarray(picture.convert("RGB")) / 255.0
