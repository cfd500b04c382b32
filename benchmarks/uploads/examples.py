"""Small valid files of every kind that can be uploaded, to be damaged."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import imagecodecs
import numpy as np
import soundfile
import tifffile
from PIL import Image as Pillow

Example = tuple[str, bytes]  # a file's name and content

SOUNDS = {
    "WAV": ("PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW", "IMA_ADPCM", "MS_ADPCM"),
    "WAVEX": ("PCM_16", "FLOAT"),
    "RF64": ("PCM_24",),
    "AIFF": ("PCM_S8", "PCM_U8", "PCM_16", "PCM_24", "FLOAT", "DOUBLE", "ULAW", "ALAW", "IMA_ADPCM"),
    "FLAC": ("PCM_S8", "PCM_16", "PCM_24"),
    "OGG": ("VORBIS", "OPUS"),
    "MP3": ("MPEG_LAYER_III",),
}
TABLES = (
    "time,volts\n0,1\n0.5,3\n1,2\n",
    "t;x;note\n0,0;1,5;good\n0,5;-2,5;bad\n",
    "1 2 3\n4 5 6\n",
    '"a, b",c\n"1",2\n3,4\n',
    "\n".join(f"{step / 360:.4f},{step % 7}" for step in range(60)),
)


def pictures() -> Sequence[Example]:
    """PNG, JPEG and TIFF in their bits, colours, segments and compressions."""
    return [
        *(("a.png", content) for content in _pngs()),
        *(("a.jpg", content) for content in _jpegs()),
        *(("a.tif", content) for content in _tiffs()),
    ]


def sounds() -> Sequence[Example]:
    """WAV, AIFF, FLAC, OGG and MP3 in their sample formats."""
    return list(_sounds())


def tables() -> Sequence[Example]:
    """Tables in several customs, and NumPy's own file."""
    buffer = io.BytesIO()
    np.save(buffer, np.arange(12.0))
    texts = [*(text.encode() for text in TABLES), TABLES[0].encode("utf-16")]
    return [*(("a.csv", text) for text in texts), ("a.npy", buffer.getvalue())]


def _pngs() -> Iterator[bytes]:
    draw = np.random.default_rng(0)
    for channels in (1, 2, 3, 4):
        for dtype in (np.uint8, np.uint16):
            samples = draw.integers(0, np.iinfo(dtype).max, (9, 13, channels), dtype, endpoint=True)
            yield bytes(imagecodecs.png_encode(samples.squeeze()))
    grey = Pillow.fromarray(draw.integers(0, 256, (9, 13), np.uint8))
    yield _saved(grey.convert("P"), "PNG", transparency=1, bits=2)
    yield _saved(grey.convert("1"), "PNG")
    yield _saved(grey, "PNG", exif=_turned())


def _jpegs() -> Iterator[bytes]:
    draw = np.random.default_rng(1)
    for mode, channels in (("L", 1), ("RGB", 3), ("CMYK", 4)):
        samples = draw.integers(0, 256, (20, 28, channels), np.uint8).squeeze()
        for progressive in (False, True):
            yield _saved(Pillow.fromarray(samples, mode), "JPEG", progressive=progressive, exif=_turned())
    for shape in ((20, 28), (20, 28, 3)):
        deep = draw.integers(0, 4096, shape, np.uint16)
        for lossless in (False, True):
            yield bytes(imagecodecs.jpeg8_encode(deep, bitspersample=12, lossless=lossless))


def _tiffs() -> Iterator[bytes]:
    draw = np.random.default_rng(2)
    grey = draw.integers(0, 256, (33, 40), np.uint8)
    colours = draw.integers(0, 65536, (33, 40, 3), np.uint16)
    for compression in (None, "lzw", "deflate", "packbits", "zstd", "lzma", "jpeg"):
        yield _tiff(grey, compression=compression)
        yield _tiff(grey, ">", compression=compression)
    yield _tiff(grey, tile=(16, 16))
    yield _tiff(grey, tile=(16, 16), compression="lzw", predictor=True)
    yield _tiff(grey, rowsperstrip=5, compression="jpeg")
    yield _tiff(grey, rowsperstrip=7, photometric="miniswhite")
    yield _tiff(grey, predictor=True, compression="deflate")
    yield _tiff(colours, photometric="rgb", compression="deflate")
    yield _tiff(np.moveaxis(colours, -1, 0), photometric="rgb", planarconfig="separate", compression="deflate")
    yield _tiff(draw.random((33, 40), np.float32), predictor=True, compression="deflate", tile=(16, 16))
    yield _tiff(grey, photometric="palette", colormap=draw.integers(0, 65536, (3, 256), np.uint16))
    yield _tiff(grey, bigtiff=True)
    yield _tiff(np.stack([grey] * 3), photometric="minisblack")
    yield _tiff(grey[..., :32] > 99)
    for fax in ("group3", "group4", "tiff_ccitt"):
        yield _saved(Pillow.fromarray(grey > 99), "TIFF", compression=fax)


def _sounds() -> Iterator[Example]:
    wave = np.sin(np.arange(600) / 9) * np.linspace(0.1, 0.9, 600)
    for kind, encodings in SOUNDS.items():
        for encoding in encodings:
            for channels in (1,) if (kind, encoding) == ("AIFF", "IMA_ADPCM") else (1, 2):
                buffer = io.BytesIO()
                samples = np.stack([wave, -wave][:channels], axis=1)
                soundfile.write(buffer, samples, 8000, format=kind, subtype=encoding)
                yield f"a.{kind[:4].lower()}", buffer.getvalue()


def _tiff(samples: Any, byteorder: Literal["<", ">"] = "<", *, bigtiff: bool = False, **options: Any) -> bytes:
    buffer = io.BytesIO()
    with tifffile.TiffWriter(buffer, bigtiff=bigtiff, byteorder=byteorder) as file:
        file.write(samples, **options)
    return buffer.getvalue()


def _saved(picture: Pillow.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def _turned() -> Pillow.Exif:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    return exif
