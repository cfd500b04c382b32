"""Edits do what their words say, and leave the kernel that they are given as it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.kernels.editing import EDITS, edits, has_sum, normalise
from core.kernels.written import read_weights, write_weights

MASK = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
RESULTS = {
    "normalise": MASK / 21,
    "flip": [[3, 2, 1], [6, 5, 4]],
    "flip_up_down": [[4, 5, 6], [1, 2, 3]],
    "rotate": [[4, 1], [5, 2], [6, 3]],
    "transpose": [[1, 4], [2, 5], [3, 6]],
    "double": [[2, 4, 6], [8, 10, 12]],
    "halve": [[0.5, 1, 1.5], [2, 2.5, 3]],
}


@pytest.mark.parametrize("name", EDITS)
def test_each_edit_does_what_its_words_say(name):
    before = MASK.copy()
    np.testing.assert_array_equal(EDITS[name].apply(MASK), RESULTS[name])
    np.testing.assert_array_equal(MASK, before)
    assert EDITS[name].words.endswith(".")


@pytest.mark.parametrize(("name", "times"), [("flip", 2), ("flip_up_down", 2), ("rotate", 4), ("transpose", 2)])
def test_turned_often_enough_a_kernel_is_what_it_was(name, times):
    turned = MASK
    for _ in range(times):
        turned = EDITS[name].apply(turned)
    np.testing.assert_array_equal(turned, MASK)


@given(arrays.arrays(np.float64, (3, 3), elements=st.integers(-9, 9).map(float)))
def test_normalised_numbers_add_up_to_one_or_their_absolute_values_do(weights):
    scaled = normalise(weights)
    if has_sum(weights):
        assert scaled.sum() == pytest.approx(1)
    elif weights.any():
        assert np.abs(scaled).sum() == pytest.approx(1)
    else:
        assert not scaled.any()
    np.testing.assert_allclose(normalise(scaled), scaled, atol=1e-12)


def test_a_sum_that_is_only_rounding_is_none():
    assert not has_sum(np.array([0.1, 0.2, -0.3]))
    assert np.abs(normalise(np.array([0.1, 0.2, -0.3]))).sum() == pytest.approx(1)


def test_a_signal_has_no_edits_of_rows():
    assert set(EDITS) - set(edits(1)) == {"flip_up_down", "rotate", "transpose"}
    assert list(edits(2)) == list(EDITS)
    for edit in edits(1).values():
        assert edit.apply(MASK[0]).shape == (3,)


@pytest.mark.parametrize("name", EDITS)
def test_what_is_edited_can_be_written_and_read(name):
    edited = EDITS[name].apply(MASK)
    np.testing.assert_array_equal(read_weights(write_weights(edited), 2), edited)
