"""Filters that are more than one kernel, against scikit-image and what a ramp, a step and a constant must give."""

import numpy as np
import pytest
import skimage.filters
from hypothesis import given
from hypothesis import strategies as st

from core.convolution import convolve, correlate, max_pool
from core.data import get_image
from core.filters import COMBINED, Layer, apply_filter, describe_filter, filter_names, run_layer
from core.kernels import get_kernel, kernel_names

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


@pytest.mark.parametrize("name", list(COMBINED))
def test_channels_are_filtered_each_by_itself(name):
    colours = get_image("chelsea").pixels[:30, :40]
    expected = np.stack([apply_filter(name, colours[..., c]) for c in range(3)], axis=-1)
    np.testing.assert_array_equal(apply_filter(name, colours, channel_axis=-1), expected)
    assert describe_filter(name).description


@pytest.mark.parametrize("name", kernel_names(2)[:6])
def test_a_kernel_is_a_filter_too(name):
    np.testing.assert_array_equal(apply_filter(name, CAMERA), correlate(CAMERA, get_kernel(name)))


def test_names():
    assert filter_names(1) == kernel_names(1)
    assert set(filter_names()) == {*COMBINED, *kernel_names()}
    assert len(set(filter_names())) == len(filter_names())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: apply_filter("sobell", CAMERA),
            "'sobell' is not a filter: did you mean sobel or sobel_y? filter_names() lists all.",
        ),
        (lambda: apply_filter("sobel", CAMERA, size=3), "size is not a parameter of sobel: it has none."),
        (
            lambda: describe_filter("box"),
            f"'box' is not a combined filter: choose one of {', '.join(COMBINED)}.",
        ),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        call()
    assert str(caught.value) == message


@given(
    flip=st.booleans(),
    stride=st.integers(1, 3),
    dilation=st.integers(1, 3),
    relu=st.booleans(),
    pool=st.sampled_from([1, 2, 4, 99]),
    colour=st.booleans(),
)
def test_a_layer_is_its_steps_one_after_the_other(flip, stride, dilation, relu, pool, colour):
    data = get_image("chelsea").pixels[:20, :24]
    data = data if colour else data[..., 0]
    kernel = get_kernel("sobel_x")
    layer = Layer(kernel, flip=flip, stride=stride, dilation=dilation, relu=relu, pool=pool)
    result = run_layer(data, layer)
    axis = -1 if colour else None
    slid = (convolve if flip else correlate)(data, kernel, stride=stride, dilation=dilation, channel_axis=axis)
    np.testing.assert_array_equal(result.filtered, slid)
    expected = np.maximum(slid, 0) if relu else slid
    if pool == 1:
        np.testing.assert_array_equal(result.output, expected)
        assert result.picked is None
        return
    sides = (*(min(pool, n) for n in slid.shape[:2]), *(1,) * colour)
    np.testing.assert_array_equal(result.output, max_pool(expected, sides)[0])
    np.testing.assert_array_equal(expected.ravel()[result.picked], result.output)
