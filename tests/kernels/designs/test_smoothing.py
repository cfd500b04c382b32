import cv2
import numpy as np
import pytest
from scipy import ndimage

from core.kernels import get_kernel, kernel_names

IMPULSE = np.zeros((41, 41))
IMPULSE[20, 20] = 1.0


def middle(image, size):
    half = size // 2
    return image[20 - half : 21 + half, 20 - half : 21 + half]


@pytest.mark.parametrize("name", ["box_1d", "gaussian_1d", "binomial_1d", "exponential_1d", "low_pass_1d"])
def test_constants_pass_unchanged(name) -> None:
    np.testing.assert_allclose(np.correlate(np.full(50, 3.0), get_kernel(name), mode="valid"), 3.0)


@pytest.mark.parametrize("name", ["box", "gaussian", "binomial", "pillbox", "motion_blur"])
def test_even_images_pass_unchanged(name) -> None:
    np.testing.assert_allclose(ndimage.correlate(np.full((9, 9), 3.0), get_kernel(name).weights), 3.0)


@pytest.mark.parametrize("name", [name for name in kernel_names() if get_kernel(name).family == "smoothing"])
def test_smoothing_never_subtracts(name) -> None:
    assert (get_kernel(name).weights >= 0).all()


@pytest.mark.parametrize(("sigma", "size"), [(0.5, 5), (1.0, 9), (2.0, 17), (3.5, 29)])
def test_gaussians_are_scipys_and_opencvs(sigma, size) -> None:
    peer = ndimage.gaussian_filter(IMPULSE, sigma, radius=size // 2)
    np.testing.assert_allclose(get_kernel("gaussian", sigma=sigma, size=size), middle(peer, size), atol=1e-12)
    peer = cv2.getGaussianKernel(size, sigma).ravel()
    np.testing.assert_allclose(get_kernel("gaussian_1d", sigma=sigma, size=size), peer, atol=1e-12)


@pytest.mark.parametrize("size", [3, 9, 31])
def test_box_is_scipys_and_binomial_pascals(size) -> None:
    np.testing.assert_allclose(get_kernel("box", size=size), middle(ndimage.uniform_filter(IMPULSE, size), size))
    row = np.ones(1)
    for _ in range(size - 1):
        row = np.convolve(row, [0.5, 0.5])
    np.testing.assert_allclose(get_kernel("binomial_1d", size=size), row)
    np.testing.assert_allclose(get_kernel("binomial", size=size), np.outer(row, row))


def test_exponential_smoothing_is_the_recursion() -> None:
    data, rate = np.random.default_rng(3).normal(size=200), 0.5
    state, states = 0.0, []
    for value in data:
        state += rate * (value - state)
        states.append(state)
    weights = get_kernel("exponential_1d", rate=rate, size=31).weights
    assert (weights[16:] == 0).all()
    np.testing.assert_allclose(np.correlate(data, weights, mode="valid"), states[15:-15], atol=1e-3)


def test_a_pillbox_is_round_and_as_large_as_its_radius() -> None:
    weights = get_kernel("pillbox", radius=6.5).weights
    np.testing.assert_array_equal(weights, weights.T)
    np.testing.assert_array_equal(weights, weights[::-1])
    assert 1 / weights.max() == pytest.approx(np.pi * 6.5**2, rel=0.02)


def test_motion_blur_lies_along_its_direction() -> None:
    np.testing.assert_allclose(get_kernel("motion_blur", length=5).weights[2], np.full(5, 0.2))
    np.testing.assert_allclose(get_kernel("motion_blur", length=5, angle=90).weights[:, 2], np.full(5, 0.2))
    falling = get_kernel("motion_blur", length=9, angle=45).weights
    assert np.trace(falling) > 2 * np.trace(falling[::-1])
    np.testing.assert_allclose(falling, get_kernel("motion_blur", length=9, angle=225).weights, atol=1e-12)
