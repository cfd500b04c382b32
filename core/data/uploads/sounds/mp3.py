"""MP3 as its decoder wants it: whole frames that follow one another, without tags, and their number in front.

A decoder that meets anything else looks on for a frame and prints what it finds, and takes the length of a file that
does not name it from the bit rate of its start, which is too short where the rate varies.
"""

from __future__ import annotations

from core.data.uploads.limits import UnreadableUpload
from core.data.uploads.reader import Reader, begins_with
from core.data.uploads.sounds.plain import Plain

CUT_OFF = "ends too early: its sound is cut off. Upload the whole file again."
# Starts of a frame of layer III, of MPEG 1, 2 and 2.5, with and without a check sum.
SYNC = (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xe3", b"\xff\xe2")
TAGS = tuple(b"ID3" + bytes((version,)) for version in (2, 3, 4))
MOST_TAGS = 10
MPEG_1 = 3
SLOWER = {MPEG_1: 1, 2: 2, 0: 4}  # MPEG 2 and 2.5, beside MPEG 1
SAMPLE_RATES = (44100, 48000, 32000)
KILOBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
KILOBITS_SLOWER = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
SIDE_SIZES = {(True, False): 32, (True, True): 17, (False, False): 17, (False, True): 9}  # by MPEG 1, mono
MONO = 3
LENGTH_NAMES = (b"Xing", b"Info")
HAS_LENGTH = 1
AFTER_SOUND = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3")


def without_tags(data: bytes) -> bytes:
    """The sound behind the ID3 tags, which hold titles and pictures.

    >>> without_tags(b"ID3\\x04\\x00\\x00\\x00\\x00\\x00\\x02??fLaC")
    b'fLaC'
    """
    for _ in range(MOST_TAGS):
        if not data.startswith(TAGS) or len(data) < 10:
            break
        size = 0
        for seven_bits in data[6:10]:
            size = size << 7 | seven_bits & 0x7F
        data = data[10 + size :].lstrip(b"\0")
    return data


def plain_mp3(data: bytes, name: str) -> Plain:
    """The frames of an MP3 file, the first of which tells how many follow.

    Raises UnreadableUpload where the last one is cut off, ValueError where there is anything but frames and tags.
    """
    count = place = 0
    while (size := _frame_size(data, place)) and _stream(data, place) == _stream(data, 0):
        count, place = count + 1, place + size
    if place > len(data) and count > 1:  # one could be chance
        raise UnreadableUpload(f"{name} {CUT_OFF}")
    rest = data[place:]
    if count == 0 or place > len(data) or not (rest.startswith(AFTER_SOUND) or not rest.strip(b"\0")):
        raise ValueError("not one frame after another")
    first = _frame_size(data, 0)
    named = _named_length(data[:first])
    if named is not None and named >= count - 1:
        return Plain(data[:place])
    start = 0 if named is None else first
    return Plain(_naming_length(data, count - (start > 0)) + data[start:place])


def _frame_size(data: bytes, place: int) -> int:
    """How many bytes the frame at a place has, or 0 where there is none."""
    if data[place : place + 2] not in SYNC or place + 4 > len(data):
        return 0
    third = data[place + 2]
    bit_rate, rate = third >> 4, third >> 2 & 3
    if bit_rate in (0, 15) or rate == 3:
        return 0
    version = data[place + 1] >> 3 & 3
    if version == MPEG_1:
        return 144_000 * KILOBITS[bit_rate] // SAMPLE_RATES[rate] + (third >> 1 & 1)
    return 72_000 * KILOBITS_SLOWER[bit_rate] * SLOWER[version] // SAMPLE_RATES[rate] + (third >> 1 & 1)


def _stream(data: bytes, place: int) -> tuple[int, int]:
    """The version and the sample rate of a frame, which stay the same in all."""
    return data[place + 1] & 0xFE, data[place + 2] & 0x0C


def _side_size(data: bytes) -> int:
    """How many bytes stand between the head of the first frame and its length."""
    return SIDE_SIZES[data[1] >> 3 & 3 == MPEG_1, data[3] >> 6 == MONO]


def _named_length(frame: bytes) -> int | None:
    """How many frames the first one says there are, 0 where it does not say, or None where it is one of sound."""
    note = frame[4 + _side_size(frame) :]
    if not note.startswith(LENGTH_NAMES):
        return None
    return int.from_bytes(note[8:12]) if int.from_bytes(note[4:8]) & HAS_LENGTH else 0


def _naming_length(data: bytes, count: int) -> bytes:
    """A silent frame like the first one that says how many follow."""
    head = bytes((0xFF, data[1] | 1, 0x90 | data[2] & 0x0C, data[3]))
    note = b"Xing" + HAS_LENGTH.to_bytes(4) + count.to_bytes(4)
    return (head + bytes(_side_size(data)) + note).ljust(_frame_size(head, 0), b"\0")


MP3 = Reader("MP3", ("mp3",), begins_with(*SYNC), plain_mp3, article="an")
