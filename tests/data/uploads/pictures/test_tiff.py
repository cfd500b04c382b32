"""TIFF: every depth, meaning of samples and arrangement to its exact value."""

import struct
from pathlib import Path

import numpy as np
import pytest

from core.data import read_image
from tests.data.uploads.pictures.written import EIGHT_BITS, FIRST_SEGMENT, directory, packed, pixels_of, tiff

FIELD = Path(__file__).parent.parent / "field"
DRAW = np.random.default_rng(0)
GREY = DRAW.integers(0, 256, (33, 40), np.uint8)


@pytest.mark.parametrize("byteorder", ["<", ">"])
@pytest.mark.parametrize("bits", [bits for bits in range(1, 32) if bits != 24])
def test_whole_numbers_are_shares_of_the_range_of_their_bits(bits, byteorder):
    samples = DRAW.integers(0, 2**bits, (5, 7, 1), np.uint64)
    samples[0, :2, 0] = 0, 2**bits - 1
    if bits in (8, 16):  # whose bytes stand in the order of the machine
        content = tiff(samples[..., 0].astype(f"u{bits // 8}"), byteorder)
    else:
        content = packed(samples, bits, byteorder)
    np.testing.assert_allclose(pixels_of(content), samples[..., 0] / (2**bits - 1), atol=1e-7)


@pytest.mark.parametrize("photometric", ["minisblack", "miniswhite"])
@pytest.mark.parametrize("dtype", ["?", "u1", "u2"])
def test_white_is_where_the_file_says(dtype, photometric):
    samples = DRAW.integers(0, 2**16, (9, 16)).astype(dtype)
    shares = samples / (1 if dtype == "?" else np.iinfo(dtype).max)
    expected = 1 - shares if photometric == "miniswhite" else shares
    np.testing.assert_allclose(pixels_of(tiff(samples, photometric=photometric)), expected, atol=1e-7)


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "i8", "u4", "u8", "f2", "f4", "f8"])
@pytest.mark.parametrize("photometric", ["minisblack", "miniswhite", "rgb"])
def test_measurements_are_scaled_and_said_to_be(dtype, photometric):
    low = 0 if dtype.startswith("u") else -100
    samples = np.linspace(low, 124, 8 * 6 * 3).reshape(8, 6, 3).astype(dtype)
    if photometric != "rgb":
        samples = samples[..., 0]
    shares = (samples.astype(np.float64) - samples.min()) / float(samples.max() - np.float64(samples.min()))
    image = read_image(tiff(samples, photometric=photometric), "a.tif")
    np.testing.assert_allclose(image.pixels, 1 - shares if photometric == "miniswhite" else shares, atol=1e-6)
    lowest, highest = float(samples.min()), float(samples.max())
    assert image.description == f"Your own file. Its values from {lowest:.4g} to {highest:.4g} were scaled to 0 to 1."


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
@pytest.mark.parametrize("shape", [(5, 6), (5, 6, 3)])
def test_floats_from_0_to_1_stay_as_they_are(shape, dtype):
    samples = DRAW.random(shape).astype(dtype)
    image = read_image(tiff(samples, photometric="rgb" if len(shape) == 3 else "minisblack"), "a.tif")
    np.testing.assert_array_equal(image.pixels, samples.astype(np.float32))
    assert image.description == "Your own file."


def test_24_bit_floats_are_read():
    # sign, exponent of 7 bits, 16 bits: 1.0, 0.5 and 0
    content = np.array([[0x3F, 0, 0], [0x3E, 0, 0], [0, 0, 0]], np.uint8).tobytes()
    tags = {**EIGHT_BITS, 256: 3, 257: 1, 258: 24, 278: 1, 279: 9, 339: 3}
    np.testing.assert_array_equal(pixels_of(directory(tags, order=">", content=content)), [[1, 0.5, 0]])


@pytest.mark.parametrize("planarconfig", ["contig", "separate"])
@pytest.mark.parametrize("extra", ["unassalpha", "assocalpha", "unspecified"])
@pytest.mark.parametrize("channels", [2, 4])
def test_further_channels_are_opacity_only_where_the_file_says_so(channels, extra, planarconfig):
    shares = DRAW.random((6, 5, channels))
    opacity = shares[..., -1:]
    if extra == "assocalpha":
        shares[..., :-1] *= opacity
    samples = np.round(shares * 65535).astype(np.uint16)
    colours, opacity = samples[..., :-1] / 65535, samples[..., -1:] / 65535
    expected = {
        "unassalpha": colours * opacity + 1 - opacity,
        "assocalpha": (colours + 1 - opacity).clip(0, 1),
        "unspecified": colours,
    }[extra].squeeze()
    stored = np.moveaxis(samples, -1, 0) if planarconfig == "separate" else samples
    image = read_image(
        tiff(
            stored,
            photometric="minisblack" if channels == 2 else "rgb",
            planarconfig=planarconfig,
            extrasamples=[extra],
        ),
        "a.tif",
    )
    np.testing.assert_allclose(image.pixels, expected, atol=1e-6)
    note = {2: " It has 2 channels: the first is shown.", 4: " It has 4 channels: the first 3 are shown."}[channels]
    assert image.description == "Your own file." + (note if extra == "unspecified" else "")


