import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from core.kernels import get_kernel

ROWS, COLUMNS = np.indices((31, 31)) - 15.0


@settings(max_examples=50)
@given(st.floats(3, 32), st.floats(0, 360), st.floats(0.3, 8), st.floats(0.2, 2), st.floats(0, 360), st.integers(1, 15))
def test_gabor_is_opencvs(wavelength, angle, sigma, aspect, phase, half) -> None:
    size = 2 * half + 1
    ours = get_kernel(
        "gabor",
        wavelength=wavelength,
        angle=angle,
        sigma=sigma,
        aspect=aspect,
        phase=phase,
        size=size,
        zero_mean=False,
    )
    peer = cv2.getGaborKernel((size, size), sigma, np.deg2rad(angle), wavelength, aspect, np.deg2rad(phase), cv2.CV_64F)
    # OpenCV writes the mask turned by 180 degrees, for a true convolution.
    np.testing.assert_allclose(ours.weights, peer[::-1, ::-1], atol=1e-9)


def test_gabor_answers_to_its_own_stripes_and_not_to_others() -> None:
    weights = get_kernel("gabor", wavelength=6, angle=0, sigma=3, size=31).weights
    own, level, even = np.cos(2 * np.pi * COLUMNS / 6), np.cos(2 * np.pi * ROWS / 6), np.ones((31, 31))
    assert np.sum(weights * own) > 50 * abs(np.sum(weights * level))
    assert np.sum(weights * even) == pytest.approx(0, abs=1e-10)


def test_gabor_turns_as_the_eye_sees_it() -> None:
    weights = get_kernel("gabor", angle=45, phase=90, sigma=2, size=15).weights
    # Phase 90 falls along the direction: brightness sinks towards the lower right.
    assert weights[8, 8] < 0 < weights[6, 6]
    np.testing.assert_allclose(get_kernel("gabor", angle=90).weights, get_kernel("gabor").weights.T, atol=1e-14)


@pytest.mark.parametrize("angle", [0, 30, 90, 200])
def test_steerable_edges_point_where_brightness_rises(angle) -> None:
    turn = np.deg2rad(angle)
    ramp = COLUMNS * np.cos(turn) + ROWS * np.sin(turn)
    across = ROWS * np.cos(turn) - COLUMNS * np.sin(turn)
    weights = get_kernel("steerable_edge", angle=angle).weights
    assert ndimage.correlate(ramp, weights)[15, 15] == pytest.approx(1)
    assert ndimage.correlate(across, weights)[15, 15] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("angle", [0, 30, 90, 135])
def test_steerable_lines_answer_to_ridges(angle) -> None:
    turn = np.deg2rad(angle)
    ridge = -((COLUMNS * np.cos(turn) + ROWS * np.sin(turn)) ** 2) / 2
    along = -((ROWS * np.cos(turn) - COLUMNS * np.sin(turn)) ** 2) / 2
    weights = get_kernel("steerable_line", angle=angle).weights
    assert ndimage.correlate(ridge, weights)[15, 15] == pytest.approx(1)
    assert ndimage.correlate(along, weights)[15, 15] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("angle", "step"), [(0, (0, 1)), (45, (1, 1)), (90, (1, 0)), (135, (-1, 1))])
def test_line_detectors_prefer_their_own_direction(angle, step) -> None:
    patch = np.zeros((3, 3))
    for place in (-1, 0, 1):
        patch[1 + place * step[0], 1 + place * step[1]] = 1
    answers = {other: np.sum(get_kernel("line_detector", angle=other).weights * patch) for other in (0, 45, 90, 135)}
    assert answers.pop(angle) == 6
    assert max(answers.values()) <= 0
