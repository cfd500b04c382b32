"""The directory of a TIFF file: pages counted, and nothing handed on that pixels do not need."""

import struct

import numpy as np
import pytest
import tifffile

from core.data import UnreadableUpload
from core.data.uploads.pictures.directory import first_page
from tests.data.uploads.pictures.written import directory, tiff

PARTS = "a.tif is built of too many parts: save the picture again and upload that."


@pytest.mark.parametrize("bigtiff", [False, True])
@pytest.mark.parametrize("byteorder", ["<", ">"])
@pytest.mark.parametrize("pages", [1, 2, 7])
def test_pages_are_counted_and_the_first_alone_is_left(pages, byteorder, bigtiff):
    samples = np.arange(12, dtype=np.uint16).reshape(3, 4)
    content = tiff(samples, byteorder, bigtiff=bigtiff, pages=pages, description="a note", software="a program")
    stream, count = first_page(content, "a.tif")
    assert count == pages
    with tifffile.TiffFile(stream) as file:
        assert len(file.pages) == 1
        assert not {270, 305} & set(file.pages.first.tags.keys())  # description and program
        np.testing.assert_array_equal(file.pages.first.asarray(), samples)


def linked(links):
    """Directories without tags, 6 bytes each from byte 8 on, and where each link leads."""
    return b"II*\0" + struct.pack("<I", 8) + b"".join(struct.pack("<HI", 0, link) for link in links)


@pytest.mark.parametrize(
    ("links", "pages"),
    [
        ([0], 1),
        ([8], 1),
        ([14, 8], 2),
        ([14, 14], 2),
        ([14, 20, 14], 3),
        ([*(14 + 6 * number for number in range(149)), 8 + 6 * 20], 150),
        ([9999], 1),
        ([14, 1 << 31], 2),
    ],
)
def test_links_that_lead_back_or_out_of_the_file_end_the_count(links, pages):
    assert first_page(linked(links), "a.tif")[1] == pages


@pytest.mark.parametrize(
    "content",
    [
        linked([14 + 6 * number for number in range(10_002)]),
        b"II*\0" + struct.pack("<IH", 8, 1001) + bytes(12 * 1001 + 4),
        directory({256: 1, 273: (20_001, 8)}),
        directory({256: 1, 325: (20_001, 8)}, order=">"),
        directory({256: 1, 320: (3 * 65_536 + 1, 8)}),
        directory({256: 1, 347: (65_537, 8)}),
        directory({256: 1, 258: (1_001, 8)}),
        directory({256: 1, 279: (2**62, 8)}, big=True),
        b"MM\0+" + struct.pack(">HHQQ", 8, 0, 16, 2**60) + bytes(100),
    ],
)
def test_more_than_programs_write_is_refused(content):
    with pytest.raises(UnreadableUpload) as caught:
        first_page(content, "a.tif")
    assert str(caught.value) == PARTS


def test_what_pixels_do_not_need_may_be_of_any_size():
    content = directory({256: 1, 34377: (2**31, 8), 700: (2**31, 8)})
    assert first_page(content, "a.tif")[1] == 1
