"""What one answer comes from: its products add up to it, and the answer over a sample is found."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.convolution import BOUNDARIES, MODES
from core.data import get_sample
from core.filters import (
    Layer,
    answer_over,
    apply_filter,
    axes_of,
    products_of,
    run_layer,
    samples_under,
    strongest_edge,
)
from core.kernels import Kernel

LAYERS = {
    "flip": st.booleans(),
    "mode": st.sampled_from(MODES),
    "boundary": st.sampled_from(BOUNDARIES),
    "stride": st.integers(1, 3),
    "dilation": st.integers(1, 3),
}


def layer_of(shape, **steps):
    return Layer(Kernel("mine", "Mine", "mine", np.random.default_rng(3).normal(size=shape)), **steps)


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


@given(layer=st.builds(layer_of, st.sampled_from([(1,), (3,), (4,)]), **LAYERS), data=st.data())
def test_the_samples_under_a_kernel_are_those_of_its_products(layer, data):
    samples = np.random.default_rng(8).normal(size=30)
    answer = data.draw(st.integers(0, len(run_layer(samples, layer).filtered) - 1))
    product, under = products_of(samples, layer, answer), samples_under(layer, answer)
    assert len(under) == len(product.patch)
    for index, sample, is_inside in zip(under, product.patch, product.inside, strict=True):
        assert sample == samples[index] if 0 <= index < 30 else layer.boundary != "constant" or not is_inside


@given(layer=st.builds(layer_of, st.sampled_from([(1, 1), (3, 3), (2, 5)]), **LAYERS))
def test_each_answer_is_found_from_the_pixel_in_its_middle(layer):
    shape = (17, 19)
    axes = axes_of(layer, shape)
    assert tuple(axis.outputs for axis in axes) == run_layer(np.zeros(shape), layer).filtered.shape
    for output in np.ndindex(*(axis.outputs for axis in axes)):
        middle = tuple(axis.first + i * axis.stride + axis.reach // 2 for axis, i in zip(axes, output, strict=True))
        assert answer_over(layer, shape, middle) == output


def test_a_pixel_without_an_answer_gets_the_nearest():
    layer = layer_of((5, 5), mode="valid")
    assert answer_over(layer, (9, 9), (0, 8)) == (0, 4)


def test_the_strongest_edge_is_away_from_the_border_and_near_the_middle():
    picture = np.zeros((40, 48))
    picture[:, 30:] = 0.4
    picture[1, 1] = 1.0  # stronger, in the corner
    assert strongest_edge(picture) in {(20, 29), (20, 30)}
    assert strongest_edge(np.repeat(picture[..., None], 3, axis=2)) == strongest_edge(picture)


def test_without_an_edge_the_middle_is_taken():
    assert strongest_edge(np.full((9, 12), 0.3)) == (4, 6)
    assert strongest_edge(np.full((1, 1), 0.3)) == (0, 0)


@pytest.mark.parametrize("name", ["camera", "coins", "siemens_star", "checkerboard"])
def test_the_strongest_edge_of_a_sample_is_an_edge(name):
    pixels = get_sample(name).pixels
    row, column = strongest_edge(pixels)
    gradient = apply_filter("sobel", pixels)
    assert gradient[row, column] > 0.9 * np.percentile(gradient[20:-20, 20:-20], 99)
