"""Pictures show the numbers that they are given, on the scale that they are given, and say so in words."""

import io

import numpy as np
import pytest
from PIL import Image as Pillow

from core.convolution import correlate
from core.data import get_sample
from core.figures import (
    brightness_picture,
    output_picture,
    signed_limit,
    signed_picture,
    strength_picture,
)
from core.figures.chart import number
from core.filters import Frame, Layer
from core.kernels import get_kernel


def pixels_of(picture):
    return np.asarray(Pillow.open(io.BytesIO(picture.png)))


@pytest.mark.parametrize("scale", [1e-6, 1.0, 40.0])
def test_strengths_are_black_at_nought_and_white_at_the_limit(scale):
    values = np.full((50, 50), 0.5 * scale)
    values[0] = 0
    values[1] = -1e-9 * scale  # rounding
    values[2] = scale
    values[3, 3] = 1000 * scale
    shown, words = strength_picture(values, "Gradient")
    levels = np.asarray(Pillow.open(io.BytesIO(shown.png)))[:: shown.enlarged, :: shown.enlarged]
    assert set(levels[:2].ravel()) == {0}
    assert set(levels[2]) == {255}
    assert set(levels[10].ravel()) == {128}
    assert levels[3, 3] == 255
    assert words.startswith("black is 0, white is ")
    assert words.endswith(" and more")
    assert shown.alt.startswith("Gradient, ")


def test_nothing_anywhere_is_black():
    shown, words = strength_picture(np.zeros((4, 4)), "Gradient")
    assert not np.asarray(Pillow.open(io.BytesIO(shown.png))).any()
    assert words == "black is 0, white is 1 and more"


def test_brightness_is_shown_exactly():
    levels = (np.arange(512) // 2).astype(np.float64).repeat(512).reshape(512, 512) / 255
    picture = brightness_picture(levels, "Ramp")
    np.testing.assert_array_equal(pixels_of(picture), (levels * 255).round())
    assert picture.alt == "Ramp, 512 by 512 pixels, brightness from 0 to 1."


def test_small_pictures_are_enlarged_by_whole_pixels_and_large_ones_thinned():
    small = brightness_picture(np.array([[0.0, 1.0]]), "Two")
    assert pixels_of(small).shape == (256, 512)
    assert small.enlarged == 256
    assert small.width == 512
    assert pixels_of(brightness_picture(np.zeros((2050, 10)), "Tall")).shape[0] <= 1024


def test_signs_have_colours_and_zero_is_nearly_white():
    picture = signed_picture(np.array([[-1.0, 0.0, 1.0]]), "Three", 1.0)
    shown = np.asarray(Pillow.open(io.BytesIO(picture.png)).convert("RGB")).astype(int)
    negative, zero, positive = shown[0, 20], shown[0, 256], shown[0, -20]
    assert negative[2] > negative[0] + 60
    assert positive[0] > positive[2] + 60
    assert zero.min() > 240


def test_what_is_not_finite_can_still_be_shown():
    values = np.array([[np.nan, np.inf, -np.inf, 0.5]])
    assert pixels_of(signed_picture(values, "Odd", 1.0)).size
    assert pixels_of(brightness_picture(values, "Odd")).size
    assert "not finite" in signed_picture(np.array([[np.nan]]), "Odd", 1.0).alt


@pytest.mark.parametrize(
    ("sample", "kernel", "is_grey"),
    [
        ("moon", "sharpen", True),
        ("camera", "emboss", True),
        ("coins", "sharpen", True),
        ("camera", "box", True),
        ("siemens_star", "sharpen", True),
        ("camera", "sobel_x", False),
        ("cell", "laplacian", False),
    ],
)
def test_an_output_is_grey_unless_its_numbers_have_signs(sample, kernel, is_grey):
    layer = Layer(get_kernel(kernel))
    values = correlate(get_sample(sample).pixels, layer.kernel)
    picture, words = output_picture(values, "Output", keeps_level=layer.keeps_level)
    shown = np.asarray(Pillow.open(io.BytesIO(picture.png)).convert("RGB")).astype(int)
    assert bool((np.ptp(shown, axis=2) == 0).all()) is is_grey
    assert words.startswith("black is 0, white is 1" if is_grey else "blue is negative, white zero, orange positive")


def test_what_is_cut_off_is_counted():
    values = np.full((100, 100), 0.5)
    assert output_picture(values, "Grey")[1] == "black is 0, white is 1"
    values[0, :12] = 1.5
    assert output_picture(values, "Grey")[1] == (
        "black is 0, white is 1; 0.12 % of the values lie beyond and are cut off"
    )
    colours = np.full((10, 10, 3), -0.5)
    assert output_picture(colours, "Colour")[1] == (
        "black is 0, white is 1; 100 % of the values lie beyond and are cut off; without the colours their sign is "
        "shown"
    )


def test_one_pixel_cannot_make_all_others_pale():
    values = np.random.default_rng(0).normal(size=(60, 60))
    limit = signed_limit(values)
    values[3, 3] = 1e6
    assert abs(signed_limit(values) - limit) < 0.2
    _, words = output_picture(values, "Noise")
    assert words.endswith(f"full colour from {number(signed_limit(values))} on")
    assert signed_limit(np.zeros(9)) == 1.0
    assert signed_limit(np.array([np.nan])) == 1.0
    # few values that are not zero are not cut off: the largest of them counts
    assert signed_limit(np.r_[np.zeros(999), 5.0]) == 5.0


def test_a_frame_lies_around_its_part_and_leaves_it_as_it_is():
    shown = pixels_of(brightness_picture(np.full((300, 300), 0.5), "Grey", Frame(100, 150, 20, 20)))
    assert (shown[82:118, 132:168] == 128).all()
    assert (shown[:70] == 128).all()
    assert (shown != 128).any()


@pytest.mark.parametrize("place", [0, 299])
def test_a_frame_at_the_edge_stays_in_the_picture(place):
    assert pixels_of(brightness_picture(np.zeros((300, 300)), "Edge", Frame(place, place, 3, 3))).shape == (300, 300, 3)
