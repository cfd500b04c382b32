"""Arrays of NumPy as signals and as images."""

import numpy as np
import pytest
from PIL import Image as Pillow

from core.data.uploads import read_image, read_signal
from tests.data.uploads.written import npy, written

LEVELS = np.arange(0, 240, 10, dtype=np.uint8).reshape(4, 6)


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (LEVELS, LEVELS / 255),
        (LEVELS.astype(np.uint16), LEVELS / 65535),
        (LEVELS / 255, LEVELS / 255),
        (LEVELS > 100, LEVELS > 100),
        (np.asfortranarray(LEVELS / 255), LEVELS / 255),
        ((LEVELS / 255).astype(">f4"), LEVELS / 255),
    ],
)
def test_arrays_become_images(array, expected):
    np.testing.assert_allclose(read_image(npy(array), "a.npy").pixels, expected, atol=1e-6)


def test_signals_come_back_exactly():
    values = np.random.default_rng(0).normal(size=50)
    np.testing.assert_array_equal(read_signal(npy(values), "a.npy").samples, values)
    np.testing.assert_array_equal(read_signal(npy(values[None]), "a.npy").samples, values)
    text = "\n".join(map(repr, values.tolist())).encode()
    np.testing.assert_allclose(read_signal(text, "a.csv").samples, values, rtol=1e-14)


def test_opacity_in_an_array_lies_on_white_as_in_a_png():
    layered = np.random.default_rng(0).integers(0, 256, (5, 4, 4), dtype=np.uint8)
    from_png = read_image(written(Pillow.fromarray(layered), "PNG"), "a.png").pixels
    np.testing.assert_allclose(read_image(npy(layered), "a.npy").pixels, from_png, atol=0.01)


@pytest.mark.parametrize("shape", [(5,), (1, 5), (5, 1), (1, 1, 5)])
def test_one_row_or_column_is_a_signal(shape):
    assert read_signal(npy(np.arange(5.0).reshape(shape)), "a.npy").samples.tolist() == [0, 1, 2, 3, 4]
    assert read_signal(npy(np.ones((1, 1))), "a.npy").samples.tolist() == [1]
