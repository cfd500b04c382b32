"""TIFF: strips and tiles, however they are compressed, keep their values, or are damaged."""

import io
import struct

import imagecodecs
import numpy as np
import pytest
from PIL import Image as Pillow

from tests.data.uploads.pictures.written import EIGHT_BITS, FIRST_SEGMENT, directory, packed, pixels_of, refusal, tiff

DRAW = np.random.default_rng(0)
DEEP = DRAW.integers(0, 65536, (20, 17, 4), np.uint16)
GREY = DRAW.integers(0, 256, (33, 40), np.uint8)
ENCODERS = {
    5: imagecodecs.lzw_encode,
    8: imagecodecs.zlib_encode,
    32773: imagecodecs.packbits_encode,
    34925: imagecodecs.lzma_encode,
    50000: imagecodecs.zstd_encode,
}


@pytest.mark.parametrize("compression", [None, "lzw", "deflate", "packbits", "zstd", "lzma"])
@pytest.mark.parametrize("layout", [{}, {"rowsperstrip": 7}, {"tile": (16, 32)}])
@pytest.mark.parametrize("bigtiff", [False, True])
def test_compressions_and_segments_keep_the_values(compression, layout, bigtiff):
    for predictor in (False, True) if compression not in (None, "packbits") else (False,):
        content = tiff(DEEP[..., :3], ">", bigtiff=bigtiff, compression=compression, predictor=predictor, **layout)
        np.testing.assert_allclose(pixels_of(content), DEEP[..., :3] / 65535, atol=1e-7)


@pytest.mark.parametrize("fill_order", [1, 2])
@pytest.mark.parametrize("compression", [5, 8, 32773, 34925, 50000])
@pytest.mark.parametrize("bits", [1, 4, 12])
def test_few_bits_are_unpacked_whatever_the_compression(bits, compression, fill_order):
    samples = DRAW.integers(0, 2**bits, (6, 9, 3), np.uint64)
    plain = packed(samples, bits)[FIRST_SEGMENT:]
    content = ENCODERS[compression](plain)
    if fill_order == 2:
        content = bytes(int(f"{byte:08b}"[::-1], 2) for byte in content)
    tags = {256: 9, 257: 6, 258: bits, 259: compression, 262: 2, 266: fill_order, 277: 3, 278: 6, 279: len(content)}
    pixels = pixels_of(directory({**EIGHT_BITS, **tags}, content=content))
    np.testing.assert_allclose(pixels, samples / (2**bits - 1), atol=1e-6)


@pytest.mark.parametrize("layout", [{}, {"rowsperstrip": 8}, {"tile": (16, 16)}])
@pytest.mark.parametrize("photometric", ["minisblack", "rgb"])
def test_jpeg_inside_is_read(photometric, layout):
    smooth = np.add.outer(np.arange(32), np.arange(48)).astype(np.uint8) * 3
    samples = smooth if photometric == "minisblack" else np.stack([smooth, smooth[::-1], smooth[:, ::-1]], axis=2)
    content = tiff(samples, photometric=photometric, compression="jpeg", compressionargs={"level": 95}, **layout)
    np.testing.assert_allclose(pixels_of(content), samples / 255, atol=0.05)


def test_inks_in_jpeg_become_colours():
    flat = np.full((16, 16, 4), (51, 102, 153, 25), np.uint8)
    content = tiff(flat, photometric="separated", compression="jpeg", compressionargs={"level": 100})
    shares = 1 - flat[0, 0] / 255
    np.testing.assert_allclose(pixels_of(content)[8, 8], shares[:3] * shares[3], atol=0.01)


@pytest.mark.parametrize("compression", ["group3", "group4", "tiff_ccitt"])
def test_fax_is_read(compression):
    buffer = io.BytesIO()
    Pillow.fromarray(GREY > 120).save(buffer, "TIFF", compression=compression)
    np.testing.assert_array_equal(pixels_of(buffer.getvalue()), GREY > 120)


def test_bits_in_reverse_are_read():
    rows = np.array([[1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0]], np.uint8)
    content = bytes(np.packbits(rows, axis=1, bitorder="little"))
    tags = {**EIGHT_BITS, 256: 12, 257: 1, 258: 1, 266: 2, 278: 1, 279: 2}
    np.testing.assert_array_equal(pixels_of(directory(tags, content=content)), rows)


def two_strips(second):
    """A picture of 4 by 4 whose second strip is where and as long as given."""
    tags = {**EIGHT_BITS, 257: 4, 278: 2, 273: (2, FIRST_SEGMENT + 8), 279: (2, FIRST_SEGMENT + 16)}
    return directory(tags, content=b"\x33" * 8 + struct.pack("<IIII", FIRST_SEGMENT, second[0], 8, second[1]))


def test_a_strip_that_was_never_drawn_is_black_and_one_without_a_size_is_missing():
    np.testing.assert_allclose(pixels_of(two_strips((FIRST_SEGMENT, 8))), np.full((4, 4), 0.2), atol=1e-7)
    np.testing.assert_allclose(pixels_of(two_strips((0, 0))), np.repeat([[0.2] * 4, [0] * 4], 2, axis=0), atol=1e-7)
    for second in ((0, 8), (FIRST_SEGMENT, 0)):
        assert refusal(two_strips(second)) == "a.tif is damaged: save the picture again and upload that."


@pytest.mark.parametrize("compression", [None, "lzw", "deflate", "packbits", "zstd", "lzma", "jpeg"])
def test_what_is_cut_off_is_damaged(compression):
    content = tiff(GREY, compression=compression)
    for cut in (len(content) - 1, len(content) * 2 // 3, 100):
        assert refusal(content[:cut]) == "a.tif is damaged: save the picture again and upload that."


@pytest.mark.parametrize("compression", ["group3", "group4"])
def test_fax_that_is_cut_off_is_damaged(compression):
    packed_rows = bytes(99)
    tags = {**EIGHT_BITS, 258: 1, 259: {"group3": 3, "group4": 4}[compression], 279: 100}
    message = "a.tif is damaged: save the picture again and upload that."
    assert refusal(directory(tags, content=packed_rows)) == message
