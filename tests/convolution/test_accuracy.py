"""What methods must not lose: small numbers beside large ones, exact zeros, NaN and inf in their places."""

import numpy as np
import pytest

from core.convolution import METHODS, correlate
from tests.convolution.requests import assert_close

FAST = [method for method in METHODS if method != "definition"]


def wide_range(shape, dtype=np.float32):
    """The left half about 1e-3, the right half about 1e4."""
    data = np.random.default_rng(0).random(shape) + 0.5
    data[..., : shape[-1] // 2] *= 1e-3
    data[..., shape[-1] // 2 :] *= 1e4
    return data.astype(dtype)


@pytest.mark.parametrize("method", FAST)
@pytest.mark.parametrize("taps", [5, 15, 31, 63])
def test_float32_is_as_accurate_as_its_own_window_beside_numbers_ten_million_times_as_large(method, taps):
    image = wide_range((300, 400))
    kernel = np.random.default_rng(1).random((taps, taps))
    result = correlate(image, kernel, method=method)
    exact = correlate(image.astype(np.float64), kernel, method="definition")
    dim = np.s_[:, : 200 - taps]
    np.testing.assert_allclose(result[dim], exact[dim], rtol=4e-6)
    assert_close(result, image, kernel, {})


@pytest.mark.parametrize("method", FAST)
def test_a_signal_of_wide_range(method):
    signal = wide_range((60_000,))
    kernel = np.random.default_rng(1).normal(size=301)
    assert_close(correlate(signal, kernel, method=method), signal, kernel, {})


@pytest.mark.parametrize("method", FAST)
def test_a_single_bright_pixel_does_not_blur_the_rest(method):
    image = np.random.default_rng(0).random((200, 200)).astype(np.float32) * 1e-4
    image[100, 100] = 1e7
    kernel = np.random.default_rng(1).normal(size=(21, 21))
    assert_close(correlate(image, kernel, method=method), image, kernel, {})


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("method", FAST)
def test_windows_of_zeros_give_zero(method, dtype):
    image = np.zeros((300, 300), dtype)
    image[10:60, 20:90] = np.random.default_rng(0).random((50, 70)) * 1000
    kernel = np.random.default_rng(1).normal(size=(31, 33))
    result = correlate(image, kernel, method=method)
    reached = correlate(image, np.ones(kernel.shape), method="definition") != 0
    assert (result[~reached] == 0).all()
    assert (result[reached] != 0).any()


@pytest.mark.parametrize("method", FAST)
def test_zeros_that_fade_out_to_the_smallest_numbers(method):
    rows, columns = np.mgrid[-150:150, -150:150]
    blob = np.exp(-(rows**2 + columns**2) / 400).astype(np.float32)
    kernel = np.random.default_rng(1).normal(size=(25, 25))
    result = correlate(blob, kernel, method=method)
    expected = correlate(blob, kernel, method="definition")
    sizes = correlate(blob, np.abs(kernel), method="definition")
    normal = sizes > 1e-30  # below, float32 itself has fewer digits
    assert (np.abs(result - expected) <= 700 * 6e-8 * sizes)[normal].all()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("method", FAST)
@pytest.mark.parametrize("taps", [(3, 3), (31, 31)])
def test_what_is_not_finite_is_where_the_definition_puts_it(method, dtype, bad, taps):
    image = np.random.default_rng(0).random((260, 270)).astype(dtype)
    image[130, 7] = bad
    image[0, 269] = -bad
    kernel = np.outer(np.random.default_rng(1).normal(size=taps[0]), np.random.default_rng(2).normal(size=taps[1]))
    kernel[1] = 0
    result = correlate(image, kernel, method=method)
    expected = correlate(image, kernel, method="definition")
    np.testing.assert_array_equal(np.isnan(result), np.isnan(expected))
    np.testing.assert_array_equal(np.isposinf(result), np.isposinf(expected))
    np.testing.assert_array_equal(np.isneginf(result), np.isneginf(expected))
    finite = np.isfinite(expected)
    np.testing.assert_allclose(result[finite], expected[finite], rtol=1e-3, atol=1e-3 * np.abs(kernel).sum() * 1e-3)


@pytest.mark.parametrize("method", FAST)
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_kernels_and_constants_that_are_not_finite(method, bad):
    image = np.random.default_rng(0).random((40, 41))
    kernel = np.random.default_rng(1).random((5, 5))
    spoilt = kernel.copy()
    spoilt[1, 2] = bad
    with np.errstate(invalid="ignore"):
        for taps, options in ((spoilt, {}), (kernel, {"boundary": "constant", "cval": bad})):
            expected = correlate(image, taps, **options, method="definition")
            np.testing.assert_allclose(correlate(image, taps, **options, method=method), expected, rtol=1e-12)


def test_numbers_too_large_for_float32_become_infinite_without_a_warning():
    image = np.full((40, 40), 3e38, np.float32)
    for method in FAST:
        assert np.isposinf(correlate(image, np.ones((9, 9)), method=method)).all()
