"""Every method against the definition: modes, boundaries, types, strides, dilation, channels, views, odd sizes."""

import numpy as np
import pytest
from hypothesis import given, settings

from core.convolution import BOUNDARIES, METHODS, MODES, convolve, correlate
from core.convolution.library import compiled_library
from tests.convolution.requests import assert_close, requests

FAST = [method for method in METHODS if method != "definition"]


def test_the_loops_are_compiled_here():
    # without them every test below would compare the definition with itself
    assert compiled_library() is not None


@pytest.mark.parametrize("method", FAST)
@settings(max_examples=150)
@given(request=requests())
def test_every_method_gives_what_the_definition_gives(method, request):
    data, kernel, options = request
    result = correlate(data, kernel, **options, method=method)
    assert_close(result, data, kernel, options, whole=method == "fft")


@settings(max_examples=150)
@given(request=requests(ndims=(2,), splits=True))
def test_kernels_that_split(request):
    data, kernel, options = request
    assert_close(correlate(data, kernel, **options, method="separable"), data, kernel, options)


@pytest.mark.parametrize("method", FAST)
@settings(max_examples=40)
@given(request=requests())
def test_convolution_is_correlation_with_the_kernel_turned_round(method, request):
    data, kernel, options = request
    turned = correlate(data, np.flip(kernel), **options, method=method)
    np.testing.assert_array_equal(convolve(data, kernel, **options, method=method), turned)


@pytest.mark.parametrize("method", FAST)
@settings(max_examples=40)
@given(request=requests())
def test_out_of_any_layout_is_filled(method, request):
    data, kernel, options = request
    expected = correlate(data, kernel, **options, method=method)
    gaps = np.full([3 * length for length in expected.shape], 7, expected.dtype)
    out = gaps[tuple(slice(1, None, 3) for _ in expected.shape)]
    assert correlate(data, kernel, **options, method=method, out=out) is out
    scale = np.abs(expected).max() + 1e-30
    np.testing.assert_allclose(out, expected, rtol=0, atol=1e-5 * scale if out.dtype == np.float32 else 1e-12 * scale)
    untouched = np.ones(gaps.shape, bool)
    untouched[tuple(slice(1, None, 3) for _ in expected.shape)] = False
    assert (gaps[untouched] == 7).all()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", [(40,), (30, 31), (20, 21, 3)])
def test_out_may_be_the_data_themselves_whatever_the_method(method, shape):
    data = np.random.default_rng(0).random(shape)
    kernel = np.random.default_rng(1).random((5,) * min(2, len(shape)))
    options = {"channel_axis": -1 if len(shape) == 3 else None, "method": method}
    expected = correlate(data, kernel, **options)
    result = correlate(data, kernel, **options, out=data)
    assert result is data
    np.testing.assert_allclose(result, expected, rtol=1e-12)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("taps", [(3, 3), (5, 5), (2, 4), (7, 1), (1, 7), (15, 15), (33, 20)])
def test_images_larger_than_blocks_and_tiles(mode, boundary, dtype, taps):
    image = np.random.default_rng(0).normal(size=(211, 317)).astype(dtype)
    kernel = np.random.default_rng(1).normal(size=taps)
    options = {"mode": mode, "boundary": boundary, "cval": 2.0}
    for method in ("direct", "fft"):
        result = correlate(image, kernel, **options, method=method)
        assert_close(result, image, kernel, options, whole=method == "fft")


@pytest.mark.parametrize("length", [1, 2, 100, 5_000, 200_003])
@pytest.mark.parametrize("taps", [1, 3, 8, 101, 1000])
@pytest.mark.parametrize("stride", [1, 3])
def test_signals_of_any_length(length, taps, stride):
    signal = np.random.default_rng(0).normal(size=length).astype(np.float32)
    kernel = np.random.default_rng(1).normal(size=taps)
    options = {"stride": stride, "dilation": 2}
    for method in ("direct", "fft"):
        result = correlate(signal, kernel, **options, method=method)
        assert_close(result, signal, kernel, options, whole=method == "fft")


def test_a_direct_sum_is_the_same_wherever_it_is_computed():
    # each output adds its products in the same order, whatever block, band or strip it falls in
    image = np.random.default_rng(0).random((150, 170)).astype(np.float32)
    kernel = np.random.default_rng(1).random((6, 7))
    whole = correlate(image, kernel, method="direct")
    part = correlate(image[10:90, 20:101], kernel, mode="valid", method="direct")
    np.testing.assert_array_equal(part, whole[13:88, 23:98])


def test_one_thread_and_two_give_the_same(monkeypatch):
    import core.convolution.planning as planning
    from core.convolution.repetition import forget

    image = np.random.default_rng(0).random((700, 300)).astype(np.float32)
    results = {}
    for taps in (5, 40):
        kernel = np.random.default_rng(1).random((taps, taps))
        for threads in (1, 2, 3):
            monkeypatch.setattr(planning, "CORES", threads)
            monkeypatch.setattr(planning, "THREAD_WORTH", 1e-9)
            planning._choose.cache_clear()
            forget()
            results[taps, threads] = correlate(image, kernel, method="direct" if taps == 5 else "fft")
        np.testing.assert_array_equal(results[taps, 1], results[taps, 2])
        np.testing.assert_array_equal(results[taps, 1], results[taps, 3])
    planning._choose.cache_clear()
    forget()
