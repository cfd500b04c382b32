"""Random signals have the means, spreads and shapes that their words say."""

import numpy as np
import pytest

from core.convolution import local_maxima
from core.data import get_signal

MANY = 65_536


def samples(name, **parameters):
    return get_signal(name, length=MANY, seed=5, **parameters).samples


def resemblance(values, lag):
    """The correlation of neighbours that are so many samples apart."""
    return np.corrcoef(values[lag:], values[:-lag])[0, 1]


def test_uniform_noise_lies_from_0_to_1_and_every_third_sample_is_a_peak():
    noise = samples("iid")
    assert 0 <= noise.min() < noise.max() < 1
    np.testing.assert_allclose((noise.mean(), noise.std()), (1 / 2, 1 / np.sqrt(12)), atol=0.005)
    np.testing.assert_allclose(len(local_maxima(noise)) / MANY, 1 / 3, atol=0.005)
    assert abs(resemblance(noise, 1)) < 0.02


@pytest.mark.parametrize("deviation", [0.01, 1.0, 10.0])
def test_gaussian_noise_has_its_deviation_and_its_tails(deviation):
    noise = samples("gaussian_noise", deviation=deviation) / deviation
    np.testing.assert_allclose((noise.mean(), noise.std()), (0, 1), atol=0.02)
    np.testing.assert_allclose([(np.abs(noise) < width).mean() for width in (1, 2)], (0.6827, 0.9545), atol=0.01)


def test_a_random_walk_takes_gaussian_steps():
    np.testing.assert_allclose(np.diff(samples("random_walk")), samples("gaussian_noise")[1:], atol=1e-9)


def test_a_drift_is_uniform_noise_on_a_slow_wave():
    wave = samples("drift", height=3.0, period=128.0) - samples("iid")
    np.testing.assert_allclose(wave[128:], wave[:-128], atol=1e-9)
    np.testing.assert_allclose((wave.mean(), wave.max()), (0, 3), atol=0.01)


@pytest.mark.parametrize("sigma", [1.0, 4.0])
def test_smoothed_noise_resembles_its_neighbours_as_a_bell_does(sigma):
    smooth = samples("smooth", sigma=sigma)
    # averaging by a bell of width sigma leaves a correlation that is one of width sigma times the root of two
    lag = round(2 * sigma)
    np.testing.assert_allclose(resemblance(smooth, lag), np.exp(-(lag**2) / (4 * sigma**2)), atol=0.03)
    np.testing.assert_allclose(smooth.mean(), 0.5, atol=0.01)
    np.testing.assert_allclose(smooth.std(), np.sqrt(1 / 12 / (2 * sigma * np.sqrt(np.pi))), rtol=0.05)
