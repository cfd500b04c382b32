import numpy as np
import pytest
from scipy.signal import firwin

from core.kernels import frequency_response, get_kernel


@pytest.mark.parametrize("cutoff", [0.05, 0.1, 0.25, 0.4])
@pytest.mark.parametrize("size", [5, 21, 31])
def test_low_pass_is_scipys(cutoff, size) -> None:
    peer = firwin(size, 2 * cutoff, window="hamming")
    np.testing.assert_allclose(get_kernel("low_pass_1d", cutoff=cutoff, size=size), peer, atol=1e-12)


def test_low_and_high_pass_share_all_frequencies() -> None:
    low, high = (frequency_response(get_kernel(f"{name}_pass_1d", size=31)) for name in ("low", "high"))
    np.testing.assert_allclose(low.response + high.response, 1, atol=1e-12)
    at_cutoff = np.interp(0.1, low.frequencies, low.magnitude)
    assert at_cutoff == pytest.approx(0.5, abs=0.01)
    assert low.magnitude[low.frequencies > 0.2].max() < 0.01


def test_removal_of_the_moving_average() -> None:
    data = np.random.default_rng(1).normal(size=30)
    means = np.convolve(data, np.full(7, 1 / 7), mode="valid")
    answers = np.correlate(data, get_kernel("moving_average_removal", size=7), mode="valid")
    np.testing.assert_allclose(answers, data[3:-3] - means, atol=1e-12)


@pytest.mark.parametrize("frequency", [0.05, 0.2, 0.5])
def test_a_notch_removes_its_wave_and_keeps_the_level(frequency) -> None:
    wave = 4 + np.cos(2 * np.pi * frequency * np.arange(60) + 0.4)
    np.testing.assert_allclose(np.correlate(wave, get_kernel("notch_1d", frequency=frequency), mode="valid"), 4)


@pytest.mark.parametrize("period", [2, 8, 15])
def test_a_comb_removes_whatever_repeats(period) -> None:
    pattern = np.tile(np.random.default_rng(2).normal(size=period), 10) + 3
    answers = np.correlate(pattern, get_kernel("comb_1d", period=period), mode="valid")
    np.testing.assert_allclose(answers, 0, atol=1e-12)


def test_pre_emphasis_looks_one_sample_back() -> None:
    data = np.random.default_rng(4).normal(size=20)
    answers = np.correlate(data, get_kernel("pre_emphasis", coefficient=0.9), mode="valid")
    np.testing.assert_allclose(answers, data[1:-1] - 0.9 * data[:-2])


def test_gabor_answers_most_to_its_own_frequency() -> None:
    spectrum = frequency_response(get_kernel("gabor_1d", wavelength=8, sigma=5, size=31))
    assert spectrum.frequencies[spectrum.magnitude.argmax()] == pytest.approx(1 / 8, abs=0.005)
    assert spectrum.magnitude[0] < 1e-12


def test_gabor_is_the_published_curve() -> None:
    x = np.arange(15) - 7
    weights = get_kernel("gabor_1d", wavelength=5, sigma=2.5, phase=90, zero_mean=False).weights
    np.testing.assert_allclose(weights, -np.exp(-(x**2) / 12.5) * np.sin(2 * np.pi * x / 5), atol=1e-12)
