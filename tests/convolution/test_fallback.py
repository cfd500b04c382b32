"""While the loops are not compiled, the definition and SciPy's transforms serve."""

import numpy as np
import pytest
from hypothesis import given, settings

import core.convolution.perform as perform
from core.convolution import correlate
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
    assert_close(result, data, kernel, options)


def test_a_large_kernel_is_not_summed_tap_by_tap(monkeypatch):
    called = []
    original = perform.correlate_by_scipy
    monkeypatch.setattr(perform, "correlate_by_scipy", lambda *given: (called.append(1), original(*given)))
    image, kernel = np.random.default_rng(0).random((400, 400)), np.random.default_rng(1).random((41, 41))
    assert_close(correlate(image, kernel), image, kernel, {})
    assert called


def test_what_is_not_finite_stays_in_its_place():
    image = np.random.default_rng(0).random((400, 400))
    image[200, 200] = np.inf
    result = correlate(image, np.random.default_rng(1).random((41, 41)), method="fft")
    assert np.isinf(result).sum() == 41 * 41
    assert not np.isnan(result).any()
