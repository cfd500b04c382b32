"""Numbers in a sentence: no digit that says nothing, none that is missing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.learning.wording import listed, percent


@given(st.floats(1e-6, 1.0))
def test_a_share_is_written_plainly_and_can_be_read_back(share):
    text, unit = percent(share).split()
    assert unit == "%"
    assert "e" not in text
    assert abs(float(text) / 100 - share) <= 0.051 * share


@given(st.floats(1.0, 1e6))
def test_what_is_more_than_the_whole_is_written_without_fractions(share):
    text, unit = percent(share).split()
    assert unit == "%"
    assert abs(int(text) - 100 * share) <= 0.5


@pytest.mark.parametrize(("share", "text"), [(0.99, "99 %"), (0.996, "100 %"), (1.0, "100 %"), (0.0996, "10 %")])
def test_shares_near_a_rounder_one(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("weights", "text"),
    [
        (np.arange(11.0), "[0 1 2 3 4 5 6 7 8 9 10]"),
        (np.arange(12.0), "the filter of 12 taps"),
        ([0.5, -2], "[0.50 −2.00]"),
        (np.zeros((1, 3, 5)), "the 1 x 3 x 5 filter"),
        (np.array([1, -1], np.float32), "[1 −1]"),
    ],
)
def test_a_short_filter_is_written_out_and_a_larger_one_by_its_shape(weights, text):
    assert listed(weights) == text
