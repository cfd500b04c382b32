"""Sounds as programs write them, byte by byte where a library would hide what is tested."""

import io
import struct

import numpy as np
import soundfile

from core.data.uploads.sounds.ogg import check_sum

WAVE = np.sin(np.arange(3000) / 9) * np.linspace(0.1, 0.9, 3000)


def sound(kind, encoding, samples=WAVE, rate=8000, endian=None):
    """A file of libsndfile's writer."""
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, rate, format=kind, subtype=encoding, endian=endian)
    return buffer.getvalue()


def wav(
    content, *, channels=1, bits=16, rate=8000, tag=1, size=None, riff_size=None, before=b"", after=b"", magic=b"RIFF"
):
    """A WAV file around the bytes of its samples, its sizes as given."""
    order = ">" if magic == b"RIFX" else "<"
    frame = channels * ((bits + 7) // 8)
    form = struct.pack(order + "HHIIHH", tag, channels, rate, rate * frame % 2**32, frame % 2**16, bits)
    parts = b"WAVEfmt " + struct.pack(order + "I", len(form)) + form + before
    parts += b"data" + struct.pack(order + "I", len(content) if size is None else size) + content + after
    return magic + struct.pack(order + "I", len(parts) if riff_size is None else riff_size) + parts


def aiff(content, *, channels=1, bits=16, rate=8000.0, frames=0, size=None, compression=b""):
    """An AIFF file around the bytes of its samples, or AIFC where there is a compression."""
    mantissa, exponent = np.frexp(rate)
    extended = struct.pack(">HQ", 16382 + int(exponent), int(mantissa * 2**64))
    common = struct.pack(">HIH", channels, frames, bits) + extended + compression
    parts = (b"AIFC" if compression else b"AIFF") + b"COMM" + struct.pack(">I", len(common)) + common
    parts += b"SSND" + struct.pack(">I", len(content) + 8 if size is None else size) + bytes(8) + content
    return b"FORM" + struct.pack(">I", len(parts)) + parts


def page(packets, number=0, *, granule=0, flags=0, stream=b"abcd"):
    """A page of Ogg with whole packets."""
    sizes = b"".join(b"\xff" * (len(packet) // 255) + bytes((len(packet) % 255,)) for packet in packets)
    head = b"OggS" + struct.pack("<BBq", 0, flags, granule) + stream + struct.pack("<I", number)
    tail = bytes((len(sizes),)) + sizes + b"".join(packets)
    return head + check_sum(head + bytes(4) + tail) + tail
