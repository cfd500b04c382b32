import cv2
import numpy as np
import pytest
from scipy import ndimage

from core.kernels import get_kernel

ROWS, COLUMNS = np.indices((41, 41)) - 20.0
BOWL = (ROWS**2 + COLUMNS**2) / 2
INSIDE = (slice(16, -16), slice(16, -16))


@pytest.mark.parametrize(
    ("name", "answer"),
    [("laplacian", 2), ("laplacian_nine_point", 2), ("laplacian_8", 6), ("laplacian_of_gaussian", 2)],
)
def test_a_bowl_gives_its_curvature_and_a_slope_none(name, answer) -> None:
    weights = get_kernel(name).weights
    np.testing.assert_allclose(ndimage.correlate(BOWL, weights)[INSIDE], answer)
    np.testing.assert_allclose(ndimage.correlate(3 * ROWS - COLUMNS + 5, weights)[INSIDE], 0, atol=1e-11)


def test_the_numbers_of_the_textbooks() -> None:
    assert get_kernel("laplacian").weights.tolist() == [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
    assert get_kernel("laplacian_8").weights.tolist() == [[1, 1, 1], [1, -8, 1], [1, 1, 1]]
    image = np.random.default_rng(5).random((12, 13))
    np.testing.assert_allclose(
        ndimage.correlate(image, get_kernel("laplacian").weights),
        cv2.Laplacian(image, cv2.CV_64F, borderType=cv2.BORDER_REFLECT),
        atol=1e-12,
    )


@pytest.mark.parametrize("sigma", [1.5, 2.0, 3.0])
def test_laplacian_of_gaussian_is_scipys(sigma) -> None:
    impulse = np.zeros((31, 31))
    impulse[15, 15] = 1.0
    peer = ndimage.gaussian_laplace(impulse, sigma, mode="constant", truncate=15 / sigma)
    weights = get_kernel("laplacian_of_gaussian", sigma=sigma, size=31).weights
    np.testing.assert_allclose(weights, peer, atol=0.003 * np.abs(peer).max())


def test_difference_of_gaussians_is_scipys() -> None:
    impulse = np.zeros((31, 31))
    impulse[15, 15] = 1.0
    peer = ndimage.gaussian_filter(impulse, 2.0, radius=15) - ndimage.gaussian_filter(impulse, 3.2, radius=15)
    weights = get_kernel("difference_of_gaussians", sigma=2.0, ratio=1.6, size=31).weights
    np.testing.assert_allclose(weights, peer, atol=1e-12)


@pytest.mark.parametrize("size", [5, 9, 31])
def test_a_centre_answers_to_a_spot_but_not_to_even_light(size) -> None:
    on, off = (get_kernel("centre_surround", size=size, polarity=polarity).weights for polarity in ("on", "off"))
    np.testing.assert_array_equal(on, -off)
    assert 0.5 < on[on > 0].sum() <= 1
    assert on[size // 2, size // 2] > 0 > on[size // 2, 0]
    assert abs(on.sum()) < 1e-12
