"""A repeated call does what the first did, and only where nothing had to be checked."""

import numpy as np
import pytest

import core.convolution.repetition as repetition
from core.convolution import convolve, correlate
from core.kernels import get_kernel


@pytest.fixture(autouse=True)
def _fresh():
    repetition.forget()
    yield
    repetition.forget()


def test_the_second_call_repeats_the_first_on_other_numbers():
    kernel = np.random.default_rng(0).random((3, 3))
    for seed in range(3):
        image = np.random.default_rng(seed).random((30, 40))
        np.testing.assert_array_equal(
            correlate(image, kernel), correlate(image[:, :].copy(order="F"), kernel, method="direct")
        )
    assert len(repetition._stencils) == 2


def test_other_numbers_of_the_kernel_flip_boundary_and_strides_are_other_calls():
    image = np.random.default_rng(0).random((30, 40))
    kernel = np.array([[1.0, 2, 3], [4, 5, 6], [7, 8, 10]])
    calls = [
        lambda: correlate(image, kernel),
        lambda: correlate(image, 2 * kernel),
        lambda: convolve(image, kernel),
        lambda: correlate(image, kernel, boundary="wrap"),
        lambda: correlate(image, kernel, boundary="constant", cval=1.0),
        lambda: correlate(image, kernel, boundary="constant", cval=2.0),
        lambda: correlate(image[::-1], kernel),
        lambda: correlate(image.astype(np.float32), kernel),
        lambda: correlate(image, kernel, stride=2),
        lambda: correlate(image, kernel, dilation=2),
    ]
    first = [call() for call in calls]
    assert len(repetition._stencils) == len(calls)
    for before, call in zip(first, calls, strict=True):
        np.testing.assert_array_equal(call(), before)
    assert len({each.tobytes() for each in first}) == len(calls)


def test_arguments_that_only_look_equal_are_checked_again():
    image, kernel = np.ones((9, 9)), np.ones((3, 3))
    correlate(image, kernel)
    with pytest.raises(ValueError, match=r"^stride=True is not allowed: give a whole number from 1 up\.$"):
        correlate(image, kernel, stride=True)
    with pytest.raises(ValueError, match=r"^dilation=1\.0 is not allowed: give a whole number from 1 up\.$"):
        correlate(image, kernel, dilation=1.0)


def test_a_wrong_out_is_refused_the_second_time_too():
    image, kernel = np.ones((9, 9)), np.ones((3, 3))
    correlate(image, kernel)
    with pytest.raises(ValueError, match=r"^out has shape \(8, 9\) and dtype float64: the result has shape \(9, 9\)"):
        correlate(image, kernel, out=np.ones((8, 9)))
    correlate(image, kernel, out=image)
    np.testing.assert_allclose(image, 9.0)


def test_kernels_of_the_catalogue_are_recognised():
    image = np.random.default_rng(0).random((30, 40))
    sobel = get_kernel("sobel_x")
    np.testing.assert_array_equal(correlate(image, sobel), correlate(image, sobel.weights))
    assert len(repetition._stencils) == 1


def test_no_more_than_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(repetition, "MOST", 3)
    for length in range(5, 15):
        correlate(np.ones(length), np.ones(3))
    assert len(repetition._stencils) == 3


def test_results_are_new_arrays_each_time():
    signal = np.ones(50)
    first, second = (correlate(signal, np.ones(3)) for _ in range(2))
    first[:] = 0
    assert (second == 3).all()


def test_what_has_weights_but_is_no_kernel_is_still_refused():
    class Lookalike:
        weights = np.ones((3, 3))

    image = np.ones((9, 9))
    correlate(image, Lookalike.weights)
    with pytest.raises(TypeError, match=r"^kernel has dtype object: give real numbers"):
        correlate(image, Lookalike())
