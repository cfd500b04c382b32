"""Filters that are more than one kernel, against scikit-image and what a ramp, a step and a constant must give."""

import numpy as np
import pytest
import skimage.filters
from hypothesis import given
from hypothesis import strategies as st

from core.convolution import correlate
from core.data import get_image
from core.filters import COMBINED, apply_filter
from core.kernels import get_kernel

CAMERA = get_image("camera").pixels[:80, :90].astype(np.float64)


@pytest.mark.parametrize(
    ("name", "peer", "scale"),
    [
        ("sobel", skimage.filters.sobel, 4 * np.sqrt(2)),
        ("prewitt", skimage.filters.prewitt, 3 * np.sqrt(2)),
        ("scharr", skimage.filters.scharr, 16 * np.sqrt(2)),
    ],
)
def test_gradient_lengths_are_those_of_scikit_image_but_for_their_scale(name, peer, scale):
    np.testing.assert_allclose(apply_filter(name, CAMERA), scale * peer(CAMERA, mode="reflect"), atol=1e-9)


@given(right=st.floats(-3, 3), down=st.floats(-3, 3))
def test_a_ramp_has_the_length_of_its_slope(right, down):
    rows, columns = np.mgrid[0:9, 0:9]
    ramp = right * columns + down * rows
    slope = np.hypot(right, down)
    for name, scale in (("sobel", 8), ("prewitt", 6), ("scharr", 32), ("gaussian_gradient", 1)):
        np.testing.assert_allclose(apply_filter(name, ramp)[4, 4], scale * slope, atol=1e-9)


@pytest.mark.parametrize("name", list(COMBINED))
def test_flat_areas_give_nothing(name):
    np.testing.assert_allclose(apply_filter(name, np.full((12, 12), 0.7)), 0, atol=1e-9)


@pytest.mark.parametrize(("name", "kernel"), [("kirsch_compass", "kirsch"), ("robinson_compass", "robinson")])
def test_a_compass_takes_the_strongest_direction(name, kernel):
    answers = [correlate(CAMERA, get_kernel(kernel, direction=d)) for d in ("N", "NE", "E", "SE", "S", "SW", "W", "NW")]
    np.testing.assert_array_equal(apply_filter(name, CAMERA), np.max(answers, axis=0))


def test_a_disc_is_outlined_where_it_ends():
    disc = get_image("disc", size=64, radius=20).pixels
    outline = apply_filter("zero_crossings", disc, sigma=1.5, size=11)
    rows, columns = np.nonzero(outline)
    distance = np.hypot(rows - 31.5, columns - 31.5)
    assert set(np.unique(outline)) == {0, 1}
    assert len(rows) > 80
    assert np.abs(distance - 20).max() < 2.5
