import numpy as np
import pytest

from core.kernels import get_kernel, kernel_parameters

DIRECTIONS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
STEPS = {
    "N": (-1, 0),
    "NE": (-1, 1),
    "E": (0, 1),
    "SE": (1, 1),
    "S": (1, 0),
    "SW": (1, -1),
    "W": (0, -1),
    "NW": (-1, -1),
}
NAMES = ["kirsch", "robinson", "prewitt_compass"]


@pytest.mark.parametrize("name", NAMES)
def test_eight_directions(name) -> None:
    (direction,) = kernel_parameters(name)
    assert (direction.name, direction.options) == ("direction", DIRECTIONS)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_largest_answer_points_to_the_brighter_side(name, direction) -> None:
    down, right = STEPS[direction]
    rows, columns = np.indices((3, 3)) - 1
    slope = rows * down + columns * right
    answers = {other: np.sum(get_kernel(name, direction=other).weights * slope) for other in DIRECTIONS}
    assert max(answers, key=answers.get) == direction


def test_the_numbers_of_the_textbooks() -> None:
    assert get_kernel("kirsch", direction="N").weights.tolist() == [[5, 5, 5], [-3, 0, -3], [-3, -3, -3]]
    assert get_kernel("kirsch", direction="NE").weights.tolist() == [[-3, 5, 5], [-3, 0, 5], [-3, -3, -3]]
    assert get_kernel("robinson", direction="NE").weights.tolist() == [[0, 1, 2], [-1, 0, 1], [-2, -1, 0]]
    assert get_kernel("prewitt_compass", direction="N").weights.tolist() == [[1, 1, 1], [1, -2, 1], [-1, -1, -1]]


def test_robinson_east_and_south_are_sobels() -> None:
    np.testing.assert_array_equal(get_kernel("robinson", direction="E"), get_kernel("sobel_x"))
    np.testing.assert_array_equal(get_kernel("robinson", direction="S"), get_kernel("sobel_y"))
    np.testing.assert_array_equal(
        get_kernel("robinson", direction="W").weights, -get_kernel("robinson", direction="E").weights
    )
