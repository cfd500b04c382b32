"""Pictures made to break decoders, each with the sentence that it must end in."""

import io
import lzma
import struct
import zlib

import imagecodecs
import numpy as np
from PIL import Image as Pillow

from tests.data.uploads.pictures.written import FIRST_SEGMENT, directory, png_of

ROOM = 7_800_000
PAGE = {256: 2000, 257: 2000, 258: 8, 259: 1, 262: 1, 273: FIRST_SEGMENT, 277: 1, 278: 2000, 279: 1}
DAMAGED = "is damaged: save the picture again and upload that."
PARTS = "is built of too many parts: save the picture again and upload that."
UNPACKS = "unpacks to {} MB: pictures up to 40 MB can be read. Save a smaller copy and upload that."


def strip(content, **tags):
    """A page of 4 megapixels whose only strip is this."""
    named = {"compression": 259, "width": 256, "height": 257, "bits": 258, "samples": 277, "depth": 32997, "fmt": 339}
    return directory({**PAGE, 279: len(content), **{named[tag]: tags[tag] for tag in tags}}, content=content)


def segments(count, size, body, compression=8):
    """A page of as many rows as strips, all of which are the same bytes."""
    where = FIRST_SEGMENT + 8 * count
    table = struct.pack("<I", where) * count + struct.pack("<I", size) * count
    tables = {257: count, 278: 1, 273: (count, FIRST_SEGMENT), 279: (count, FIRST_SEGMENT + 4 * count)}
    return directory({**PAGE, **tables, 259: compression}, content=table + body)


def zeros(compressor, megabytes):
    return b"".join(compressor.compress(bytes(2**20)) for _ in range(megabytes)) + compressor.flush()


def deflated(megabytes):
    return zeros(zlib.compressobj(9), megabytes)


def lzma_of_large_dictionary():
    """XZ whose block header, 12 bytes from byte 12 on, names the largest dictionary there is."""
    content = bytearray(lzma.compress(noise(50)))
    content[16] = 40
    content[20:24] = zlib.crc32(content[12:20]).to_bytes(4, "little")
    return bytes(content)


def jpeg_of(width, height):
    small = bytes(imagecodecs.jpeg8_encode(np.zeros((16, 16), np.uint8)))
    return small.replace(struct.pack(">HH", 16, 16), struct.pack(">HH", height, width))


def tables_with_a_frame():
    small = jpeg_of(60_000, 60_000)
    return directory({**PAGE, 259: 7, 347: (len(small), FIRST_SEGMENT + 100), 279: 100}, content=bytes(100) + small)


def scans(count):
    buffer = io.BytesIO()
    Pillow.new("L", (2000, 2000)).save(buffer, "JPEG", progressive=True)
    whole = buffer.getvalue()
    return whole[:-2] + whole[whole.rindex(b"\xff\xda") : -2] * count + whole[-2:]


def png(width, height, bits, colour_type, content):
    head = struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, 0)
    return png_of((b"IHDR", head), (b"IDAT", content), (b"IEND", b""))


def noise(size):
    return np.random.default_rng(0).bytes(size)


