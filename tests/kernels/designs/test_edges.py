import cv2
import numpy as np
import pytest
from scipy import ndimage
from skimage import filters

from core.kernels import get_kernel

ROWS, COLUMNS = np.indices((12, 12)).astype(float)
IMAGE = np.random.default_rng(7).random((17, 19))
PER_PIXEL = {"sobel": 8, "scharr": 32, "prewitt": 6, "central_difference": 1}


def answer(name, image):
    return ndimage.correlate(image, get_kernel(name).weights, mode="reflect")


def test_the_numbers_of_the_textbooks() -> None:
    assert get_kernel("sobel_x").weights.tolist() == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    assert get_kernel("sobel_y").weights.tolist() == [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]
    assert get_kernel("scharr_x").weights.tolist() == [[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]]
    assert get_kernel("prewitt_x").weights.tolist() == [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]
    assert get_kernel("roberts_1").weights.tolist() == [[-1, 0], [0, 1]]
    assert get_kernel("roberts_2").weights.tolist() == [[0, -1], [1, 0]]


@pytest.mark.parametrize(("name", "scale"), PER_PIXEL.items())
def test_a_slope_gives_the_scale_and_the_other_direction_nothing(name, scale) -> None:
    inside = (slice(2, -2), slice(2, -2))
    np.testing.assert_allclose(answer(f"{name}_x", COLUMNS)[inside], scale)
    np.testing.assert_allclose(answer(f"{name}_y", ROWS)[inside], scale)
    np.testing.assert_allclose(answer(f"{name}_x", ROWS)[inside], 0, atol=1e-12)
    np.testing.assert_allclose(answer(f"{name}_y", COLUMNS)[inside], 0, atol=1e-12)


@pytest.mark.parametrize("name", ["sobel_x", "scharr_x", "prewitt_x", "farid_x", "central_difference_x"])
def test_y_is_x_transposed(name) -> None:
    np.testing.assert_array_equal(get_kernel(name).weights.T, get_kernel(name[:-1] + "y").weights)


def test_a_step_answers_positively_where_it_rises() -> None:
    step = (COLUMNS >= 6).astype(float)
    assert answer("sobel_x", step)[5].tolist() == [0, 0, 0, 0, 0, 4, 4, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("name", "peer", "scale"),
    [
        ("sobel_x", filters.sobel_v, 4),
        ("sobel_y", filters.sobel_h, 4),
        ("scharr_x", filters.scharr_v, 16),
        ("scharr_y", filters.scharr_h, 16),
        ("prewitt_x", filters.prewitt_v, 3),
        ("prewitt_y", filters.prewitt_h, 3),
        ("farid_x", filters.farid_v, 1),
        ("farid_y", filters.farid_h, 1),
    ],
)
def test_the_same_answers_as_scikit_image(name, peer, scale) -> None:
    inside = (slice(3, -3), slice(3, -3))
    np.testing.assert_allclose((answer(name, IMAGE) / scale)[inside], peer(IMAGE)[inside], atol=1e-12)


@pytest.mark.parametrize(("name", "dx", "dy"), [("sobel", 1, 0), ("sobel", 0, 1), ("scharr", 1, 0), ("scharr", 0, 1)])
def test_the_same_answers_as_opencv(name, dx, dy) -> None:
    peer = (cv2.Sobel if name == "sobel" else cv2.Scharr)(IMAGE, cv2.CV_64F, dx, dy, borderType=cv2.BORDER_REFLECT)
    np.testing.assert_allclose(answer(f"{name}_{'x' if dx else 'y'}", IMAGE), peer, atol=1e-12)


def test_roberts_answers_to_the_lower_right_and_the_lower_left() -> None:
    inside = (slice(1, -1), slice(1, -1))
    np.testing.assert_allclose(answer("roberts_1", COLUMNS + ROWS)[inside], 2)
    np.testing.assert_allclose(answer("roberts_2", ROWS - COLUMNS)[inside], 2)
    np.testing.assert_allclose(answer("roberts_1", ROWS - COLUMNS)[inside], 0, atol=1e-12)


def test_roberts_magnitude_is_scikit_images() -> None:
    # SciPy looks at the pixels before, as tap k // 2 does, scikit-image at those after.
    magnitude = np.hypot(answer("roberts_1", IMAGE), answer("roberts_2", IMAGE)) / np.sqrt(2)
    np.testing.assert_allclose(magnitude[1:, 1:], filters.roberts(IMAGE)[:-1, :-1], atol=1e-12)
