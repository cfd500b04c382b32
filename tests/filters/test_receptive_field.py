"""What one answer comes from: its products add up to it, and nothing outside its frame has any part in it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.convolution import BOUNDARIES
from core.filters import Layer, frame_of, products_of, run_layer
from core.kernels import Kernel

LAYERS = {
    "flip": st.booleans(),
    "boundary": st.sampled_from(BOUNDARIES),
    "stride": st.integers(1, 3),
    "dilation": st.integers(1, 3),
}


def layer_of(shape, **steps):
    return Layer(Kernel("mine", "Mine", "mine", np.random.default_rng(3).normal(size=shape)), **steps)


def reached(middle, half, dilation, size):
    """Where the numbers of a kernel lie along an axis, without those beyond the edge."""
    return [place for place in range(middle - half, middle + half + 1, dilation) if 0 <= place < size]


@given(layer=st.builds(layer_of, st.sampled_from([(1,), (3,), (4,)]), **LAYERS), data=st.data())
def test_the_products_of_a_signal_add_up_to_each_answer(layer, data):
    samples = np.random.default_rng(0).normal(size=17)
    filtered = run_layer(samples, layer).filtered
    output = data.draw(st.integers(0, len(filtered) - 1))
    product = products_of(samples, layer, output)
    assert product.products.shape == layer.kernel.shape
    np.testing.assert_allclose(product.products.sum(), filtered[output], atol=1e-12)
    np.testing.assert_allclose(product.total, filtered[output], atol=1e-12)


@given(layer=st.builds(layer_of, st.sampled_from([(3, 3), (2, 4)]), **LAYERS), is_colour=st.booleans(), data=st.data())
def test_the_products_of_an_image_are_those_of_its_first_channel(layer, is_colour, data):
    pixels = np.random.default_rng(0).random((9, 12, 3) if is_colour else (9, 12))
    filtered = run_layer(pixels, layer).filtered
    output = tuple(data.draw(st.integers(0, length - 1)) for length in filtered.shape[:2])
    answer = filtered[output][0] if is_colour else filtered[output]
    np.testing.assert_allclose(products_of(pixels, layer, output).total, answer, atol=1e-12)


@pytest.mark.parametrize("output", [(2, 1), (0, 0), (3, 4)])
@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (5, 3)])
@pytest.mark.parametrize(("stride", "dilation"), [(1, 1), (2, 1), (1, 2), (3, 2)])
def test_the_frame_is_where_a_pixel_changes_the_answer(shape, stride, dilation, output):
    layer = Layer(Kernel("ones", "Ones", "mine", np.ones(shape)), boundary="constant", stride=stride, dilation=dilation)
    size, frame = 15, frame_of(layer, output)
    changes = np.zeros((size, size), bool)
    for row, column in np.ndindex(size, size):
        dot = np.zeros((size, size))
        dot[row, column] = 1.0
        changes[row, column] = run_layer(dot, layer).filtered[output] != 0
    rows, columns = (np.unique(axis).tolist() for axis in np.nonzero(changes))
    assert (frame.row, frame.column) == (output[0] * stride, output[1] * stride)
    assert rows == reached(frame.row, frame.half_height, dilation, size)
    assert columns == reached(frame.column, frame.half_width, dilation, size)
