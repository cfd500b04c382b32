"""FLAC without its notes, pictures and tables: what describes the stream, and the frames of sound."""

from __future__ import annotations

from core.data.uploads.limits import UnreadableUpload
from core.data.uploads.reader import Reader, begins_with
from core.data.uploads.sounds.plain import Plain

MOST_BLOCKS = 1_000
STREAM_INFO, LAST = 0, 0x80


def plain_flac(data: bytes, name: str) -> Plain:
    """The file with the first of its metadata blocks alone; raises UnreadableUpload for too many of them.

    >>> plain_flac(b"fLaC" + b"\\x00\\x00\\x00\\x02ab" + b"\\x84\\x00\\x00\\x01c" + b"frames", "a.flac").content
    b'fLaC\\x80\\x00\\x00\\x02abframes'
    """
    place, info = 4, b""
    for _ in range(MOST_BLOCKS):
        kind, size = data[place], int.from_bytes(data[place + 1 : place + 4])
        if kind & ~LAST == STREAM_INFO and not info:
            info = bytes((STREAM_INFO | LAST,)) + data[place + 1 : place + 4 + size]
        place += 4 + size
        if kind & LAST:
            return Plain(b"fLaC" + info + data[place:])
    raise UnreadableUpload(f"{name} is built of too many parts: save the sound again as WAV (PCM, 16 bit).")


FLAC = Reader("FLAC", ("flac",), begins_with(b"fLaC"), plain_flac)
