"""While the loops are not compiled, the definition and SciPy's transforms serve."""

import numpy as np
import pytest
from hypothesis import given, settings

import core.convolution.perform as perform
from core.convolution import convolve, correlate
from core.convolution.repetition import forget
from tests.convolution.requests import assert_close, requests


@pytest.fixture(scope="module", autouse=True)
def _nothing_compiled():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(perform, "compiled_library", lambda: None)
        forget()
        yield
    forget()


@pytest.mark.parametrize("method", ["auto", "direct", "separable", "fft"])
@settings(max_examples=40)
@given(request=requests())
def test_every_method_still_gives_an_answer(method, request):
    data, kernel, options = request
    result = correlate(data, kernel, **options, method=method)
    assert_close(result, data, kernel, options, whole=True)


def test_a_large_kernel_is_not_summed_tap_by_tap(monkeypatch):
    called = []
    original = perform.correlate_by_scipy
    monkeypatch.setattr(perform, "correlate_by_scipy", lambda *given: (called.append(1), original(*given)))
    image, kernel = np.random.default_rng(0).random((400, 400)), np.random.default_rng(1).random((41, 41))
    assert_close(correlate(image, kernel), image, kernel, {}, whole=True)
    assert called


def test_what_is_not_finite_stays_in_its_place():
    image = np.random.default_rng(0).random((400, 400))
    image[200, 200] = np.inf
    result = correlate(image, np.random.default_rng(1).random((41, 41)), method="fft")
    assert np.isinf(result).sum() == 41 * 41
    assert not np.isnan(result).any()


def test_one_sample_of_a_trillion_spoils_no_other():
    data = np.ones(50_000)
    data[20_000] = 1e12
    found = correlate(data, np.ones(1025), method="fft")
    np.testing.assert_allclose(np.r_[found[:19_000], found[21_000:]], 1025.0, rtol=1e-12)


def test_a_signal_that_grows_beyond_all_measure_begins_as_it_should():
    signal = np.geomspace(1, 1e81, 3000)
    found = convolve(signal, signal, mode="full", boundary="constant", method="fft")
    np.testing.assert_allclose(found[:3], [1.0, 2 * signal[1], 2 * signal[2] + signal[1] ** 2], rtol=1e-12)
