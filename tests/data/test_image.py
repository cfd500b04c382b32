"""An image has values from 0 to 1; grey and smaller copies of it."""

import numpy as np
import pytest
import skimage.color
from hypothesis import given
from hypothesis import strategies as st

from core.data import Image, get_image, shrink, to_grey


def test_grey_is_that_of_scikit_image():
    image = get_image("chelsea")
    np.testing.assert_allclose(to_grey(image).pixels, skimage.color.rgb2gray(image.pixels), atol=1e-6)
    assert to_grey(get_image("camera")) is get_image("camera")


@given(height=st.integers(1, 40), width=st.integers(1, 40), longest=st.integers(1, 50), seed=st.integers(0, 9))
def test_shrinking_keeps_the_mean_and_the_proportions(height, width, longest, seed):
    image = Image("a", "A", np.random.default_rng(seed).random((height, width)))
    small = shrink(image, longest)
    assert max(small.pixels.shape) <= max(longest, 1)
    np.testing.assert_allclose(small.pixels.mean(), image.pixels.mean(), atol=1e-5)


def test_blocks_become_their_means():
    image = Image("a", "A", np.kron([[0.0, 1.0], [0.5, 0.25]], np.ones((3, 3))))
    np.testing.assert_allclose(shrink(image, 2).pixels, [[0, 1], [0.5, 0.25]], atol=1e-6)


def test_a_size_of_zero_is_refused():
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        shrink(get_image("camera"), 0)
    assert str(caught.value) == "longest=0 is not allowed: give at least 1 pixel."


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: Image("a", "A", np.ones((2, 2, 2))),
            "pixels has the shape (2, 2, 2): give (h, w) or (h, w, 3), none of them 0.",
        ),
        (
            lambda: Image("a", "A", [[0.0, 2.0]]),
            "pixels run from 0 to 2: give values from 0 to 1, without NaN.",
        ),
    ],
)
def test_what_is_not_allowed_is_named(call, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        call()
    assert str(caught.value) == message
