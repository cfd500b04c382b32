"""LZW is unpacked by another library, strip by strip, and what leads out of its table is damage."""

import io

import numpy as np
import pytest
import tifffile

from core.data.uploads.pictures.lzw import as_deflate
from tests.data.uploads.pictures.written import EIGHT_BITS, directory, refusal, tiff


@pytest.mark.parametrize("codes", [[256, 300], [256, 65, 259], [256, 257], [300], [256, 65, 258, 260], [256, 256, 511]])
def test_codes_that_lead_out_of_the_table_are_damage(codes):
    content = "".join(f"{code:09b}" for code in codes)
    content = int(content.ljust(-(-len(content) // 8) * 8, "0"), 2).to_bytes(-(-len(content) // 8))
    tags = {**EIGHT_BITS, 259: 5, 279: len(content)}
    assert refusal(directory(tags, content=content)) == "a.tif is damaged: save the picture again and upload that."


@pytest.mark.parametrize(
    "layout", [{}, {"rowsperstrip": 7}, {"tile": (16, 32)}, {"planarconfig": "separate", "rowsperstrip": 7}]
)
@pytest.mark.parametrize("byteorder", "<>")
def test_what_was_lzw_is_deflate_of_the_same_segments(layout, byteorder):
    samples = np.random.default_rng(0).integers(0, 65536, (33, 40, 3), np.uint16)
    content = tiff(np.moveaxis(samples, -1, 0) if "planarconfig" in layout else samples, byteorder, compression="lzw",
                   photometric="rgb", **layout)  # fmt: skip
    with tifffile.TiffFile(io.BytesIO(content)) as file:
        assert file.pages[0].compression == 5
        packed_anew = as_deflate(file.pages[0], content)
        segments = len(file.pages[0].dataoffsets)
    with tifffile.TiffFile(packed_anew) as file:
        page = file.pages[0]
        assert (page.compression, len(page.dataoffsets)) == (8, segments)
        found = page.asarray()
    np.testing.assert_array_equal(np.moveaxis(found, 0, -1) if "planarconfig" in layout else found, samples)


def test_a_segment_that_is_cut_off_raises_and_gives_no_pixels():
    content = tiff(np.random.default_rng(0).integers(0, 256, (40, 50), np.uint8), compression="lzw", rowsperstrip=40)
    with tifffile.TiffFile(io.BytesIO(content)) as file:
        page = file.pages[0]
        end = page.dataoffsets[0] + page.databytecounts[0] // 2
        with pytest.raises(OSError):  # noqa: PT011 - whatever it says, a reader makes a sentence of it
            as_deflate(page, content[:end])
