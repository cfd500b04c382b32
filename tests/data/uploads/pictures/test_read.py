"""Pictures of common programs: every mode comes back, upright and on white."""

import numpy as np
import pytest
from PIL import Image as Pillow

from core.data.uploads import UnreadableUpload, read_image
from tests.data.uploads.written import written

LEVELS = np.arange(0, 240, 10, dtype=np.uint8).reshape(4, 6)
COLOURS = np.random.default_rng(0).integers(0, 256, (4, 6, 3), dtype=np.uint8)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_grey_and_colour_pictures_come_back_exactly(kind):
    np.testing.assert_allclose(read_image(written(Pillow.fromarray(LEVELS), kind), "a").pixels, LEVELS / 255, atol=1e-7)
    pixels = read_image(written(Pillow.fromarray(COLOURS), kind), "a").pixels
    np.testing.assert_allclose(pixels, COLOURS / 255, atol=1e-7)


def test_jpeg_comes_back_nearly():
    smooth = np.tile(np.linspace(0, 255, 32).astype(np.uint8), (32, 1))
    pixels = read_image(written(Pillow.fromarray(smooth), "JPEG", quality=95), "a.jpg").pixels
    np.testing.assert_allclose(pixels, smooth / 255, atol=0.02)


def test_sixteen_bits_keep_their_depth():
    deep = np.array([[0, 1, 65535]], dtype=np.uint16)
    for kind in ("PNG", "TIFF"):
        np.testing.assert_allclose(
            read_image(written(Pillow.fromarray(deep), kind), "a").pixels, deep / 65535, atol=1e-9
        )


def test_float_tiff_is_kept_in_range_and_scaled_beyond_it():
    inside = np.array([[0.0, 0.25], [0.5, 1.0]], np.float32)
    np.testing.assert_array_equal(read_image(written(Pillow.fromarray(inside), "TIFF"), "a").pixels, inside)
    image = read_image(written(Pillow.fromarray(inside * 10 - 2), "TIFF"), "a")
    np.testing.assert_allclose(image.pixels, inside, atol=1e-6)
    assert image.description == "Your own file. Its values from -2 to 8 were scaled to 0 to 1."


def test_transparent_parts_lie_on_white():
    clear = np.zeros((2, 2, 4), np.uint8)
    clear[0, 0] = (255, 0, 0, 255)
    pixels = read_image(written(Pillow.fromarray(clear), "PNG"), "a").pixels
    np.testing.assert_array_equal(pixels[0, 0], [1, 0, 0])
    np.testing.assert_array_equal(pixels[1, 1], [1, 1, 1])


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I;16", "I", "F", "LAB"])
def test_every_mode_is_read_or_refused_with_a_sentence(mode):
    picture = Pillow.new(mode, (5, 4))
    try:
        image = read_image(written(picture, "TIFF"), "a.tif")
    except UnreadableUpload:
        return
    assert image.pixels.shape[:2] == (4, 5)


def test_a_turned_photograph_stands_upright():
    exif = Pillow.Exif()
    exif[0x0112] = 6
    content = written(Pillow.fromarray(COLOURS), "PNG", exif=exif)
    assert read_image(content, "a.png").pixels.shape == (6, 4, 3)


def test_integers_without_a_defined_white_are_scaled_and_said_to_be():
    wide = Pillow.fromarray(np.array([[0, 100], [150, 200]], np.int32))
    image = read_image(written(wide, "TIFF"), "a.tif")
    np.testing.assert_allclose(image.pixels, [[0, 0.5], [0.75, 1]], atol=1e-6)
    assert image.description == "Your own file. Its values from 0 to 200 were scaled to 0 to 1."


@pytest.mark.parametrize(
    ("picture", "options", "expected"),
    [
        (Pillow.new("1", (1, 1), 1), {}, [[1]]),
        (Pillow.new("L", (1, 1), 51), {}, [[0.2]]),
        (Pillow.new("L", (1, 1), 0), {"transparency": 0}, [[1]]),
        (Pillow.new("LA", (1, 1), (0, 0)), {}, [[1]]),
        (Pillow.new("RGB", (1, 1), (255, 51, 0)), {}, [[[1, 0.2, 0]]]),
        (Pillow.new("RGB", (1, 1), (255, 51, 0)), {"transparency": (255, 51, 0)}, [[[1, 1, 1]]]),
        (Pillow.new("RGBA", (1, 1), (255, 51, 0, 255)), {}, [[[1, 0.2, 0]]]),
        (Pillow.new("RGB", (1, 1), (255, 51, 0)).convert("P", palette=1, colors=2), {}, [[[1, 0.2, 0]]]),
        (Pillow.new("P", (1, 1), 0), {"transparency": 0}, [[[1, 1, 1]]]),
    ],
)
def test_modes_of_png_have_exact_values(picture, options, expected):
    np.testing.assert_allclose(read_image(written(picture, "PNG", **options), "a.png").pixels, expected, atol=0.005)


def test_cmyk_and_the_first_of_several_frames():
    white = Pillow.new("CMYK", (2, 2), (0, 0, 0, 0))
    np.testing.assert_allclose(read_image(written(white, "JPEG"), "a.jpg").pixels, 1, atol=0.01)
    frames = [Pillow.new("L", (2, 3), level) for level in (51, 255)]
    content = written(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    np.testing.assert_allclose(read_image(content, "a.tif").pixels, np.full((3, 2), 0.2), atol=1e-6)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_undone(orientation):
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    level = np.array([[0, 50, 100], [150, 200, 250]], np.uint8)
    upright = {1: level, 2: level[:, ::-1], 3: level[::-1, ::-1], 4: level[::-1], 5: level.T}
    upright |= {6: level[::-1].T, 7: level[::-1, ::-1].T, 8: level.T[::-1]}
    pixels = read_image(written(Pillow.fromarray(level), "PNG", exif=exif), "a.png").pixels
    np.testing.assert_allclose(pixels, upright[orientation] / 255, atol=1e-6)