def test_opacity_of_measurements_is_left_out_and_said_to_be():
    samples = np.stack([np.array([[1.0, 5.0]]), np.array([[0.5, 0.5]])], axis=2)
    image = read_image(tiff(samples, photometric="minisblack", extrasamples=["unassalpha"], planarconfig="contig"), "a")
    np.testing.assert_array_equal(image.pixels, [[0, 1]])
    assert image.description == (
        "Your own file. Its opacity was left out. Its values from 1 to 5 were scaled to 0 to 1."
    )


def test_more_channels_than_colours_need_show_the_first():
    samples = DRAW.integers(0, 256, (6, 5, 7), np.uint8)
    image = read_image(tiff(samples, photometric="minisblack", planarconfig="contig"), "a.tif")
    np.testing.assert_allclose(image.pixels, samples[..., 0] / 255, atol=1e-7)
    assert image.description == "Your own file. It has 7 channels: the first is shown."


@pytest.mark.parametrize("dtype", ["u1", "u2"])
def test_inks_become_colours(dtype):
    most = np.iinfo(dtype).max
    samples = DRAW.integers(0, most, (6, 5, 4)).astype(dtype)
    shares = 1 - samples / most
    expected = shares[..., :3] * shares[..., 3:]
    np.testing.assert_allclose(pixels_of(tiff(samples, photometric="separated")), expected, atol=1e-6)


@pytest.mark.parametrize(("dtype", "entries"), [("u1", 256), ("u2", 65536)])
def test_palettes_have_their_colours(dtype, entries):
    places = DRAW.integers(0, entries, (6, 5)).astype(dtype)
    palette = DRAW.integers(0, 65536, (3, entries), np.uint16)
    pixels = pixels_of(tiff(places, photometric="palette", colormap=palette))
    np.testing.assert_allclose(pixels, palette.T[places] / 65535, atol=1e-7)
    narrow = pixels_of(tiff(places, photometric="palette", colormap=palette >> 8))
    np.testing.assert_allclose(narrow, (palette >> 8).T[places] / 255, atol=1e-7)


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_palettes_of_few_bits_have_their_colours(bits):
    places = DRAW.integers(0, 2**bits, (3, 8, 1), np.uint64)
    palette = DRAW.integers(0, 65536, (3, 2**bits), np.uint16)
    strip_size = 3 * bits
    content = packed(places, bits, more={262: 3, 320: (palette.size, FIRST_SEGMENT + strip_size)})
    content = bytearray(content + palette.astype("<u2").tobytes())
    content[content.index(struct.pack("<HH", 320, 4)) + 2] = 3  # whole numbers of 16 bits
    np.testing.assert_allclose(pixels_of(bytes(content)), palette.T[places[..., 0]] / 65535, atol=1e-7)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_undone(orientation):
    level = GREY[:3, :4]
    upright = {1: level, 2: level[:, ::-1], 3: level[::-1, ::-1], 4: level[::-1], 5: level.T}
    upright |= {6: level[::-1].T, 7: level[::-1, ::-1].T, 8: level.T[::-1]}
    content = directory({**EIGHT_BITS, 274: orientation}, content=level.tobytes())
    np.testing.assert_allclose(pixels_of(content), upright[orientation] / 255, atol=1e-7)


def test_of_several_pages_the_first_is_taken_and_their_number_said():
    image = read_image(tiff(GREY, pages=4), "a.tif")
    np.testing.assert_allclose(image.pixels, GREY / 255, atol=1e-7)
    assert image.description == "Your own file. It has 4 pages: the first is shown."


def test_of_a_stack_in_one_page_the_first_plane_is_taken():
    stack = DRAW.integers(0, 256, (3, 16, 16), np.uint8)
    image = read_image(tiff(stack, volumetric=True, tile=(1, 16, 16), photometric="minisblack"), "a.tif")
    np.testing.assert_allclose(image.pixels, stack[0] / 255, atol=1e-7)
    assert image.description == "Your own file. It is a stack of 3 planes: the first is shown."


def test_a_file_that_does_not_say_what_0_is_shows_it_black_and_says_so():
    image = read_image(
        directory({tag: EIGHT_BITS[tag] for tag in EIGHT_BITS if tag != 262}, content=GREY.tobytes()), "a"
    )
    np.testing.assert_allclose(image.pixels, GREY.reshape(-1)[:12].reshape(3, 4) / 255, atol=1e-7)
    assert image.description == "Your own file. It does not say whether 0 is black or white: black was taken."


def test_field_files_have_the_values_that_were_worked_out_by_hand():
    levels = np.array([[0, 1, 128, 255], [256, 1000, 40000, 65535]]) / 65535
    twelve = np.array([[0, 1, 2048, 4095], [16, 1000, 3000, 4095]]) / 4095
    eight = np.array([[0, 1, 128, 255], [10, 20, 30, 40]]) / 255
    for name, expected in {
        "case-12-sixteen-bits-white-is-zero.tif": 1 - levels,
        "case-12-twelve-bits.tif": twelve,
        "case-13-bigtiff.tif": eight,
        "case-13-float64.tif": levels,
    }.items():
        image = read_image((FIELD / name).read_bytes(), name)
        np.testing.assert_allclose(image.pixels, expected, rtol=1e-6, atol=1e-9)
        assert image.description == "Your own file."
    image = read_image((FIELD / "case-15-five-pages-first-a-thumbnail.tif").read_bytes(), "case-15.tif")
    np.testing.assert_allclose(image.pixels, np.full((2, 3), 0.2), atol=1e-7)
    assert image.description == "Your own file. It has 5 pages: the first is shown."