FILES = {
    "a page that leads to itself": (lambda: directory(PAGE, link=8), DAMAGED),
    "a million pages": (
        lambda: b"II*\0" + struct.pack("<I", 8) + b"".join(struct.pack("<HI", 0, 14 + 6 * n) for n in range(10**6)),
        PARTS,
    ),
    "65,535 tags": (lambda: b"II*\0" + struct.pack("<IH", 8, 65535) + bytes(12 * 65535), PARTS),
    "2^60 tags": (lambda: b"II+\0" + struct.pack("<HHQQ", 8, 0, 16, 2**60) + bytes(100), PARTS),
    "a directory beyond the file": (lambda: b"II+\0" + struct.pack("<HHQ", 8, 0, 2**63) + bytes(100), DAMAGED),
    "2^62 strips": (lambda: directory({**PAGE, 273: (2**62, 8), 279: (2**62, 8)}, big=True), PARTS),
    "a strip beyond the file": (lambda: directory({**PAGE, 273: 2**31}), DAMAGED),
    "a strip at 2^63": (lambda: directory({**PAGE, 273: 2**63}, big=True), DAMAGED),
    "no pixels": (lambda: directory({**PAGE, 256: 0}), DAMAGED),
    "no rows in a strip": (lambda: directory({**PAGE, 278: 0}), DAMAGED),
    "300 MB of deflate": (lambda: strip(deflated(300), compression=8), DAMAGED),
    "as much deflate as may be": (lambda: strip(deflated(60), compression=8, bits=64, fmt=3), DAMAGED),
    "100 MB of LZMA without its head": (
        lambda: strip(zeros(lzma.LZMACompressor(), 100)[8:], compression=34925),
        DAMAGED,
    ),
    "an LZMA dictionary of 4 GB": (lambda: strip(lzma_of_large_dictionary(), compression=34925), DAMAGED),
    "100 MB of zstd": (lambda: strip(bytes(imagecodecs.zstd_encode(bytes(100 * 2**20))), compression=50000), DAMAGED),
    "512 MB of PackBits": (lambda: strip(b"\x81\0" * 3_900_000, compression=32773), DAMAGED),
    "noise in LZW": (lambda: strip(noise(ROOM), compression=5), DAMAGED),
    "a JPEG of 3.6 gigapixels in a strip": (lambda: strip(jpeg_of(60_000, 60_000), compression=7), DAMAGED),
    "a JPEG larger than its strip": (lambda: strip(jpeg_of(2000, 2001), compression=7), DAMAGED),
    "a JPEG among the tables": (tables_with_a_frame, DAMAGED),
    "JPEG strips of markers": (
        lambda: segments(2_000, 402, b"\xff\xd8" + b"\xff\xe0\x00\x02" * 100, compression=7),
        DAMAGED,
    ),
    "strips that overlap": (lambda: segments(2000, 7_000_000, bytes(7_000_000)), PARTS),
    "65,535 channels": (lambda: strip(deflated(1), compression=8, samples=65_535), UNPACKS.format("249,997")),
    "2^32 channels": (lambda: strip(b"", samples=2**32 - 1), UNPACKS.format("16,383,999,997")),
    "2^31 planes": (lambda: strip(deflated(1), compression=8, depth=2**31), DAMAGED),
    "tiles beside a line": (
        lambda: directory(
            {**PAGE, 256: 1, 257: 4_000_000, 322: 16, 323: 250_000, 324: (16, 1100), 325: (16, 1200), 259: 8},
            content=bytes(400),
        ),
        UNPACKS.format("62"),
    ),
    "a PNG that ends in the middle": (lambda: png(2000, 2000, 16, 6, deflated(30)[:-2000]), DAMAGED),
    "a PNG of 4 gigapixels": (
        lambda: png(2**16, 2**16, 1, 0, deflated(10)),
        "has 65,536 x 65,536 pixels: images up to 4 megapixels can be read. Save a smaller copy and upload that.",
    ),
    "a PNG of 10,001 chunks": (lambda: png_of((b"IHDR", bytes(13)), *[(b"abCd", b"")] * 10_001), PARTS),
    "a JPEG of markers": (lambda: b"\xff\xd8" + b"\xff\xe0\x00\x02" * (ROOM // 4), DAMAGED),
    "a JPEG of fill bytes": (lambda: b"\xff\xd8" + b"\xff" * ROOM, DAMAGED),
    "a JPEG of 20,000 scans": (lambda: scans(20_000), PARTS),
    "a deep JPEG of 3.6 gigapixels": (
        lambda: jpeg_of(60_000, 60_000).replace(b"\xff\xc0\0\x0b\x08", b"\xff\xc0\0\x0b\x0c"),
        "has 60,000 x 60,000 pixels: images up to 4 megapixels can be read. Save a smaller copy and upload that.",
    ),
}
