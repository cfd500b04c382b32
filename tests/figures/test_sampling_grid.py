"""The small grid is the layer's own geometry: every answer on it is the engine's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.convolution import BOUNDARIES, MODES
from core.figures.sampling_grid import sampling_grid
from core.filters import Layer, run_layer
from core.kernels import Kernel, get_kernel
from tests.messages import read_message


@given(
    shape=st.sampled_from([(1, 1), (3, 3), (2, 5), (8, 3)]),
    flip=st.booleans(),
    mode=st.sampled_from(MODES),
    boundary=st.sampled_from(BOUNDARIES),
    stride=st.integers(1, 4),
    dilation=st.integers(1, 2),
)
def test_the_answers_of_the_grid_are_the_engines(shape, flip, mode, boundary, stride, dilation):
    kernel = Kernel("mine", "Mine", "mine", np.random.default_rng(1).normal(size=shape))
    layer = Layer(kernel, flip=flip, mode=mode, boundary=boundary, stride=stride, dilation=dilation)
    header, arrays = read_message(sampling_grid(layer))
    picture = np.random.default_rng(2).random(header["size"])
    expected = run_layer(picture, layer).filtered
    assert header["answers"] == list(expected.shape)
    padded = np.pad(picture, ((0, 1), (0, 1)))  # -1 reads the zero at the end
    read = padded[np.ix_(arrays["rows"], arrays["columns"])]
    for i, j in np.ndindex(*expected.shape):
        top, left = i * stride, j * stride
        patch = read[top:, left:][::dilation, ::dilation][: shape[0], : shape[1]]
        assert (patch * arrays["weights"]).sum() == pytest.approx(expected[i, j], abs=1e-5)


@pytest.mark.parametrize(("size", "dilation", "side"), [(3, 1, 7), (9, 1, 9), (5, 3, 13), (15, 1, 15)])
def test_the_grid_grows_with_the_kernel(size, dilation, side):
    header, _ = read_message(sampling_grid(Layer(get_kernel("box", size=size), dilation=dilation)))
    assert header["size"] == [side, side]


def test_a_kernel_that_reaches_too_far_is_not_drawn():
    assert sampling_grid(Layer(get_kernel("box", size=17))) is None
    assert sampling_grid(Layer(get_kernel("box", size=5), dilation=4)) is None
