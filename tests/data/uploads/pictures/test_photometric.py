"""What the samples of a pixel mean, by their definitions and by Pillow's inks."""

import numpy as np
import pytest

from core.data import UnreadableUpload
from core.data.uploads.pictures.photometric import (
    BLACK_IS_ZERO,
    CMYK,
    OPACITY,
    PALETTE,
    PREMULTIPLIED,
    RGB,
    WHITE_IS_ZERO,
    YCBCR,
    Meaning,
    brightness,
)

DRAW = np.random.default_rng(0)
COLOURS = DRAW.integers(0, 256, (3, 4, 3), np.uint8)


def shown(samples, meaning):
    return brightness(samples, meaning, "a.tif")


@pytest.mark.parametrize("photometric", [RGB, YCBCR])
def test_colours_are_shares_of_their_range(photometric):
    pixels, note = shown(COLOURS, Meaning(photometric, 8))
    np.testing.assert_allclose(pixels, COLOURS / 255, rtol=1e-6)
    assert note == ""


def test_black_and_white_are_exchanged_where_nought_is_white():
    grey = COLOURS[..., :1]
    black, white = (shown(grey, Meaning(each, 8))[0] for each in (BLACK_IS_ZERO, WHITE_IS_ZERO))
    np.testing.assert_allclose(black, grey[..., 0] / 255, rtol=1e-6)
    np.testing.assert_allclose(white, 1 - black, atol=1e-6)
    measured = np.array([[[-5.0], [7.0], [20.0]]])
    assert shown(measured, Meaning(WHITE_IS_ZERO, 64))[0].tolist() == [[20.0, 8.0, -5.0]]


def test_inks_take_light_away_one_after_the_other():
    inks = DRAW.integers(0, 256, (3, 4, 4), np.uint8)
    pixels, _ = shown(inks, Meaning(CMYK, 8))
    light = (255 - inks.astype(float)) / 255
    np.testing.assert_allclose(pixels, light[..., :3] * light[..., 3:], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("white", "dtype"), [(255, np.uint16), (65535, np.uint16)])
def test_a_palette_is_of_sixteen_bits_unless_its_brightest_entry_fits_eight(white, dtype):
    palette = DRAW.integers(0, white + 1, (3, 16)).astype(dtype)
    palette[0, 3] = white
    places = DRAW.integers(0, 16, (5, 6, 1), np.uint8)
    pixels, _ = shown(places, Meaning(PALETTE, 4, palette=palette))
    np.testing.assert_allclose(pixels, palette.T[places[..., 0]] / white, rtol=1e-6)


@pytest.mark.parametrize("palette", [None, np.zeros(16, np.uint16)])
def test_places_without_a_palette_are_damage(palette):
    with pytest.raises(ValueError, match=r"^no palette, or no places in it$"):
        shown(np.zeros((2, 2, 1), np.uint8), Meaning(PALETTE, 8, palette=palette))


@pytest.mark.parametrize(("extra", "expected"), [(OPACITY, 0.5 * 0.25 + 0.75), (PREMULTIPLIED, 0.5 + 0.75)])
def test_opacity_lets_white_through_also_where_colours_were_multiplied_by_it(extra, expected):
    samples = np.array([[[0.5, 0.5, 0.5, 0.25]]])
    pixels, note = shown(samples, Meaning(RGB, 64, extra=(extra,)))
    np.testing.assert_allclose(pixels, min(expected, 1.0))
    assert note == ""


def test_opacity_is_the_extra_sample_that_says_so():
    samples = np.array([[[0.5, 0.125, 0.25]]])
    pixels, note = shown(samples, Meaning(BLACK_IS_ZERO, 64, extra=(0, OPACITY)))
    np.testing.assert_allclose(pixels, 0.5 * 0.25 + 0.75)
    assert note == ""


@pytest.mark.parametrize(
    ("photometric", "channels", "extra", "note"),
    [
        (BLACK_IS_ZERO, 3, (), "It has 3 channels: the first is shown."),
        (RGB, 5, (0, 0), "It has 5 channels: the first 3 are shown."),
        (RGB, 3, (OPACITY,), ""),
    ],
)
def test_channels_that_are_left_out_are_told(photometric, channels, extra, note):
    pixels, found = shown(np.full((2, 2, channels), 9, np.uint8), Meaning(photometric, 8, extra))
    assert found == note
    np.testing.assert_allclose(pixels, 9 / 255, rtol=1e-6)


def test_opacity_of_measurements_is_left_out_and_told():
    pixels, note = shown(np.array([[[7.0, 0.5]]]), Meaning(BLACK_IS_ZERO, 64, (OPACITY,)))
    assert (pixels.tolist(), note) == ([[7.0]], "Its opacity was left out.")


def test_fewer_samples_than_the_meaning_needs_are_damage():
    with pytest.raises(ValueError, match=r"^2 samples a pixel where 3 are needed$"):
        shown(np.zeros((2, 2, 2)), Meaning(RGB, 64))


def test_what_is_not_finite_is_found_among_the_samples_that_are_needed():
    samples = np.zeros((2, 3, 2))
    samples[..., 1] = np.nan
    assert not shown(samples, Meaning(BLACK_IS_ZERO, 64))[0].any()
    samples[1, 2, 0] = np.inf
    with pytest.raises(UnreadableUpload) as caught:
        shown(samples, Meaning(BLACK_IS_ZERO, 64))
    assert str(caught.value) == (
        "a.tif has 1 value that is missing or infinite, the first at row 2, column 3 (counted from 1): fill or remove "
        "it and upload the file again."
    )
