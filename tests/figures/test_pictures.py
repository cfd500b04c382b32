"""Pictures show the numbers that they are given, on the scale that they are given, and say so in words."""

import io

import numpy as np
from PIL import Image as Pillow

from core.figures import Scale, brightness_picture, scaled_picture, signed_picture


def pixels_of(picture):
    return np.asarray(Pillow.open(io.BytesIO(picture.png)))


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
    assert negative[[0, 2]].min() > negative[1] + 40  # purple
    assert positive[1] > positive[[0, 2]].max() + 40  # green
    assert zero.min() > 240


def test_what_is_not_finite_can_still_be_shown():
    values = np.array([[np.nan, np.inf, -np.inf, 0.5]])
    assert pixels_of(signed_picture(values, "Odd", 1.0)).size
    assert pixels_of(brightness_picture(values, "Odd")).size
    assert "not finite" in signed_picture(np.array([[np.nan]]), "Odd", 1.0).alt


def test_values_are_shown_on_the_scale_that_is_given():
    values = np.array([[-2.0, 0.0, 1.0, 2.0]])
    grey = scaled_picture(values, "Strength", Scale(2.0))
    assert pixels_of(grey)[0, :: grey.enlarged].tolist() == [0, 0, 128, 255]
    assert grey.alt == "Strength, 4 by 1 pixels, values from −2 to 2."
    signed = scaled_picture(values, "Signs", Scale(2.0, is_signed=True))
    assert signed.png == signed_picture(values, "Signs", 2.0).png
