"""JPEG: colours of print, more than 8 bits, and kinds that cannot be read."""

import io

import imagecodecs
import numpy as np
import pytest
from PIL import Image as Pillow

from core.data import UnreadableUpload, read_image
from core.data.uploads.pictures.jpeg import frame_of

SMOOTH = np.add.outer(np.arange(24), np.arange(32)).astype(np.uint16) * 70  # up to 3,780
COLOURS = np.stack([SMOOTH, SMOOTH[::-1], SMOOTH[:, ::-1]], axis=2)


def jpeg(picture, **options):
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=100, subsampling=0, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("inks", "colour"),
    [
        ((255, 0, 0, 0), (0, 1, 1)),
        ((0, 255, 0, 0), (1, 0, 1)),
        ((0, 0, 255, 0), (1, 1, 0)),
        ((0, 0, 0, 255), (0, 0, 0)),
        ((0, 0, 0, 0), (1, 1, 1)),
        ((51, 0, 0, 102), (0.48, 0.6, 0.6)),
    ],
)
def test_inks_become_the_colours_that_they_print(inks, colour):
    content = jpeg(Pillow.new("CMYK", (16, 16), inks))
    np.testing.assert_allclose(read_image(content, "a.jpg").pixels[5, 5], colour, atol=0.01)


@pytest.mark.parametrize("lossless", [False, True])
@pytest.mark.parametrize("samples", [SMOOTH, COLOURS], ids=["grey", "colour"])
def test_twelve_bits_are_kept(samples, lossless):
    content = bytes(
        imagecodecs.jpeg8_encode(samples, level=100, bitspersample=12, lossless=lossless, subsampling="444")
    )
    pixels = read_image(content, "a.jpg").pixels
    np.testing.assert_allclose(pixels, samples / 4095, atol=1e-6 if lossless else 0.002)


def test_sixteen_bits_without_loss_are_exact():
    samples = np.random.default_rng(0).integers(0, 65536, (16, 24), np.uint16)
    content = bytes(imagecodecs.jpeg8_encode(samples, bitspersample=16, lossless=True))
    np.testing.assert_allclose(read_image(content, "a.jpg").pixels, samples / 65535, atol=1e-7)


def test_a_deep_picture_that_is_cut_off_is_damaged():
    content = bytes(imagecodecs.jpeg8_encode(SMOOTH, bitspersample=12))
    with pytest.raises(UnreadableUpload) as caught:
        read_image(content[: len(content) // 2], "a.jpg")
    assert str(caught.value) == "a.jpg is damaged: save the picture again and upload that."


@pytest.mark.parametrize("kind", [0xC5, 0xCD, 0xCF])
def test_rare_kinds_are_called_so(kind):
    content = jpeg(Pillow.new("L", (16, 16))).replace(b"\xff\xc0", bytes((0xFF, kind)))
    with pytest.raises(UnreadableUpload) as caught:
        read_image(content, "a.jpg")
    assert str(caught.value) == "a.jpg is a rare kind of JPEG that cannot be read: save the picture as PNG."


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_undone(orientation):
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    level = np.kron([[0, 60, 120], [150, 200, 250]], np.ones((8, 8))).astype(np.uint8)
    upright = {1: level, 2: level[:, ::-1], 3: level[::-1, ::-1], 4: level[::-1], 5: level.T}
    upright |= {6: level[::-1].T, 7: level[::-1, ::-1].T, 8: level.T[::-1]}
    pixels = read_image(jpeg(Pillow.fromarray(level), exif=exif), "a.jpg").pixels
    np.testing.assert_allclose(pixels, upright[orientation] / 255, atol=0.01)


def test_the_frame_is_found_behind_notes_and_fill_bytes_and_nowhere_else():
    content = jpeg(Pillow.new("L", (20, 12)), comment=b"\xff\xc0" * 9)
    assert (frame_of(content).height, frame_of(content).width) == (12, 20)
    assert frame_of(b"\xff\xd8\xff\xff" + content[2:]).width == 20
    assert frame_of(b"\xff\xd8\x00" + content[2:]) is None
    assert frame_of(content[:30]) is None
