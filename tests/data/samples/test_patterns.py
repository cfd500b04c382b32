"""Computed images are what their words say, at every angle and size."""

import numpy as np
import pytest

from core.data import get_image


def pixels(name, **parameters):
    return get_image(name, **parameters).pixels.astype(np.float64)


@pytest.mark.parametrize("size", [8, 9])
def test_an_impulse_is_one_pixel(size):
    image = pixels("impulse_image", size=size)
    assert np.argwhere(image).tolist() == [[size // 2, size // 2]]
    assert image.sum() == 1


def test_an_edge_at_right_angles_has_no_grey_between_black_and_white():
    for turns in range(4):
        image = np.rot90(pixels("step_edge", size=10, angle=90.0 * turns), turns)
        np.testing.assert_array_equal(image, np.repeat([[0.0] * 5 + [1.0] * 5], 10, axis=0))


@pytest.mark.parametrize("angle", [30.0, 135.0, 300.0])
def test_an_edge_is_white_on_the_side_to_which_it_points(angle):
    image = pixels("step_edge", size=101, angle=angle)
    down, right = np.mgrid[-50:51, -50:51]
    side = right * np.cos(np.deg2rad(angle)) + down * np.sin(np.deg2rad(angle))
    assert image[side > 1].min() == 1
    assert image[side < -1].max() == 0
    np.testing.assert_allclose(image.mean(), 0.5, atol=1e-3)


@pytest.mark.parametrize("angle", [0.0, 20.0, 90.0, 225.0])
def test_a_ramp_climbs_evenly_in_its_direction(angle):
    ramp = pixels("ramp_image", size=64, angle=angle)
    down, right = (np.diff(ramp, axis=axis) for axis in (0, 1))
    assert np.ptp(down) < 1e-6
    assert np.ptp(right) < 1e-6
    turned = np.rad2deg(np.arctan2(down.mean(), right.mean())) % 360
    assert abs((turned - angle + 180) % 360 - 180) < 0.01
    assert (ramp.min(), ramp.max()) == (0, 1)


@pytest.mark.parametrize("square", [1, 3, 16])
def test_a_checkerboard_changes_at_every_square(square):
    board = pixels("checkerboard", size=48, square=square)
    assert board[:square, :square].max() == 0
    np.testing.assert_array_equal(board[square:], 1 - board[:-square])
    np.testing.assert_array_equal(board[:, square:], 1 - board[:, :-square])


@pytest.mark.parametrize("radius", [3.5, 20.0, 40.0])
def test_a_disc_has_the_area_of_a_circle(radius):
    disc = pixels("disc", size=128, radius=radius)
    np.testing.assert_allclose(disc.sum(), np.pi * radius**2, rtol=0.02)  # the rim is soft
    np.testing.assert_array_equal(disc, disc.T)


def test_a_grating_is_one_line_of_the_spectrum():
    grating = pixels("grating", size=64, wavelength=8.0, angle=90.0)
    spectrum = np.abs(np.fft.fft2(grating)) / 64**2
    assert {tuple(place) for place in np.argwhere(spectrum > 1e-6)} == {(0, 0), (8, 0), (56, 0)}
    np.testing.assert_allclose((spectrum[0, 0], spectrum[8, 0]), (0.5, 0.25), atol=1e-6)


@pytest.mark.parametrize("spokes", [4, 24])
def test_a_star_has_its_spokes_at_every_distance_that_can_show_them(spokes):
    star = pixels("siemens_star", size=401, spokes=spokes)
    turn = np.arange(720) / 720 * 2 * np.pi
    for distance in (60, 120, 190):
        rows, columns = (np.round(200 + distance * wave(turn)).astype(int) for wave in (np.sin, np.cos))
        ring = np.abs(np.fft.rfft(star[rows, columns]))
        assert int(ring[1:].argmax()) + 1 == spokes
    assert star[200, 200] == 0.5


def test_white_noise_lies_evenly_from_0_to_1():
    noise = pixels("noise_image", size=256, seed=3)
    np.testing.assert_allclose((noise.mean(), noise.std()), (0.5, 1 / np.sqrt(12)), atol=0.005)
    assert abs(np.corrcoef(noise[1:].ravel(), noise[:-1].ravel())[0, 1]) < 0.02
