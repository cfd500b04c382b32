"""Pooling against torch, peaks against scipy."""

import numpy as np
import pytest
import scipy.signal
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.convolution import local_maxima, max_pool


@given(
    signal=arrays.arrays(np.float64, st.integers(1, 40), elements=st.floats(-9, 9, width=16)),
    size=st.integers(1, 8),
    stride=st.integers(1, 5),
)
def test_signals_are_pooled_as_torch_does(signal, size, stride):
    if size > signal.size:
        return
    values, indices = max_pool(signal, size, stride)
    expected = torch.nn.functional.max_pool1d(torch.from_numpy(signal)[None, None], size, stride)[0, 0]
    np.testing.assert_array_equal(values, expected.numpy())
    np.testing.assert_array_equal(signal[indices], values)


@given(
    image=arrays.arrays(
        np.float64, st.tuples(st.integers(4, 9), st.integers(4, 9)), elements=st.floats(-9, 9, width=16)
    ),
    size=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    stride=st.tuples(st.integers(1, 3), st.integers(1, 3)),
)
def test_images_are_pooled_as_torch_does(image, size, stride):
    values, indices = max_pool(image, size, stride)
    expected = torch.nn.functional.max_pool2d(torch.from_numpy(image)[None, None], size, stride)[0, 0]
    np.testing.assert_array_equal(values, expected.numpy())
    np.testing.assert_array_equal(image.ravel()[indices], values)


def test_dtype_is_kept_and_the_first_of_equals_is_taken():
    values, indices = max_pool(np.array([3, 3, 1, 7], np.uint8), 2)
    assert values.dtype == np.uint8
    assert indices.tolist() == [0, 3]


def test_a_block_with_a_nan_gives_nan():
    values, _ = max_pool([1.0, np.nan, 2.0, 3.0], 2)
    np.testing.assert_array_equal(values, [np.nan, 3.0])


@given(arrays.arrays(np.int64, st.integers(1, 60), elements=st.integers(-3, 3)))
def test_peaks_are_those_of_scipy(signal):
    np.testing.assert_array_equal(local_maxima(signal), scipy.signal.find_peaks(signal)[0])


@given(arrays.arrays(np.float64, st.integers(1, 40), elements=st.sampled_from([0.0, 1.0, 2.0, np.inf, -np.inf])))
def test_peaks_may_be_infinite(signal):
    np.testing.assert_array_equal(local_maxima(signal), scipy.signal.find_peaks(signal)[0])


def test_a_plateau_is_one_peak_at_its_middle():
    # of two middles the left one, as scipy.signal.find_peaks has it
    assert local_maxima([0, 1, 1, 0, 2, 2, 2, 0]).tolist() == [1, 5]


def test_an_eight_bit_sine_of_ten_periods_has_ten_peaks():
    samples = np.round(128 + 100 * np.sin(2 * np.pi * np.arange(500) / 50)).astype(np.uint8)
    assert local_maxima(samples).tolist() == scipy.signal.find_peaks(samples)[0].tolist()
    assert len(local_maxima(samples)) == 10


@pytest.mark.parametrize("signal", [[1.0], [1.0, 2.0], [2.0, 2.0, 1.0], [0.0, 1.0, 1.0], [0.0, np.nan, 1.0, np.nan]])
def test_no_peak_at_an_end_or_beside_a_nan(signal):
    assert local_maxima(signal).size == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: max_pool([1.0], 2), "size=(2,) is larger than the data (1,): give a smaller block."),
        (lambda: max_pool([1.0], 0), "size=0 is not allowed: give a whole number from 1 up."),
        (lambda: max_pool([1.0], 1, 0), "stride=0 is not allowed: give a whole number from 1 up."),
        (lambda: max_pool(1.0, 1), "data has 0 dimensions: give at least one axis to pool along."),
        (lambda: max_pool([1.0], (1, 1)), "size=(1, 1) has 2 entries for 1 axes: give one whole number, or 1."),
        (lambda: local_maxima([[1.0]]), "signal has 2 dimensions: give a 1-D array."),
        (lambda: local_maxima([]), "signal is empty (shape (0,)): give at least one number."),
    ],
)
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        call()
    assert str(caught.value) == message
