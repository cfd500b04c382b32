"""Data are the same when every number is, and every word that is shown with them."""

import numpy as np

from core.data import Image, Signal


def test_data_that_are_shown_with_other_words_are_other_data():
    pixels, samples = np.full((3, 3), 0.5), np.arange(4.0)
    assert Image("upload", "mine.png", pixels) != Image("upload", "yours.png", pixels)
    assert Image("upload", "mine.png", pixels, "8 bits") != Image("upload", "mine.png", pixels, "16 bits")
    assert Signal("upload", "a.csv", samples, 100.0) != Signal("upload", "a.csv", samples, 8000.0)
    assert Signal("upload", "a.csv", samples, unit="V") != Signal("upload", "a.csv", samples, unit="mV")
    assert hash(Signal("upload", "a.csv", samples, 100.0)) == hash(Signal("upload", "a.csv", samples, 100.0))


def test_one_pixel_changes_the_content_id():
    pixels = np.zeros((1000, 1000), np.float32)
    first = Image("a", "A", pixels)
    pixels[500, 777] = 1e-6
    assert first.content_id != Image("a", "A", pixels).content_id
