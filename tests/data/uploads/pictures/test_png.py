"""PNG: every depth and colour type to its exact value."""

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from core.data import UnreadableUpload, read_image
from tests.data.uploads.pictures.written import png, png_of

FIELD = Path(__file__).parent.parent / "field"
GREY, RGB, PALETTE, GREY_AND_OPACITY, RGB_AND_OPACITY = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, GREY_AND_OPACITY: 2, RGB_AND_OPACITY: 4}


def drawn(bits, channels):
    return np.random.default_rng(bits).integers(0, 2**bits, (11, 13, channels))


def on_white(shares, opacity):
    return (shares * opacity + 1 - opacity).squeeze()


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("colour_type", CHANNELS)
def test_eight_and_sixteen_bits_are_exact(colour_type, bits, interlaced):
    samples = drawn(bits, CHANNELS[colour_type])
    shares = samples / (2**bits - 1)
    has_opacity = colour_type in (GREY_AND_OPACITY, RGB_AND_OPACITY)
    expected = on_white(shares[..., :-1], shares[..., -1:]) if has_opacity else shares.squeeze()
    image = read_image(png(samples, bits, colour_type, interlaced=interlaced), "a.png")
    np.testing.assert_allclose(image.pixels, expected, atol=1e-7)
    assert image.description == "Your own file."


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
@pytest.mark.parametrize("colour_type", [GREY, RGB])
def test_the_colour_that_is_transparent_is_white(colour_type, bits, interlaced):
    if colour_type == RGB and bits < 8:
        return
    samples = drawn(bits, CHANNELS[colour_type])
    clear = samples[3, 4]
    chunk = (b"tRNS", clear.astype(">u2").tobytes())
    expected = np.where((samples == clear).all(axis=2, keepdims=True), 1, samples / (2**bits - 1)).squeeze()
    image = read_image(png(samples, bits, colour_type, chunk, interlaced=interlaced), "a.png")
    np.testing.assert_allclose(image.pixels, expected, atol=1e-7)


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_few_bits_reach_from_black_to_white(bits):
    samples = drawn(bits, 1)
    pixels = read_image(png(samples, bits, GREY), "a.png").pixels
    np.testing.assert_allclose(pixels, samples[..., 0] / (2**bits - 1), atol=1e-7)


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_palettes_have_their_colours_and_opacities(bits):
    places = drawn(bits, 1)
    colours = np.random.default_rng(1).integers(0, 256, (2**bits, 3), np.uint8)
    opacity = np.full((2**bits, 1), 255)
    opacity[0] = 51
    chunks = (b"PLTE", colours.tobytes()), (b"tRNS", b"\x33")
    pixels = read_image(png(places, bits, PALETTE, *chunks), "a.png").pixels
    np.testing.assert_allclose(pixels, on_white(colours / 255, opacity / 255)[places[..., 0]], atol=1e-7)
    plain = read_image(png(places, bits, PALETTE, chunks[0]), "a.png").pixels
    np.testing.assert_allclose(plain, (colours / 255)[places[..., 0]], atol=1e-7)


def test_notes_do_not_change_the_values():
    samples = drawn(16, 3)
    notes = (b"sBIT", b"\x0c\x0c\x0c"), (b"gAMA", struct.pack(">I", 100_000)), (b"zTXt", b"broken")
    pixels = read_image(png(samples, 16, RGB, *notes), "a.png").pixels
    np.testing.assert_allclose(pixels, samples / 65535, atol=1e-7)


def test_sixteen_bits_are_turned_upright_wherever_the_note_stands():
    samples = drawn(16, 3)
    exif = Pillow.Exif()
    exif[0x0112] = 6
    whole = png(samples, 16, RGB)
    note = png_of((b"eXIf", exif.tobytes()[6:]))[8:]
    for content in (whole[:33] + note + whole[33:], whole[:-12] + note + whole[-12:]):
        pixels = read_image(content, "a.png").pixels
        np.testing.assert_allclose(pixels, samples[::-1].swapaxes(0, 1) / 65535, atol=1e-7)


def test_the_field_file_keeps_its_sixteen_bits_in_colour():
    image = read_image((FIELD / "case-11-sixteen-bits-colour.png").read_bytes(), "case-11.png")
    levels = np.array([[0, 1, 128, 255], [256, 1000, 40000, 65535]])
    np.testing.assert_array_equal(image.pixels, np.repeat((levels / 65535)[..., None], 3, axis=2).astype(np.float32))


@pytest.mark.parametrize("place", [70, -40, -20])
def test_a_changed_byte_makes_it_damaged(place):
    content = bytearray(png(drawn(16, 4), 16, RGB_AND_OPACITY))
    content[place] ^= 0x55
    with pytest.raises(UnreadableUpload) as caught:
        read_image(bytes(content), "a.png")
    assert str(caught.value) == "a.png is damaged: save the picture again and upload that."
