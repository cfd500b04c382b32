"""Ogg: whole pages only, and no codebooks that a few bytes blow up to gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.data.uploads.limits import UnreadableUpload
from core.data.uploads.reader import Reader, begins_with
from core.data.uploads.sounds.mp3 import CUT_OFF
from core.data.uploads.sounds.plain import Plain

MOST_PAGES = 50_000
CONTINUED = 1
# The third packet of Vorbis has the codebooks, each with its dimensions and entries behind a mark at any bit. A few
# bytes name 16 million entries, which are unpacked at once; the encoders' own books have 90,000 numbers together.
SETUP, PACKETS_UP_TO_SETUP = b"\x05vorbis", 3
CODEBOOK = b"BCV"
MOST_CODEBOOK_NUMBERS = 150_000
REVERSED_BITS = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
ALL_BITS = 0xFFFF_FFFF


@dataclass(frozen=True)
class Page:
    """A page: whether it goes on with a packet, its stream and number in it, the sizes of its pieces, and these."""

    continued: bool
    stream: bytes
    number: int
    sizes: bytes
    body: bytes


@dataclass
class Start:
    """The first packets of a stream, the last of them perhaps unfinished, and the number of the page to come."""

    number: int
    packets: list[bytearray] = field(default_factory=list)
    unfinished: bool = False

    def add(self, page: Page) -> None:
        """Take up the packets of the next page; raises ValueError where a page is missing."""
        if page.number != self.number or page.continued != self.unfinished:
            raise ValueError("a missing page")
        self.number += 1
        place = 0
        for size in page.sizes:
            if not self.unfinished:
                self.packets.append(bytearray())
            self.packets[-1] += page.body[place : place + size]
            self.unfinished, place = size == 255, place + size


def whole_ogg(data: bytes, name: str) -> Plain:
    """The Ogg file as it is.

    Raises UnreadableUpload where the last page is cut off, and for more pages or larger codebooks than any program
    writes; ValueError for damaged and missing pages, which a decoder would pass over.
    """
    starts: dict[bytes, Start] = {}
    for count, page in enumerate(_pages(data, name)):
        start = starts.setdefault(page.stream, Start(page.number))
        if len(start.packets) <= PACKETS_UP_TO_SETUP:
            start.add(page)
        if count > MOST_PAGES:
            raise UnreadableUpload(f"{name} is built of too many parts: save the sound again as WAV (PCM, 16 bit).")
    packets = [packet for start in starts.values() for packet in start.packets if packet.startswith(SETUP)]
    if sum(map(codebook_numbers, packets)) > MOST_CODEBOOK_NUMBERS:
        raise UnreadableUpload(f"{name} has absurdly large codebooks: save the sound again as WAV (PCM, 16 bit).")
    return Plain(data)


def _pages(data: bytes, name: str) -> Iterator[Page]:
    place = 0
    while place < len(data):
        head = data[place : place + 27]
        if not head.startswith(b"OggS"):
            raise ValueError("no page")
        sizes = data[place + 27 : place + 27 + head[26]] if len(head) == 27 else b""
        start = place + 27 + len(sizes)
        end = start + sum(sizes)
        if end > len(data) or len(sizes) < head[26]:
            raise UnreadableUpload(f"{name} {CUT_OFF}")
        if head[22:26] != check_sum(head[:22] + bytes(4) + data[place + 26 : end]):
            raise ValueError("a damaged page")
        number = int.from_bytes(head[18:22], "little")
        yield Page(bool(head[5] & CONTINUED), head[14:18], number, sizes, data[start:end])
        place = end


def check_sum(page: bytes) -> bytes:
    """The check sum of a page whose own is left 0: CRC-32 from the highest bit on, where zlib's is from the lowest.

    >>> check_sum(b"OggS" + bytes(23)).hex()
    '11a5a19e'
    """
    forwards = zlib.crc32(page.translate(REVERSED_BITS), ALL_BITS) ^ ALL_BITS
    return forwards.to_bytes(4).translate(REVERSED_BITS)


def codebook_numbers(setup: bytes | bytearray) -> int:
    """How many numbers the codebooks of a Vorbis setup packet have: their entries times their dimensions.

    >>> codebook_numbers(b"\\x05vorbis\\x00BCV\\x02\\x00\\x03\\x00\\x00")
    6
    """
    numbers, whole = 0, int.from_bytes(setup, "little")
    for shift in range(8):
        bits = (whole >> shift).to_bytes(len(setup), "little")
        for book in bits.split(CODEBOOK)[1:]:
            numbers += int.from_bytes(book[:2], "little") * int.from_bytes(book[2:5], "little")
    return numbers


OGG = Reader("OGG", ("ogg", "oga", "opus"), begins_with(b"OggS"), whole_ogg, article="an")
