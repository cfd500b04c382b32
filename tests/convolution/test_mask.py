"""What a kernel is known to be before any data are seen."""

import numpy as np
import pytest

from core.convolution.mask import mask_of

SINGLE, DOUBLE = np.dtype(np.float32), np.dtype(np.float64)


@pytest.mark.parametrize("dtype", [SINGLE, DOUBLE])
def test_products_of_a_column_and_a_row_split(dtype):
    column, row = np.array([1.0, -2, 0, 3]), np.array([0.5, 0, 4])
    factors = mask_of(np.outer(column, row), dtype).factors
    assert factors.dtype == dtype
    np.testing.assert_allclose(np.outer(factors[:4], factors[4:]), np.outer(column, row), rtol=1e-6)


@pytest.mark.parametrize("kernel", [np.eye(3), np.zeros((3, 3)), np.ones((1, 5)), np.ones(4), np.full((2, 2), np.nan)])
def test_others_do_not(kernel):
    assert mask_of(kernel, DOUBLE).factors is None


def test_a_wide_bell_splits_down_to_its_smallest_numbers():
    bell = np.exp(-(np.arange(-20, 21) ** 2) / 8.0)
    rows, columns = np.mgrid[-20:21, -20:21]
    kernel = np.exp(-(rows**2 + columns**2) / 8.0)
    factors = mask_of(kernel, DOUBLE).factors
    np.testing.assert_allclose(np.outer(factors[:41], factors[41:]), np.outer(bell, bell), rtol=1e-14)


def test_what_splits_in_float32_need_not_in_float64():
    kernel = np.outer([1.0, 2.0], [3.0, 4.0])
    kernel[1, 1] *= 1 + 1e-9
    assert mask_of(kernel, SINGLE).factors is not None
    assert mask_of(kernel, DOUBLE).factors is None


def test_a_tiny_number_where_a_zero_should_be_is_no_zero():
    kernel = np.outer([1.0, 0.0], [1.0, 1.0])
    kernel[1, 1] = 1e-30
    assert mask_of(kernel, SINGLE).factors is None


def test_weights_are_rounded_once_and_finite_is_judged_after():
    assert not mask_of(np.array([1e300]), SINGLE).is_finite
    assert mask_of(np.array([1e300]), DOUBLE).is_finite
    assert mask_of(np.array([[1, 2], [3, 4]]), SINGLE).weights.tolist() == [1, 2, 3, 4]
    assert mask_of(np.ones((2, 3)), SINGLE).taps == 6
