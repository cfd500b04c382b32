"""The comparison: identities, known figures, and the corners where a norm is zero."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.kernels import compare, get_kernel

NUMBERS = st.floats(-5, 5).map(lambda x: round(x, 4))


def test_a_kernel_with_itself() -> None:
    result = compare(get_kernel("sobel_x"), get_kernel("sobel_x"))
    assert result.cosine == pytest.approx(1, abs=1e-15)
    assert result.scale == pytest.approx(1)
    assert result.relative_error < 1e-15
    assert (result.weight_error, result.max_abs_difference) == (0.0, 0.0)
    assert (result.ratio, result.designed_ratio) == (None, None)


def test_the_sign_is_kept_and_a_flip_is_seen() -> None:
    sobel = get_kernel("sobel_x").weights
    result = compare(sobel, -3 * sobel)
    assert result.cosine == pytest.approx(-1)
    assert result.rotated_cosine == pytest.approx(1)
    assert result.scale == pytest.approx(-3)
    assert result.relative_error < 1e-15
    assert result.weight_error == pytest.approx(4)
    assert result.max_abs_difference == 8


def test_a_peak_detector_learned_too_strong() -> None:
    result = compare(get_kernel("peak_detector"), [-1.0, 2.0, -1.0])
    assert result.cosine == pytest.approx(4 / math.sqrt(18))
    assert result.scale == pytest.approx(4 / 3)
    assert result.relative_error == pytest.approx(math.sqrt(1 - 16 / 18))
    assert result.weight_error == pytest.approx(1 / math.sqrt(3))
    assert result.max_abs_difference == 1
    assert (result.ratio, result.designed_ratio) == (2.0, 1.0)


@settings(max_examples=100)
@given(arrays(np.float64, (2, 3), elements=NUMBERS), arrays(np.float64, (2, 3), elements=NUMBERS))
def test_scale_is_the_least_squares_fit_and_the_error_what_it_leaves(designed, learned) -> None:
    result = compare(designed, learned)
    assert -1 <= result.cosine <= 1
    assert result.relative_error == pytest.approx(math.sqrt(max(0.0, 1 - result.cosine**2)), abs=1e-7)
    assert result.max_abs_difference == np.abs(learned - designed).max()
    if designed.any():
        fit = np.linalg.lstsq(designed.reshape(-1, 1), learned.ravel())[0][0]
        assert result.scale == pytest.approx(fit, abs=1e-9)
        distance = np.linalg.norm(learned - designed) / np.linalg.norm(designed)
        assert result.weight_error == pytest.approx(distance)


@pytest.mark.parametrize(
    ("designed", "learned", "weight_error"), [([0, 0], [1, 2], math.inf), ([1, 2], [0, 0], 1), ([0, 0], [0, 0], 0)]
)
def test_zeros_have_no_direction(designed, learned, weight_error) -> None:
    result = compare(designed, learned)
    assert (result.cosine, result.rotated_cosine, result.scale, result.relative_error) == (0.0, 0.0, 0.0, 1.0)
    assert result.weight_error == weight_error


@pytest.mark.parametrize("size", [1e-320, 1e-200, 1e-3, 1e200])
def test_tiny_and_huge_weights_lose_nothing(size) -> None:
    result = compare([-1.0, 1.0, -1.0], np.array([-1.0, 1.0, -1.0]) * size)
    assert result.cosine == pytest.approx(1)
    assert result.scale == pytest.approx(size)
    assert result.relative_error < 1e-15
    assert result.ratio == 1


@pytest.mark.parametrize("weights", [[-1, 0, 1], [0, 1, 0], [-0.1, 1, 0.1]])
def test_sides_that_cancel_have_no_ratio(weights) -> None:
    assert compare([-1, 1, -1], weights).ratio is None


@pytest.mark.parametrize("weights", [[[-1, 1, -1]], [1, 2], [1, 2, 3, 4]])
def test_only_three_taps_have_a_ratio(weights) -> None:
    assert compare(weights, weights).ratio is None


def test_other_shapes_are_refused() -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        compare([1, 2, 1], [[1, 2, 1]])
    assert str(caught.value) == "learned has shape (1, 3) but designed (3,): compare kernels of one shape."
