"""Maps side by side: each value where it belongs, enlarged alike, on one scale."""

import io

import numpy as np
import pytest
from PIL import Image as Pillow

from core.figures import bank_chart, maps_picture, signed_picture
from core.figures.bank import tiles


def pixels_of(picture):
    return np.asarray(Pillow.open(io.BytesIO(picture.png)).convert("RGB"))


def test_tiles_keep_each_map_whole_with_a_line_between():
    maps = np.arange(12.0).reshape(3, 2, 2)
    whole = tiles(maps)
    np.testing.assert_array_equal(whole[:2, :2], maps[0])
    np.testing.assert_array_equal(whole[:2, 3:], maps[1])
    np.testing.assert_array_equal(whole[3:, :2], maps[2])
    assert np.isnan(whole[2]).all()
    assert np.isnan(whole[:, 2]).all()
    assert np.isnan(whole[3:, 3:]).all()


@pytest.mark.parametrize(("shape", "times"), [((4, 20, 30), 9), ((1, 700, 700), 1)])
def test_each_value_is_a_square_so_that_the_whole_is_as_wide_as_a_page(shape, times):
    maps = np.random.default_rng(0).normal(size=shape)
    shown, whole = maps_picture(maps, "Maps", 2.0), tiles(maps)
    assert shown.width == times * whole.shape[1]
    expected = signed_picture(whole, "Maps", 2.0)
    plain = pixels_of(expected)[:: expected.enlarged, :: expected.enlarged]
    np.testing.assert_array_equal(pixels_of(shown)[::times, ::times], plain)
    assert shown.alt.startswith("Maps, ")


def test_filters_in_colour_are_drawn_in_the_colours_that_they_answer_to():
    filters = np.zeros((3, 2, 2, 3))
    filters[0, 0, 0] = [2.0, 0.0, -2.0]
    drawn = bank_chart(filters, "filters").figure
    (trace,) = drawn.data
    assert trace.type == "image"
    assert trace.z[0][0].tolist() == [255, 128, 0]
    assert trace.z[1][1].tolist() == [128, 128, 128]  # zero is grey
    assert trace.z[0][2].tolist() == [255, 255, 255]  # white between the filters
    assert bank_chart(filters, "filters").alt == "Map of filters, 3 filters of 2 by 2 in colour: from −2 to 2."


def test_lines_lie_between_the_squares_of_a_coarse_map_only():
    for side, gap in ((9, 1), (10, 0)):
        (trace,) = bank_chart(np.ones((16, side, side)), "filters").figure.data
        assert (trace.xgap, trace.ygap) == (gap, gap)
