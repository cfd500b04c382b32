"""The spectrum against waves that were really filtered, and against known curves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import ndimage

from core.kernels import frequency_response, get_kernel, kernel_names

NUMBERS = st.floats(-10, 10, allow_subnormal=False)


def correlated(data, weights):
    """Output i looks at data from i - k // 2 on, around the ends: what scipy's correlate does by itself."""
    return ndimage.correlate(data, weights, mode="wrap")


@settings(max_examples=60)
@given(arrays(np.float64, st.integers(1, 9), elements=NUMBERS), st.integers(0, 16))
def test_a_wave_is_scaled_and_advanced_as_the_spectrum_says(weights, cycles) -> None:
    n = 32
    phase = 2 * np.pi * cycles * np.arange(n) / n
    filtered = correlated(np.cos(phase), weights) + 1j * correlated(np.sin(phase), weights)
    response = frequency_response(weights, n).response[cycles]
    np.testing.assert_allclose(filtered, response * np.exp(1j * phase), atol=1e-11)


@settings(max_examples=40)
@given(
    arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=NUMBERS),
    st.integers(-4, 3),
    st.integers(-4, 3),
)
def test_a_plane_wave_is_scaled_and_advanced_as_the_spectrum_says(weights, down, right) -> None:
    n = 8
    row, column = np.indices((n, n))
    phase = 2 * np.pi * (down * row + right * column) / n
    filtered = correlated(np.cos(phase), weights) + 1j * correlated(np.sin(phase), weights)
    spectrum = frequency_response(weights, n)
    at = tuple(int(np.flatnonzero(spectrum.frequencies == cycles / n)[0]) for cycles in (down, right))
    np.testing.assert_allclose(filtered, spectrum.response[at] * np.exp(1j * phase), atol=1e-11)


@pytest.mark.parametrize("n", [2, 3, 7, 256, 4096])
def test_signal_shapes_and_frequencies(n) -> None:
    spectrum = frequency_response([1.0, 2.0, 1.0], n)
    assert spectrum.response.shape == spectrum.magnitude.shape == spectrum.phase.shape == (n // 2 + 1,)
    np.testing.assert_allclose(spectrum.frequencies, np.arange(n // 2 + 1) / n, rtol=1e-15)
    np.testing.assert_allclose(spectrum.magnitude, 2 + 2 * np.cos(2 * np.pi * spectrum.frequencies), atol=1e-12)


@pytest.mark.parametrize("n", [2, 9, 64, 1024])
def test_image_shapes_and_centre(n) -> None:
    spectrum = frequency_response(get_kernel("box"), n)
    assert spectrum.frequencies.shape == (n,)
    assert spectrum.magnitude.shape == (n, n)
    assert spectrum.frequencies[n // 2] == 0
    assert spectrum.magnitude[n // 2, n // 2] == pytest.approx(1)
    assert (np.diff(spectrum.frequencies) > 0).all()


@pytest.mark.parametrize("name", ["gaussian_1d", "box_1d", "second_derivative", "ricker", "laplacian", "gaussian"])
def test_symmetric_odd_kernels_have_phase_zero_or_pi(name) -> None:
    assert set(np.unique(frequency_response(get_kernel(name), 64).phase)) <= {0.0, np.pi}


def test_a_central_difference_advances_by_a_quarter() -> None:
    spectrum = frequency_response(get_kernel("central_difference"), 64)
    np.testing.assert_allclose(spectrum.response, 1j * np.sin(2 * np.pi * spectrum.frequencies), atol=1e-15)
    assert spectrum.phase[0] == spectrum.phase[-1] == 0
    np.testing.assert_allclose(spectrum.phase[1:-1], np.pi / 2)


def test_the_directions_of_an_image() -> None:
    spectrum = frequency_response(get_kernel("sobel_x"), 8)
    assert (spectrum.magnitude[:, 4] == 0).all()
    assert spectrum.magnitude[4, 6] == 8


@pytest.mark.parametrize("name", [name for name in kernel_names() if get_kernel(name).ndim == 1])
def test_fewer_frequencies_than_taps_lie_on_the_same_curve(name) -> None:
    few, many = (frequency_response(get_kernel(name), n).response for n in (4, 64))
    np.testing.assert_allclose(few, many[::16], atol=1e-12)


def test_arrays_are_read_only() -> None:
    spectrum = frequency_response([1, 2])
    assert not spectrum.frequencies.flags.writeable
    assert not spectrum.response.flags.writeable


@pytest.mark.parametrize("n", [1, 0, -3, 4097, 2.0, "8", True, None])
def test_other_numbers_of_frequencies_are_refused(n) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        frequency_response([1, 2, 1], n)
    assert str(caught.value) == f"n={n!r} is not allowed: give a whole number from 2 to 4096, for example 256."


def test_images_have_a_lower_limit() -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        frequency_response([[1, 2, 1]], 1025)
    assert str(caught.value) == "n=1025 is not allowed: give a whole number from 2 to 1024, for example 256."
