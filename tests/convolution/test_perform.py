"""A request is carried out by the method that the plan names."""

import numpy as np
import pytest
import scipy.ndimage

import core.convolution.perform as perform
from core.convolution import correlate, plan
from core.convolution.repetition import forget
from core.convolution.request import check_request

RANDOM = np.random.default_rng(0)


def test_the_plan_is_what_correlate_does(monkeypatch):
    done = []
    for name in ("correlate_compiled", "correlate_by_fft", "correlate_by_definition"):
        original = getattr(perform, name)

        def spy(*arguments, _name=name, _original=original, **options):
            done.append((_name, options.get("is_split")))
            return _original(*arguments, **options)

        monkeypatch.setattr(perform, name, spy)
    names = {
        "direct": ("correlate_compiled", False),
        "separable": ("correlate_compiled", True),
        "fft": ("correlate_by_fft", None),
    }
    for kernel in (RANDOM.random((3, 3)), np.ones((21, 21)), RANDOM.random((41, 41))):
        forget()
        done.clear()
        correlate(np.ones((300, 300)), kernel)
        assert done == [names[plan((300, 300), kernel, "float64").method]]


def asked(data, kernel, **changes):
    options = dict(mode="same", boundary="reflect", cval=0.0, stride=1, dilation=1, channel_axis=None) | changes
    return check_request(data, kernel, flip=False, **options)


def test_a_direct_sum_leaves_what_does_the_same_for_other_data_of_its_layout():
    first, second = RANDOM.random((2, 40, 50))
    kernel = RANDOM.random((3, 3))
    out = np.empty((40, 50))
    stencil = perform.perform(asked(first, kernel), out, "direct")
    expected = correlate(second, kernel, method="direct")
    stencil(second.ctypes.data, out.ctypes.data)
    np.testing.assert_array_equal(out, expected)


@pytest.mark.parametrize(
    ("method", "dtype"), [("definition", "float64"), ("fft", "float64"), ("direct", "longdouble"), ("direct", "uint8")]
)
def test_what_takes_more_than_one_call_leaves_nothing(method, dtype):
    # so many bytes that they are converted in two blocks
    data = (RANDOM.random((700, 700)) * 9).astype(dtype)
    request = asked(data, RANDOM.random((3, 3)))
    out = np.empty(request.output_shape, request.dtype)
    assert perform.perform(request, out, method) is None
    expected = scipy.ndimage.correlate(data.astype(float), request.kernel)
    np.testing.assert_allclose(out.astype(float), expected, rtol=1e-5)


@pytest.mark.parametrize(("taps", "done"), [(3, "correlate_by_definition"), (41, "correlate_by_scipy")])
def test_without_compiled_loops_a_small_kernel_is_summed_and_a_large_one_transformed(monkeypatch, taps, done):
    called = []
    monkeypatch.setattr(perform, "compiled_library", lambda: None)
    for name in ("correlate_by_definition", "correlate_by_scipy", "correlate_by_fft", "correlate_compiled"):
        original = getattr(perform, name)
        monkeypatch.setattr(perform, name, lambda *given, _n=name, _o=original: (called.append(_n), _o(*given)))
    request = asked(RANDOM.random((200, 200)), RANDOM.random((taps, taps)))
    out = np.empty((200, 200))
    assert perform.perform(request, out) is None
    assert called == [done]
    np.testing.assert_allclose(out, scipy.ndimage.correlate(request.data, request.kernel), rtol=1e-9)
