"""Arguments become a request that everything behind it may rely on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.convolution.geometry import axis_of
from core.convolution.request import check_per_axis, check_request, check_whole, real_array

PLAIN = dict(flip=False, mode="same", boundary="reflect", cval=0.0, stride=1, dilation=1, channel_axis=None)


def asked(data, kernel, **changes):
    return check_request(data, kernel, **(PLAIN | changes))


def test_what_was_asked_is_kept_as_it_is_and_nothing_is_copied():
    data, kernel = np.arange(20.0).reshape(4, 5), np.arange(6.0).reshape(2, 3)
    request = asked(data, kernel, boundary="wrap", cval=2, stride=(1, 2), dilation=[3, 1])
    assert request.data is data
    assert request.kernel is kernel
    assert (request.boundary, request.cval, type(request.cval)) == ("wrap", 2.0, float)
    rows = axis_of("same", length=4, taps=2, dilation=3, stride=1)
    columns = axis_of("same", length=5, taps=3, dilation=1, stride=2)
    assert request.axes == (rows, columns)
    assert request.output_shape == (4, 3)
    assert not request.has_channels


def test_a_kernel_that_is_to_be_turned_round_is_turned_along_every_axis():
    kernel = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(asked(np.ones((4, 5)), kernel, flip=True).kernel, kernel[::-1, ::-1])


@pytest.mark.parametrize("channel_axis", [0, 1, 2, -1, -2, -3, np.int64(1)])
def test_channels_come_last_and_are_no_axis_to_filter(channel_axis):
    data = np.arange(24.0).reshape(2, 3, 4)
    request = asked(data, np.ones((2, 2)), channel_axis=channel_axis, mode="full")
    np.testing.assert_array_equal(request.data, np.moveaxis(data, channel_axis, -1))
    assert np.shares_memory(request.data, data)
    assert request.has_channels
    lengths = request.data.shape
    assert request.output_shape == (lengths[0] + 1, lengths[1] + 1, lengths[2])


@given(steps=st.lists(st.integers(1, 9), min_size=2, max_size=2), kind=st.sampled_from([list, tuple, np.array]))
def test_one_step_for_each_axis_comes_in_any_row_of_whole_numbers(steps, kind):
    assert check_per_axis("stride", kind(steps), 2) == tuple(steps)
    assert check_per_axis("stride", np.int32(steps[0]), 2) == (steps[0],) * 2


@pytest.mark.parametrize("value", [0, -1, 1.0, True, np.bool_(True), "2", None])
def test_what_is_no_whole_number_from_one_up_is_named(value):
    for check in (lambda: check_whole("stride", value), lambda: check_per_axis("stride", value, 2)):
        with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
            check()
        assert str(caught.value) == f"stride={value!r} is not allowed: give a whole number from 1 up."
    assert check_whole("n", 0, minimum=0) == 0


@pytest.mark.parametrize(
    ("kind", "words"), [("complex64", "complex64"), ("U3", "<U3"), ("O", "object"), ("M8[s]", "datetime64[s]")]
)
def test_what_are_no_real_numbers_is_named(kind, words):
    with pytest.raises(TypeError) as caught:
        real_array("data", np.zeros(2, kind))
    assert str(caught.value) == (
        f"data has dtype {words}: give real numbers (bool, integers or floats), for example data.real or "
        "data.astype(float)."
    )


def test_a_kernel_that_reaches_too_far_for_valid_is_named_with_its_reach():
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        asked(np.ones((6, 9)), np.ones((2, 3)), mode="valid", dilation=(1, 5))
    assert str(caught.value) == (
        "mode='valid' needs a kernel no longer than the data: the kernel reaches over (2, 11) samples (dilation "
        "included), the data have (6, 9). Use mode='same', or a shorter kernel."
    )
