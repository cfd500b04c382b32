"""Pictures as programs write them, byte by byte where a library would hide what is tested."""

import io
import struct
import zlib

import numpy as np
import pytest
import tifffile

from core.data import UnreadableUpload, read_image

FIRST_SEGMENT = 1024
EIGHT_BITS = {256: 4, 257: 3, 258: 8, 259: 1, 262: 1, 273: FIRST_SEGMENT, 277: 1, 278: 3, 279: 12}


def tiff(samples, byteorder="<", *, bigtiff=False, pages=1, **options):
    """A file of tifffile's writer; further pages hold something else."""
    buffer = io.BytesIO()
    with tifffile.TiffWriter(buffer, bigtiff=bigtiff, byteorder=byteorder) as file:
        file.write(samples, metadata=None, **options)
        for _ in range(pages - 1):
            file.write(np.zeros((2, 2), np.uint8), metadata=None)
    return buffer.getvalue()


def directory(tags, *, order="<", big=False, link=0, content=b""):
    """A file of one directory with {tag: value or (count, value)}, its content from byte 1024 on."""
    entries = b""
    for tag, value in sorted(tags.items()):
        count, number = value if isinstance(value, tuple) else (1, value)
        entries += struct.pack(order + ("HHQQ" if big else "HHII"), tag, 16 if big else 4, count, number)
    mark = b"II" if order == "<" else b"MM"
    if big:
        head = mark + struct.pack(order + "HHHQQ", 43, 8, 0, 16, len(tags)) + entries + struct.pack(order + "Q", link)
    else:
        head = mark + struct.pack(order + "HIH", 42, 8, len(tags)) + entries + struct.pack(order + "I", link)
    assert len(head) <= FIRST_SEGMENT
    return head.ljust(FIRST_SEGMENT, b"\0") + content


def packed(samples, bits, byteorder="<", **tags):
    """A TIFF file of one strip whose samples (h, w, c) of any bits follow one another, each row from a full byte on."""
    height, width, channels = samples.shape
    rows = samples.reshape(height, width * channels, 1) >> np.arange(bits - 1, -1, -1, dtype=np.uint64) & np.uint64(1)
    content = np.packbits(rows.reshape(height, -1).astype(np.uint8), axis=1).tobytes()
    named = {256: width, 257: height, 258: bits, 262: 1, 273: FIRST_SEGMENT, 277: channels, 278: height}
    return directory({**named, 279: len(content), **tags.get("more", {})}, order=byteorder, content=content)


def png(samples, bits, colour_type, *chunks, interlaced=False):
    """A PNG file of samples (h, w, c) without filters, further chunks in front of the pixels."""
    height, width, _ = samples.shape
    steps = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    rows = b""
    for left, top, across, down in steps if interlaced else ((0, 0, 1, 1),):
        for row in samples[top::down, left::across]:
            places = row.reshape(-1, 1) >> np.arange(bits - 1, -1, -1) & 1
            rows += b"\0" + np.packbits(places.astype(np.uint8)).tobytes() if row.size else b""
    head = struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, interlaced)
    return png_of((b"IHDR", head), *chunks, (b"IDAT", zlib.compress(rows)), (b"IEND", b""))


def png_of(*chunks):
    """A PNG file of these chunks (name, content), whatever they are."""
    parts = (struct.pack(">I", len(part)) + name + part + zlib.crc32(name + part).to_bytes(4) for name, part in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def pixels_of(content):
    """What a TIFF file is read as."""
    return read_image(content, "a.tif").pixels


def refusal(content):
    """The sentence with which a TIFF file is refused."""
    with pytest.raises(UnreadableUpload) as caught:
        read_image(content, "a.tif")
    return str(caught.value)
