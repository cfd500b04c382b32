"""Photographs are those of scikit-image, in its own brightness."""

import numpy as np
import pytest
import skimage
from skimage import data
from skimage.color import rgb2gray

from core.data import describe_sample, get_sample, sample_names
from core.data.samples import photographs

NAMES = [name for name in sample_names(2) if "In scikit-image: " in describe_sample(name).source]
SAME = [
    "camera",
    "astronaut",
    "chelsea",
    "coffee",
    "rocket",
    "hubble_deep_field",
    "coins",
    "moon",
    "page",
    "text",
    "cell",
    "microaneurysms",
    "brick",
    "grass",
    "gravel",
]


@pytest.mark.parametrize("name", SAME)
def test_pixels_are_those_that_scikit_image_gives(name):
    expected = skimage.img_as_float(getattr(data, name)())
    np.testing.assert_allclose(get_sample(name).pixels, expected, atol=1e-6)


@pytest.mark.parametrize(("name", "theirs"), [("clock", "clock"), ("tissue", "immunohistochemistry")])
def test_some_have_another_name_there(name, theirs):
    np.testing.assert_allclose(get_sample(name).pixels, skimage.img_as_float(getattr(data, theirs)()), atol=1e-6)


@pytest.mark.parametrize(("name", "file"), [("horse", "horse.png"), ("phantom", "phantom.png")])
def test_drawings_become_grey_by_the_weights_of_scikit_image(name, file):
    expected = rgb2gray(photographs._read(file))
    assert get_sample(name).pixels.ndim == 2
    np.testing.assert_allclose(get_sample(name).pixels, expected, atol=1e-6)


def test_transparent_parts_lie_on_white():
    horse = photographs._read("horse.png")
    assert horse.shape[2] == 3
    assert horse[0, 0].tolist() == [1.0, 1.0, 1.0]


def test_every_photograph_is_one_of_these():
    assert set(NAMES) == {*SAME, "clock", "tissue", "horse", "phantom"}
