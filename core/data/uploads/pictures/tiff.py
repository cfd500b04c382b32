"""TIFF through tifffile: the first page, whatever its bits, colours, segments and compression."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any, NoReturn

from numpy.typing import NDArray

from core.data.uploads.brightness import upright
from core.data.uploads.limits import MAX_BYTES, MAX_PIXELS, UnreadableUpload, check_pixels, shown_name
from core.data.uploads.pictures.directory import MAGIC, first_page
from core.data.uploads.pictures.jpeg import END, FRAMES, MOST_SCANS, SCAN, frame_of
from core.data.uploads.pictures.lzw import LZW, as_deflate
from core.data.uploads.pictures.photometric import (
    BLACK_IS_ZERO,
    CHANNELS,
    CMYK,
    RGB,
    WHITE_IS_ZERO,
    YCBCR,
    Meaning,
    brightness,
)
from core.data.uploads.reader import Pixels, Reader, begins_with

if TYPE_CHECKING:
    from tifffile import TiffPage

MOST_UNPACKED = 10 * MAX_PIXELS // 10**6 * 1024**2  # bytes, with what pads the last tiles
FAX, JPEG = (2, 3, 4), 7
PREDICTED = (LZW, 8, 32946, 34925, 34926, 50000)  # LZW, deflate, LZMA, zstd
# With none and PackBits, these unpack into the room that they are given and no more, except JPEG, whose own header is
# checked. Formats that bring further headers (JPEG 2000, WebP, ...) are left out.
COMPRESSIONS = (1, 32773, *FAX, JPEG, *PREDICTED)
NO_PREDICTOR, FLOATING = 1, 3
SAMPLE_FORMATS = {1: "whole", 2: "whole with a sign", 3: "floating-point", 5: "complex", 6: "complex"}
AMBIGUOUS_BITS = 24  # whose bytes some programs write in the order of the file, some always in the same
WHOLE_BYTES = (8, 16, 32, 64)
ORIENTATION, INK_SET, PHOTOMETRIC = 274, 332, 262
CMYK_INKS = 1
TOGETHER = 1
MOST_MARKERS = 30  # before the frame of one strip or tile


def read_tiff(data: bytes, filename: str) -> Pixels:
    """The pixels (h, w) or (h, w, 3) of the first page, and what else the file holds.

    Raises UnreadableUpload for what is too large or of a kind that cannot be read, or what the decoder raises.
    """
    import tifffile

    tifffile.logger().setLevel("CRITICAL")  # strangers' files are no faults of the server
    stream, pages = first_page(data, filename)
    # the library's objects are part of a circle, so that what the stream holds would outlive them
    with stream, tifffile.TiffFile(stream) as file:
        page = file.pages.first
        check_pixels(page.imagelength, page.imagewidth, filename)
        photometric, guess = _photometric(page)
        _check_kind(page, photometric, shown_name(filename))
        _check_numbers(page, shown_name(filename))
        _check_segments(page, data, shown_name(filename))
        meaning = Meaning(photometric, page.bitspersample, page.extrasamples, page.colormap)
        orientation = page.tags.valueof(ORIENTATION, 1)
        unpackable = as_deflate(page, stream.getvalue()) if page.compression == LZW else stream
        samples = _samples(unpackable)
    planes, depth, height, width, together = samples.shape
    samples = samples[:, 0].transpose(1, 2, 0, 3).reshape(height, width, planes * together)
    pixels, left_out = brightness(samples, meaning, filename)
    several = f"It has {pages:,} pages: the first is shown." if pages > 1 else ""
    stack = f"It is a stack of {depth:,} planes: the first is shown." if depth > 1 else ""
    return Pixels(upright(pixels, orientation), " ".join(filter(None, (several, stack, guess, left_out))))


def _samples(stream: io.BytesIO) -> NDArray[Any]:
    """The numbers of the first page (planes, depth, height, width, together)."""
    import tifffile

    stream.seek(0)
    with stream, tifffile.TiffFile(stream) as file:
        return file.pages.first.asarray(squeeze=False, maxworkers=1)


def _photometric(page: TiffPage) -> tuple[int, str]:
    """How samples become brightness, guessed as libtiff does where the file does not say, and then a sentence."""
    if PHOTOMETRIC in page.tags:
        return int(page.photometric), ""
    if page.samplesperpixel - len(page.extrasamples) >= CHANNELS[RGB]:
        return RGB, ""
    if page.compression in FAX:
        return WHITE_IS_ZERO, ""
    return BLACK_IS_ZERO, "It does not say whether 0 is black or white: black was taken."


def _check_kind(page: TiffPage, photometric: int, name: str) -> None:
    """Raise UnreadableUpload, naming it, for a kind of compression or colours that cannot be read."""
    if page.compression not in COMPRESSIONS:
        _refuse(name, "is compressed in a way", page.compression, "PNG or as TIFF with LZW")
    if page.compression == JPEG and page.extrasamples:
        _refuse(name, "is compressed in a way", "JPEG with opacity", "PNG or as TIFF with LZW")
    if photometric not in CHANNELS or (photometric == YCBCR and not _is_whole_jpeg(page)):
        _refuse(name, "has colours of a kind", page.photometric, "RGB")
    if photometric == CMYK and page.tags.valueof(INK_SET, CMYK_INKS) != CMYK_INKS:
        _refuse(name, "has colours of a kind", "other inks than CMYK", "RGB")


def _check_numbers(page: TiffPage, name: str) -> None:
    """Raise UnreadableUpload, naming it, for a kind of numbers or their predictor that cannot be read."""
    bits, dtype, predicted = page.bitspersample, page.dtype, page.predictor != NO_PREDICTOR
    if isinstance(bits, tuple):
        _refuse(name, "has numbers of a kind", " and ".join(map(str, bits)) + " bits", "8 or 16 bits")
    if dtype is None or dtype.kind == "c" or (dtype.kind == "u" and bits == AMBIGUOUS_BITS):
        kind = SAMPLE_FORMATS.get(page.sampleformat, page.sampleformat)
        _refuse(name, "has numbers of a kind", f"{kind}, {bits} bits", "8, 16 or 32 bits")
    if predicted and page.compression not in (*PREDICTED, *FAX, JPEG):
        raise UnreadableUpload(
            f"{name} names a predictor without the compression that goes with it, which programs read in two ways: "
            "save the picture again and upload that."
        )
    if predicted and page.compression in PREDICTED and bits not in WHOLE_BYTES:
        _refuse(name, "is compressed in a way", f"a predictor of {bits} bits", "PNG or as TIFF with LZW")
    if page.predictor == FLOATING and page.compression in PREDICTED and dtype.kind != "f":
        raise ValueError("a predictor for other numbers")


def _refuse(name: str, what: str, which: object, instead: str) -> NoReturn:
    which = getattr(which, "name", which)
    raise UnreadableUpload(f"{name} {what} that cannot be read ({which}): save it as {instead}.")


def _is_whole_jpeg(page: TiffPage) -> bool:
    return page.compression == JPEG and page.planarconfig == TOGETHER


def _check_segments(page: TiffPage, data: bytes, name: str) -> None:
    """Raise UnreadableUpload for strips or tiles that cost too much, ValueError where some are missing."""
    segments, dtype = math.prod(page.chunked), page.dtype
    if dtype is None or len(page.dataoffsets) < segments or len(page.databytecounts) < segments:
        raise ValueError("missing segments")
    unpacked = segments * math.prod(page.chunks) * dtype.itemsize
    if unpacked > MOST_UNPACKED:
        raise UnreadableUpload(
            f"{name} unpacks to {math.ceil(unpacked / 1024**2):,} MB: pictures up to {MOST_UNPACKED // 1024**2} MB can "
            "be read. Save a smaller copy and upload that."
        )
    places = list(zip(page.dataoffsets, page.databytecounts, strict=False))
    if any((offset == 0) != (length == 0) for offset, length in places):  # both are where nothing was drawn
        raise ValueError("missing segments")
    packed = sum(min(length, len(data)) for _, length in places)
    if packed > 2 * MAX_BYTES or (page.compression == JPEG and data.count(SCAN) > MOST_SCANS + segments):
        raise UnreadableUpload(f"{name} is built of too many parts: save the picture again and upload that.")
    if len(places) == 1 and page.is_contiguous:  # then the decoder takes as much as the pixels need
        places = [(places[0][0], page.nbytes)]
    if any(offset + length > len(data) for offset, length in places):
        raise ValueError("cut off")
    if page.compression == JPEG:
        _check_jpegs(page, [data[offset : offset + length] for offset, length in places])


def _check_jpegs(page: TiffPage, segments: list[bytes]) -> None:
    """Raise ValueError where a JPEG in a strip or tile is cut off or claims to be larger than that."""
    height = page.tilelength if page.is_tiled else page.rowsperstrip
    width = page.tilewidth if page.is_tiled else page.imagewidth
    if page.jpegtables and any(bytes((0xFF, kind)) in page.jpegtables for kind in FRAMES):
        raise ValueError("a frame among the tables")
    for segment in segments:
        frame = frame_of(segment, MOST_MARKERS)
        if frame is None or frame.height > height or frame.width > width or frame.bits != page.bitspersample:
            raise ValueError("no such frame")
        if END not in segment[-1024:]:
            raise ValueError("cut off")


TIFF = Reader("TIFF", ("tif", "tiff"), begins_with(*MAGIC), read_tiff)
