"""JPEG: 8 bits through Pillow, more through libjpeg-turbo, after a look at what the file claims."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.brightness import levels, upright
from core.data.uploads.limits import UnreadableUpload, check_pixels, shown_name
from core.data.uploads.reader import Pixels, Reader, begins_with

# Far above what programs write, far below what costs a second.
MOST_SCANS = 40
MOST_MARKERS = 1_000
SCAN, END = b"\xff\xda", b"\xff\xd9"
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # all but DHT, JPG and DAC start a frame
DECODED = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC9, 0xCA})  # baseline, extended, progressive, lossless, arithmetic
WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
ORIENTATION = 0x0112


@dataclass(frozen=True)
class Frame:
    """What the start of a frame says: its kind, bits a sample, size and channels."""

    kind: int
    bits: int
    height: int
    width: int
    channels: int


def frame_of(data: bytes, most_markers: int = MOST_MARKERS) -> Frame | None:
    """The first frame of a JPEG stream, or None where its markers do not follow one another up to it.

    A decoder that skips what stands between markers could find another frame; such a stream is taken for damaged.

    >>> frame_of(b"\\xff\\xd8\\xff\\xc0\\x00\\x0b\\x08\\x00\\x02\\x00\\x03\\x01")
    Frame(kind=192, bits=8, height=2, width=3, channels=1)
    """
    place = 2
    for _ in range(most_markers):
        head = data[place : place + 10]
        if len(head) < 10 or head[0] != 0xFF or head[1] in (SCAN[1], END[1]):
            return None
        if head[1] in FRAMES:
            return Frame(head[1], head[4], int.from_bytes(head[5:7]), int.from_bytes(head[7:9]), head[9])
        if head[1] == 0xFF:  # fill bytes may stand before a marker
            place += 1
        else:
            place += 2 if head[1] in WITHOUT_LENGTH else 2 + int.from_bytes(head[2:4])
    return None


def read_jpeg(data: bytes, filename: str) -> Pixels:
    """The pixels (h, w) or (h, w, 3), upright; raises UnreadableUpload, or what a decoder raises."""
    name = shown_name(filename)
    if data.count(SCAN) > MOST_SCANS:
        raise UnreadableUpload(f"{name} is built of too many parts: save the picture again and upload that.")
    frame = frame_of(data)
    if frame is None:
        raise ValueError("no frame")
    check_pixels(frame.height, frame.width, filename)
    if frame.kind not in DECODED or (frame.bits != 8 and frame.channels == 4):
        raise UnreadableUpload(f"{name} is a rare kind of JPEG that cannot be read: save the picture as PNG.")
    return Pixels(_eight_bits(data) if frame.bits == 8 else _deep(data, frame))


def _eight_bits(data: bytes) -> NDArray[Any]:
    from PIL import Image as Pillow

    with io.BytesIO(data) as stream, Pillow.open(stream, formats=("JPEG",)) as picture:
        flat = picture.convert("L" if picture.mode == "L" else "RGB")
        return upright(levels(np.asarray(flat)), int(picture.getexif().get(ORIENTATION, 1)))


def _deep(data: bytes, frame: Frame) -> NDArray[Any]:
    import imagecodecs

    if END not in data[-1024:]:  # the decoder would fill up what is missing
        raise ValueError("cut off")
    return levels(imagecodecs.jpeg8_decode(data), frame.bits)


JPEG = Reader("JPEG", ("jpg", "jpeg"), begins_with(b"\xff\xd8\xff"), read_jpeg)
