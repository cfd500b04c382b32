import numpy as np
import pytest

from core.kernels.designs.sampling import cosine_and_sine, gaussian_window, rotated_plane, without_mean


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, 360])
def test_right_angles_are_exact(degrees) -> None:
    along, across = rotated_plane(5, degrees)
    assert set(np.unique(np.abs(along))) == set(np.unique(np.abs(across))) == {0.0, 1.0, 2.0}
    assert {abs(value) for value in cosine_and_sine(degrees)} == {0.0, 1.0}


def test_a_rotation_keeps_distances() -> None:
    along, across = rotated_plane(7, 33)
    right = np.arange(7) - 3
    np.testing.assert_allclose(along**2 + across**2, right**2 + right[:, None] ** 2, atol=1e-12)


def test_without_mean_leaves_empty_places_empty() -> None:
    window = gaussian_window(31, 0.3)
    pattern = without_mean(np.arange(31.0) ** 2, window)
    assert abs(pattern.sum()) < 1e-12
    assert np.abs(pattern[:10]).max() < 1e-12
