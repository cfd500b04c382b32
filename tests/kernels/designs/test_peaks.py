import numpy as np
import pytest

from core.kernels import get_kernel

THREAD = np.array([0.8416, 0.7342, 0.5710, 0.1769, 0.9574, 0.2653, 0.9246, 0.2238, 0.3736, 0.0875])


def test_the_peak_detector_finds_the_peaks_of_the_thread() -> None:
    answers = np.correlate(THREAD, get_kernel("peak_detector"), mode="valid")
    np.testing.assert_allclose(answers[:4], [-0.6784, -0.3401, -1.3515, 0.5152], atol=1e-12)
    np.testing.assert_allclose(answers, -THREAD[:-2] + THREAD[1:-1] - THREAD[2:])
    peaks = 1 + np.flatnonzero((THREAD[1:-1] > THREAD[:-2]) & (THREAD[1:-1] > THREAD[2:]))
    assert (peaks + 1).tolist() == [5, 7, 9]
    assert {int(place) + 1 for place in np.argsort(answers)[-3:]} == set(peaks.tolist())


def test_the_balanced_one_ignores_level_and_slope() -> None:
    ramp = 5 + 3 * np.arange(9.0)
    np.testing.assert_allclose(np.correlate(ramp, get_kernel("balanced_peak_detector"), mode="valid"), 0, atol=1e-12)
    assert np.correlate([0, 0, 1, 0, 0], get_kernel("balanced_peak_detector"), mode="valid").tolist() == [-0.5, 1, -0.5]


@pytest.mark.parametrize("sigma", [1.5, 2.0, 2.5])
def test_ricker_is_the_published_curve(sigma) -> None:
    x = np.arange(31) - 15
    curve = 2 / np.sqrt(3 * sigma * np.sqrt(np.pi)) * (1 - (x / sigma) ** 2) * np.exp(-((x / sigma) ** 2) / 2)
    np.testing.assert_allclose(get_kernel("ricker", sigma=sigma, size=31).weights, curve, atol=1e-3)


def test_ricker_has_unit_energy_and_ignores_a_level() -> None:
    weights = get_kernel("ricker", sigma=3.0, size=21).weights
    assert np.sum(weights**2) == pytest.approx(1)
    assert np.correlate(np.full(40, 7.0), weights, mode="valid") == pytest.approx(0)
