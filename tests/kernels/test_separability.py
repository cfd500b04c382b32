"""Separability of kernels whose rank is known, and of products."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from core.kernels import get_kernel, separability

RANKS = {
    "sobel_x": 1,
    "scharr_y": 1,
    "gaussian": 1,
    "box": 1,
    "gaussian_derivative_xy": 1,
    "dct_basis": 1,
    "laplacian": 2,
    "laplacian_8": 2,
    "laplacian_of_gaussian": 2,
    "difference_of_gaussians": 2,
    "roberts_1": 2,
    "central_difference_x": 1,
}


@pytest.mark.parametrize(("name", "rank"), RANKS.items())
def test_known_ranks(name, rank) -> None:
    result = separability(get_kernel(name))
    assert result.rank == rank == np.linalg.matrix_rank(get_kernel(name).weights)
    assert result.is_separable == (rank == 1)
    assert (result.error < 1e-14) == (rank == 1)


def test_sobel_is_its_two_factors_of_equal_length() -> None:
    for name, column, row in [("sobel_x", [1, 2, 1], [-1, 0, 1]), ("sobel_y", [-1, 0, 1], [1, 2, 1])]:
        result = separability(get_kernel(name))
        np.testing.assert_allclose(np.outer(result.column, result.row), np.outer(column, row), atol=1e-14)
        np.testing.assert_allclose(result.column, np.array(column) * 12**0.25 / np.linalg.norm(column), atol=1e-14)
        np.testing.assert_allclose(result.row, np.array(row) * 12**0.25 / np.linalg.norm(row), atol=1e-14)


def test_where_both_sums_vanish_the_column_rises() -> None:
    result = separability(np.outer([-1, 0, 1], [-1, 0, 1]))
    np.testing.assert_allclose(result.column, [-1, 0, 1], atol=1e-14)
    np.testing.assert_allclose(result.row, [-1, 0, 1], atol=1e-14)


@settings(max_examples=60)
@given(
    arrays(
        np.float64,
        array_shapes(min_dims=2, max_dims=2, max_side=7),
        elements=st.floats(-9, 9).map(lambda x: round(x, 3)),
    )
)
def test_the_product_misses_by_the_error_and_nothing_comes_closer(weights) -> None:
    result = separability(weights)
    missed = np.linalg.norm(weights - np.outer(result.column, result.row))
    assert missed == pytest.approx(result.error * np.linalg.norm(weights), abs=1e-12)
    assert np.linalg.norm(result.column) == pytest.approx(np.linalg.norm(result.row))
    assert result.column.sum() + result.row.sum() > -1e-9
    np.testing.assert_allclose(result.singular_values, np.linalg.svd(weights, compute_uv=False), atol=1e-12)


def test_a_kernel_of_zeros() -> None:
    result = separability(np.zeros((2, 3)))
    assert (result.rank, result.error, result.is_separable) == (0, 0.0, True)
    assert result.column.tolist() == [0.0, 0.0]
    assert result.row.tolist() == [0.0, 0.0, 0.0]


def test_arrays_are_read_only() -> None:
    result = separability([[1, 2], [3, 4]])
    for array in (result.singular_values, result.column, result.row):
        assert not array.flags.writeable


def test_signals_have_no_column() -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        separability([1, 2, 1])
    assert str(caught.value) == "kernel has shape (3,): separability asks for two dimensions, (h, w)."
