import numpy as np
import pytest
from scipy import ndimage

from core.kernels import get_kernel

IMAGE = np.random.default_rng(9).random((15, 16))


def answer(name, **parameters):
    return ndimage.correlate(IMAGE, get_kernel(name, **parameters).weights)


@pytest.mark.parametrize("size", [3, 31])
def test_identity_changes_nothing(size) -> None:
    np.testing.assert_array_equal(answer("identity", size=size), IMAGE)
    np.testing.assert_array_equal(ndimage.correlate1d(IMAGE, get_kernel("identity_1d", size=size).weights), IMAGE)


def test_sharpening_subtracts_a_laplacian() -> None:
    assert get_kernel("sharpen").weights.tolist() == [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
    assert get_kernel("sharpen", neighbours=8).weights.tolist() == [[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]]
    np.testing.assert_allclose(answer("sharpen"), IMAGE - ndimage.laplace(IMAGE), atol=1e-12)


def test_unsharp_adds_what_the_blur_removes() -> None:
    blurred = ndimage.gaussian_filter(IMAGE, 1.5, radius=4)
    np.testing.assert_allclose(answer("unsharp", amount=2.0), IMAGE + 2 * (IMAGE - blurred), atol=1e-12)


def test_high_boost_adds_what_the_mean_removes() -> None:
    mean = ndimage.uniform_filter(IMAGE, 5)
    np.testing.assert_allclose(answer("high_boost", boost=3.0, size=5), IMAGE + 3 * (IMAGE - mean), atol=1e-12)


def test_emboss_is_light_from_one_corner() -> None:
    assert get_kernel("emboss").weights.tolist() == [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]
