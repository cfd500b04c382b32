"""Strengths are shown from black at zero to white at what few exceed."""

import io

import numpy as np
import pytest
from PIL import Image as Pillow

from core.figures import strength_picture


@pytest.mark.parametrize("scale", [1e-6, 1.0, 40.0])
def test_strengths_are_black_at_nought_and_white_at_the_limit(scale):
    values = np.full((50, 50), 0.5 * scale)
    values[0] = 0
    values[1] = -1e-9 * scale  # rounding
    values[2] = scale
    values[3, 3] = 1000 * scale
    shown, words = strength_picture(values, "Gradient")
    levels = np.asarray(Pillow.open(io.BytesIO(shown.png)))[:: shown.enlarged, :: shown.enlarged]
    assert set(levels[:2].ravel()) == {0}
    assert set(levels[2]) == {255}
    assert set(levels[10].ravel()) == {128}
    assert levels[3, 3] == 255
    assert words.startswith("black is 0, white is ")
    assert words.endswith(" and more")
    assert shown.alt.startswith("Gradient, ")


def test_nothing_anywhere_is_black():
    shown, words = strength_picture(np.zeros((4, 4)), "Gradient")
    assert not np.asarray(Pillow.open(io.BytesIO(shown.png))).any()
    assert words == "black is 0, white is 1 and more"
