"""Kernels as text: what is written is read back bit for bit, and what is no kernel gets a sentence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.kernels.written import read_weights, write_weights

NUMBERS = st.floats(-1e6, 1e6)


@given(arrays.arrays(np.float64, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=NUMBERS))
def test_what_is_written_is_read_back_bit_for_bit(weights):
    np.testing.assert_array_equal(read_weights(write_weights(weights), 2), weights)
    np.testing.assert_array_equal(read_weights(write_weights(weights[0]), 1), weights[0])


@pytest.mark.parametrize(
    "text",
    ["0 1; 2 -3", "0,1;2,-3", "[[0, 1]; [2, -3]]", "0 1\n2 -3", "0\t1;;2\t-3;", "0 | 1; 2 | \u22123", "0 1;2 -3e0"],
)
def test_people_write_in_many_ways(text):
    assert read_weights(text, 2).tolist() == [[0, 1], [2, -3]]


@given(st.text(max_size=60), st.sampled_from([1, 2]))
def test_any_text_is_a_kernel_or_gets_a_sentence(text, ndim):
    try:
        weights = read_weights(text, ndim)
    except ValueError as error:
        assert str(error).endswith(".")
    else:
        assert weights.ndim == ndim
        assert np.isfinite(weights).all()


@pytest.mark.parametrize(
    ("text", "ndim", "message"),
    [
        ("", 1, "No numbers were given: write for example -1 1 -1."),
        ("1 two", 1, "'two' is not a number: write for example -1 1 -1."),
        ("x" * 300, 1, "'xxxxxxxxxxxxxxxxx...' is not a number: write for example -1 1 -1."),
        ("1 nan", 1, "nan is not allowed: give numbers from -1,000,000 to 1,000,000."),
        ("1e309", 1, "1e309 is not allowed: give numbers from -1,000,000 to 1,000,000."),
        ("1 2; 3", 2, "The rows have 2, 1 numbers: give every row the same length."),
        ("1 2; 3 4", 1, "2 rows were given: a signal's kernel has one row, for example -1 1 -1."),
        ("1 " * 32, 1, "1 x 32 numbers were given: at most 31 a side are allowed."),
        ("1 " * 20_000, 1, "The text has 40,000 characters: a kernel has at most 31 numbers a side."),
    ],
)
def test_what_is_no_kernel_is_named(text, ndim, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        read_weights(text, ndim)
    assert str(caught.value) == message
