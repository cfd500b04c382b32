"""One call for every filter: by its name, each channel by itself, and what has no name is named."""

import numpy as np
import pytest

from core.convolution import correlate
from core.data import get_image
from core.filters import COMBINED, apply_filter, describe_filter, filter_names
from core.kernels import get_kernel, kernel_names

CAMERA = get_image("camera").pixels[:80, :90].astype(np.float64)


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
