import numpy as np
import pytest
from scipy import ndimage

from core.kernels import get_kernel

ROWS, COLUMNS = np.indices((41, 41)) - 20.0
CENTRE = (20, 20)
SETTINGS = [(0.3, 3), (0.3, 31), (1.0, 7), (2.0, 13), (8.0, 3), (8.0, 31)]


@pytest.mark.parametrize(("sigma", "size"), SETTINGS)
def test_exact_on_lines_and_parabolas(sigma, size) -> None:
    x = np.arange(size) - size // 2.0
    first = get_kernel("gaussian_first_derivative_1d", sigma=sigma, size=size).weights
    second = get_kernel("gaussian_second_derivative_1d", sigma=sigma, size=size).weights
    assert [first.sum(), first @ x, first @ x**2] == pytest.approx([0, 1, 0], abs=1e-10)
    assert [second.sum(), second @ x, second @ x**2 / 2] == pytest.approx([0, 0, 1], abs=1e-10)


@pytest.mark.parametrize(("sigma", "size"), SETTINGS)
@pytest.mark.parametrize(
    ("name", "surface"),
    [
        ("gaussian_derivative_x", COLUMNS),
        ("gaussian_derivative_y", ROWS),
        ("gaussian_derivative_xx", COLUMNS**2 / 2),
        ("gaussian_derivative_yy", ROWS**2 / 2),
        ("gaussian_derivative_xy", ROWS * COLUMNS),
    ],
)
def test_each_answers_one_to_its_own_surface_and_not_to_others(name, surface, sigma, size) -> None:
    weights = get_kernel(name, sigma=sigma, size=size).weights
    assert ndimage.correlate(surface, weights)[CENTRE] == pytest.approx(1)
    others = [np.ones_like(ROWS), COLUMNS, ROWS, COLUMNS**2 / 2, ROWS**2 / 2, ROWS * COLUMNS]
    for other in others:
        if not np.array_equal(other, surface):
            assert ndimage.correlate(other, weights)[CENTRE] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("name", "order"), [("gaussian_first_derivative_1d", 1), ("gaussian_second_derivative_1d", 2)])
def test_close_to_scipys(name, order) -> None:
    impulse = np.zeros(31)
    impulse[15] = 1.0
    # scipy answers to an impulse with the mirrored mask.
    peer = ndimage.gaussian_filter1d(impulse, 2.0, order=order, radius=15)[::-1]
    np.testing.assert_allclose(get_kernel(name, sigma=2.0, size=31), peer, atol=1e-4)
