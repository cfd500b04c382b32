import numpy as np
import pytest
from scipy.signal import savgol_coeffs

from core.kernels import get_kernel

X = np.arange(40.0) - 17
STEP = (np.arange(40) >= 20).astype(float)


def centred(data, name, **parameters):
    """Correlation, valid part, with the places that tap k // 2 was at."""
    weights = get_kernel(name, **parameters).weights
    half = weights.size // 2
    return np.correlate(data, weights, mode="valid"), slice(half, data.size - (weights.size - 1 - half))


@pytest.mark.parametrize(
    ("name", "degree"),
    [
        ("forward_difference", 1),
        ("backward_difference", 1),
        ("central_difference", 2),
        ("five_point_derivative", 4),
        ("pan_tompkins_derivative", 2),
    ],
)
def test_slopes_are_exact_up_to_their_degree(name, degree) -> None:
    for power in range(degree + 1):
        data = (X / 10) ** power
        answers, places = centred(data, name)
        slope = power * (X / 10) ** max(power - 1, 0) / 10
        np.testing.assert_allclose(answers, slope[places], atol=1e-12)


@pytest.mark.parametrize(("name", "degree"), [("second_derivative", 3), ("five_point_second_derivative", 5)])
def test_curvatures_are_exact_up_to_their_degree(name, degree) -> None:
    for power in range(degree + 1):
        answers, places = centred((X / 10) ** power, name)
        curvature = power * (power - 1) * (X / 10) ** max(power - 2, 0) / 100
        np.testing.assert_allclose(answers, curvature[places], atol=1e-11)


def test_forward_looks_ahead_and_backward_behind() -> None:
    assert np.flatnonzero(centred(STEP, "forward_difference")[0]).tolist() == [18]
    assert np.flatnonzero(centred(STEP, "backward_difference")[0]).tolist() == [19]


@pytest.mark.parametrize("size", [3, 7, 31])
def test_a_step_answers_with_its_height(size) -> None:
    answers, _ = centred(5 * STEP, "step_detector", size=size)
    assert answers.max() == pytest.approx(5)
    assert answers.min() >= -1e-12


@pytest.mark.parametrize("size", range(5, 32, 2))
@pytest.mark.parametrize("order", [2, 3, 4])
@pytest.mark.parametrize("derivative", [0, 1, 2])
def test_savitzky_golay_is_scipys(size, order, derivative) -> None:
    weights = get_kernel("savitzky_golay", size=size, order=order, derivative=derivative).weights
    np.testing.assert_allclose(weights, savgol_coeffs(size, order, deriv=derivative, use="dot"), atol=1e-10)


def test_savitzky_golay_keeps_polynomials_and_their_derivatives() -> None:
    data = (X / 10) ** 4
    answers, places = centred(data, "savitzky_golay", size=11, order=4)
    np.testing.assert_allclose(answers, data[places], atol=1e-10)
    answers, places = centred(data, "savitzky_golay", size=11, order=4, derivative=1)
    np.testing.assert_allclose(answers, (4 * (X / 10) ** 3 / 10)[places], atol=1e-10)


def test_the_table_of_1964() -> None:
    np.testing.assert_allclose(35 * get_kernel("savitzky_golay", size=5).weights, [-3, 12, 17, 12, -3], atol=1e-12)
