"""WAV and AIFF files are rows of chunks, whose sizes programs that stream leave open; here they are put right."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.data.uploads.limits import UnreadableUpload
from core.data.uploads.reader import Reader
from core.data.uploads.sounds.mp3 import CUT_OFF
from core.data.uploads.sounds.plain import Plain

MOST_CHUNKS = 1_000
# Programs that stream write 0, or something near 2 or 4 GiB; no file here is a hundredth of that.
STREAMED_SIZE = 0x7F00_0000
IN_DS64 = 0xFFFF_FFFF  # RF64 keeps the size in a chunk of its own
EXTENSIBLE = 0xFFFE
PLAIN = (1, 3)  # whole numbers and floats
IN_BLOCKS = (2, 0x11, 0x31)  # MS ADPCM, IMA ADPCM, GSM
WAV_FORMATS = (*PLAIN, *IN_BLOCKS, 6, 7)  # and A-law, mu-law
PLACE_OF_PACKED = 18  # in the format: how many samples of a channel a block has
WHOLE_NUMBERS = (b"NONE", b"twos", b"sowt")
OTHER_NUMBERS = (b"raw ", b"in24", b"in32", b"42n1", b"23ni", b"fl32", b"FL32", b"fl64", b"FL64")
AIFF_FORMATS = (*WHOLE_NUMBERS, *OTHER_NUMBERS, b"ulaw", b"ULAW", b"alaw", b"ALAW", b"ima4")
RATE_EXPONENT, LARGEST_EXPONENT = 16383 + 63, 16383 + 32  # of AIFF's sample rate, a number of 80 bits
ALIGNMENT_SIZE = 8  # of two numbers in front of AIFF's samples


@dataclass(frozen=True)
class Chunk:
    """One chunk: its name, where its content starts, and the size that it claims."""

    kind: bytes
    start: int
    size: int


def plain_wav(data: bytes, name: str) -> Plain:
    """The WAV file with its format and its samples alone.

    Raises UnreadableUpload for samples that are cut off or of a kind that cannot be read, and for too many chunks;
    KeyError or struct.error where the format or the samples are missing.
    """
    order = ">" if data.startswith(b"RIFX") else "<"
    found: dict[bytes, Chunk] = {}
    for chunk in _chunks(data, order, name):
        found.setdefault(chunk.kind, chunk)
        if chunk.kind == b"data":  # what follows are notes and pictures
            break
    samples = found.pop(b"data")
    content = {kind: data[chunk.start : chunk.start + chunk.size] for kind, chunk in found.items()}
    tag, channels, rate, _, block, bits = struct.unpack_from(order + "HHIIHH", content[b"fmt "])
    if tag == EXTENSIBLE:
        (tag,) = struct.unpack_from(order + "H", content[b"fmt "], 24)
    if tag not in WAV_FORMATS:
        raise UnreadableUpload(_compressed(name, f"WAV format {tag}"))
    if rate == 0:
        raise UnreadableUpload(_without_rate(name))
    if tag in PLAIN:
        _check_frames(block, channels, bits, name)
    if samples.size == IN_DS64 and b"ds64" in content:
        samples = Chunk(b"data", samples.start, *struct.unpack_from("<Q", content[b"ds64"], 8))
    parts = {kind: part for kind, part in content.items() if kind in (b"fmt ", b"fact")}
    parts[b"data"] = _whole(data, samples, block if tag in PLAIN else 1, order, name)
    plain = _file(b"RIFX" if order == ">" else b"RIFF", b"WAVE", parts, order)
    if tag not in IN_BLOCKS or b"fact" not in parts or len(parts[b"fmt "]) < PLACE_OF_PACKED + 2:
        return Plain(plain)
    (length,) = struct.unpack_from(order + "I", parts[b"fact"])
    return Plain(plain, length, *struct.unpack_from(order + "H", parts[b"fmt "], PLACE_OF_PACKED))


def plain_aiff(data: bytes, name: str) -> Plain:
    """The AIFF or AIFC file with its format and its samples alone; raises as `plain_wav` does."""
    found: dict[bytes, Chunk] = {}
    for chunk in _chunks(data, ">", name):
        found.setdefault(chunk.kind, chunk)
        if {b"COMM", b"SSND"} <= found.keys():
            break
    samples = found.pop(b"SSND")
    content = {kind: data[chunk.start : chunk.start + chunk.size] for kind, chunk in found.items()}
    channels, _, bits, exponent, mantissa = struct.unpack_from(">HIHHQ", content[b"COMM"])
    rate = math.ldexp(mantissa, exponent - RATE_EXPONENT) if exponent < LARGEST_EXPONENT else 0.0
    if rate <= 0:
        raise UnreadableUpload(_without_rate(name))
    compression = content[b"COMM"][18:22] or b"NONE"
    if compression not in AIFF_FORMATS:
        shown = "".join(filter(str.isalnum, compression.decode("latin-1")))
        raise UnreadableUpload(_compressed(name, f"AIFF format {shown}"))
    frame = channels * ((bits + 7) // 8) if compression in WHOLE_NUMBERS else 1
    start = samples.start + ALIGNMENT_SIZE
    size = samples.size if samples.size >= STREAMED_SIZE else max(samples.size - ALIGNMENT_SIZE, 0)
    parts = {kind: part for kind, part in content.items() if kind in (b"FVER", b"COMM")}
    parts[b"SSND"] = data[samples.start : start] + _whole(data, Chunk(b"SSND", start, size), frame, ">", name)
    return Plain(_file(b"FORM", data[8:12], parts, ">"), rate=rate)


def _chunks(data: bytes, order: str, name: str) -> Iterator[Chunk]:
    place = 12
    for _ in range(MOST_CHUNKS):
        if place + 8 > len(data):
            return
        kind, size = struct.unpack_from(order + "4sI", data, place)
        yield Chunk(kind, place + 8, size)
        place += 8 + size + size % 2
    raise UnreadableUpload(f"{name} is built of too many parts: save the sound again as WAV (PCM, 16 bit).")


def _whole(data: bytes, samples: Chunk, frame: int, order: str, name: str) -> bytes:
    """The content of a chunk of samples, to the end of the file where its size is left open, in whole frames."""
    size, available = samples.size, len(data) - samples.start
    if size >= STREAMED_SIZE or (size == 0 and not _only_chunks(data, samples.start, order)):
        size = available
    frame = max(frame, 1)
    if size // frame > available // frame:
        raise UnreadableUpload(f"{name} {CUT_OFF}")
    size = min(size, available)
    return data[samples.start : samples.start + size - size % frame]


def _only_chunks(data: bytes, place: int, order: str) -> bool:
    """Whether further chunks, and no samples, fill the rest of the file."""
    for _ in range(MOST_CHUNKS):
        left = len(data) - place
        if left <= 1:
            return left >= -1  # a byte more, or the one missing that fills up the last chunk
        kind, size = struct.unpack_from(order + "4sI", data[place : place + 8].ljust(8, b"\0"))
        if not (kind.isascii() and kind.decode().isprintable()):
            return False
        place += 8 + size + size % 2
    return False


def _file(kind: bytes, form: bytes, parts: Mapping[bytes, bytes], order: str) -> bytes:
    """A file of these chunks, each filled up to an even size."""
    content = [form]
    for name, part in parts.items():
        content += [name, struct.pack(order + "I", len(part)), part, b"\0" * (len(part) % 2)]
    return kind + struct.pack(order + "I", sum(map(len, content))) + b"".join(content)


def _check_frames(size: int, channels: int, bits: int, name: str) -> None:
    """Refuse plain samples in more bytes than they need: nothing tells which of them are theirs."""
    if size % channels or 8 * size < bits * channels:
        raise ValueError("frames that are too small for their samples")
    taken, needed = size // channels, (bits + 7) // 8
    if taken != needed:
        raise UnreadableUpload(
            f"{name} keeps samples of {bits} bits in {taken} bytes each, where {needed} would do: save the sound as "
            "WAV (PCM, 16 bit)."
        )


def _without_rate(name: str) -> str:
    return f"{name} gives no sample rate: save the sound as WAV (PCM, 16 bit)."


def _compressed(name: str, which: str) -> str:
    return f"{name} is compressed in a way that cannot be read ({which}): save the sound as WAV (PCM, 16 bit)."


WAV = Reader("WAV", ("wav",), lambda data: data[:4] in (b"RIFF", b"RIFX", b"RF64") and data[8:12] == b"WAVE", plain_wav)
AIFF = Reader(
    "AIFF",
    ("aif", "aiff", "aifc"),
    lambda data: data[:4] == b"FORM" and data[8:12] in (b"AIFF", b"AIFC"),
    plain_aiff,
    article="an",
)
