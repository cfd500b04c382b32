"""What the browser is told of a kernel's way over a picture is where the engine reads."""

import numpy as np
import pytest

from core.convolution import BOUNDARIES, MODES, correlate
from core.convolution.geometry import axis_of
from core.figures.sampling import sampling


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_every_answer_reads_what_the_engine_reads(mode, boundary):
    picture, mask = np.random.default_rng(0).random((7, 9)), np.random.default_rng(1).random((2, 3))
    axes = [axis_of(mode, length=length, taps=taps, dilation=2, stride=3) for length, taps in ((7, 2), (9, 3))]
    header, samples = sampling(axes, boundary)
    expected = correlate(picture, mask, mode=mode, boundary=boundary, stride=3, dilation=2)
    assert header["answers"] == list(expected.shape)
    assert (header["stride"], header["dilation"], header["reach"]) == (3, 2, [3, 5])
    assert header["first"] == [axis.first for axis in axes]
    padded = np.pad(picture, ((0, 1), (0, 1)))  # -1 reads the zero at the end
    read = padded[np.ix_(samples["rows"], samples["columns"])]
    for i, j in np.ndindex(*expected.shape):
        patch = read[3 * i :: 2, 3 * j :: 2][:2, :3]
        assert (patch * mask).sum() == pytest.approx(expected[i, j])
