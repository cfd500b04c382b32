"""How a kernel's and a tile's range is judged."""

import numpy as np
import pytest

from core.convolution.fft.dynamic_range import LARGEST_CELL, Spread, cell_of, spread_of
from core.convolution.geometry import axis_of


@pytest.mark.parametrize("scale", [1e-30, 1.0, 1e30])
def test_a_kernel_is_judged_by_its_shape_alone(scale):
    assert spread_of(np.zeros(5)) == Spread(1.0, 1.0)
    assert spread_of(scale * np.array([0.0, -1.0])) == Spread(1.0, 4.0)
    even = spread_of(scale * np.ones((4, 4)))
    assert even.range == 1.0
    assert even.tolerated == pytest.approx(4 * 4)  # |w|1 / |w|2 is the root of the number of taps
    assert spread_of(scale * np.array([1.0, 1e-9])).range == pytest.approx(1e9)


@pytest.mark.parametrize(("taps", "cell"), [((1, 9), 1), ((8, 30), 4), ((31, 31), 15), ((500, 500), LARGEST_CELL)])
def test_a_cell_is_half_as_long_as_the_shorter_side(taps, cell):
    axes = tuple(axis_of("same", length=1000, taps=each, dilation=1, stride=1) for each in taps)
    assert cell_of(axes) == cell
