"""TIFF: what is in the way of reading a picture is called by its name."""

import struct

import numpy as np
import pytest

from tests.data.uploads.pictures.written import EIGHT_BITS, directory, refusal, tiff

COMPRESSED = "a.tif is compressed in a way that cannot be read ({}): save it as PNG or as TIFF with LZW."
COLOURS = "a.tif has colours of a kind that cannot be read ({}): save it as RGB."
NUMBERS = "a.tif has numbers of a kind that cannot be read ({}): save it as {}."


@pytest.mark.parametrize(
    ("tags", "message"),
    [
        ({259: 34712}, COMPRESSED.format("JPEG2000")),
        ({259: 50001}, COMPRESSED.format("WEBP")),
        ({259: 6}, COMPRESSED.format("OJPEG")),
        ({259: 64999}, COMPRESSED.format("64999")),
        ({259: 8, 317: 2, 258: 4}, COMPRESSED.format("a predictor of 4 bits")),
        ({262: 8, 277: 3}, COLOURS.format("CIELAB")),
        ({262: 6, 277: 3}, COLOURS.format("YCBCR")),
        ({262: 5, 277: 4, 332: 2}, COLOURS.format("other inks than CMYK")),
        ({262: 32803}, COLOURS.format("CFA")),
        ({258: 64, 339: 6}, NUMBERS.format("complex, 64 bits", "8, 16 or 32 bits")),
        ({258: 12, 339: 2}, NUMBERS.format("whole with a sign, 12 bits", "8, 16 or 32 bits")),
        ({258: 24}, NUMBERS.format("whole, 24 bits", "8, 16 or 32 bits")),
        (
            {317: 2},
            "a.tif names a predictor without the compression that goes with it, which programs read in two ways: "
            "save the picture again and upload that.",
        ),
        (
            {256: 2001, 257: 2000},
            "a.tif has 2,001 x 2,000 pixels: images up to 4 megapixels can be read. "
            "Save a smaller copy and upload that.",
        ),
    ],
)
def test_what_cannot_be_read_is_called_by_its_name(tags, message):
    assert refusal(directory({**EIGHT_BITS, **tags}, content=bytes(200))) == message


def test_samples_of_different_depths_are_called_so():
    content = directory({**EIGHT_BITS, 258: (3, 1000), 262: 2, 277: 3}, content=bytes(99))
    content = content[:1000] + struct.pack("<III", 5, 6, 5) + content[1012:]
    assert refusal(content) == NUMBERS.format("5 and 6 and 5 bits", "8 or 16 bits")


def test_missing_values_are_said_to_be_in_a_picture_of_measurements():
    samples = np.array([[1.0, np.nan], [3.0, 4.0]], np.float32)
    for photometric in ("minisblack", "miniswhite"):
        assert refusal(tiff(samples, photometric=photometric)) == (
            "a.tif has 1 value that is missing or infinite, the first at row 1, column 2 (counted from 1): "
            "fill or remove it and upload the file again."
        )
