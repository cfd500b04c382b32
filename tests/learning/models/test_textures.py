"""The network of textures: its layers against NumPy, its filters' mean, and what roughness measures."""

import numpy as np
import pytest
from scipy.signal import correlate

from core.learning.models import TextureNetwork
from core.learning.models.textures import SECOND_FILTERS, roughness, without_mean

RNG = np.random.default_rng(0)
PICTURES = RNG.normal(size=(3, 17, 17))


def drawn(model):
    return model.parameters(RNG.normal(0.0, 0.2, model.size).astype(np.float32))


def valid(pictures, filters, bias, stride):
    """Each filter (m, c, h, w) over pictures (n, c, h, w), by SciPy."""
    maps = [
        [sum(correlate(*pair, mode="valid") for pair in zip(each, mask, strict=True)) for mask in filters]
        for each in pictures
    ]
    return np.array(maps)[:, :, ::stride, ::stride] + bias[:, None, None]


def both(maps):
    return np.concatenate([np.maximum(maps, 0), np.maximum(-maps, 0)], axis=1)


@pytest.mark.parametrize("depth", [1, 2])
def test_layers_are_what_they_are_called(depth):
    model = TextureNetwork((5, 5), 4, 3, depth)
    given = drawn(model)
    layers = model.layers(given, PICTURES)
    maps = valid(PICTURES[:, None], given["weights"][:, None], given["hidden_bias"], 2)
    np.testing.assert_allclose(layers["maps"], maps, atol=1e-5)
    last = both(maps)
    np.testing.assert_allclose(layers["rectified"], last, atol=1e-5)
    if depth == 2:
        second = valid(last, given["second_weights"], given["second_bias"], 1)
        np.testing.assert_allclose(layers["second_maps"], second, atol=1e-4)
        last = both(second)
        np.testing.assert_allclose(layers["second_rectified"], last, atol=1e-4)
    means = last.mean(axis=(2, 3)) * {1: 60, 2: 20}[depth]
    np.testing.assert_allclose(layers["means"], means, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(
        layers["answer"], means @ given["class_weights"].T + given["class_bias"], rtol=1e-3, atol=1e-3
    )
    assert set(layers) == set(model.layer_titles) - (set() if depth == 2 else {"second_maps", "second_rectified"})


def test_brightness_that_is_the_same_everywhere_does_not_count():
    model = TextureNetwork((5, 5), 4, 3)
    given = drawn(model)
    np.testing.assert_allclose(given["weights"].sum(axis=(1, 2)), 0, atol=1e-6)
    np.testing.assert_allclose(model.answers(given, PICTURES + 7), model.answers(given, PICTURES), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("depth", [1, 2])
def test_theta_comes_back_bit_for_bit_and_may_have_an_axis_of_seeds(depth):
    model = TextureNetwork((3, 3), 4, 8, depth)
    thetas = RNG.normal(size=(2, model.size)).astype(np.float32)
    parameters = model.parameters(thetas)
    np.testing.assert_array_equal(model.join(parameters), thetas)
    assert {name: values.shape[1:] for name, values in parameters.items()} == model.shapes


def test_what_is_frozen_is_the_first_layer():
    model = TextureNetwork((3, 3), 4, 8, 2, is_frozen=True)
    mask = model.split(model.frozen_mask)
    assert {name for name, values in mask.items() if values.all()} == {"raw_weights", "hidden_bias"}
    assert not mask["second_weights"].any()
    assert TextureNetwork((3, 3)).frozen_mask is None


@pytest.mark.parametrize(("depth", "side"), [(1, 17), (2, 17), (2, 32)])
def test_pieces_and_products_are_counted_right(depth, side):
    model = TextureNetwork((7, 7), 4, 8, depth)
    layers = model.layers(drawn(model), RNG.normal(size=(1, side, side)))
    first = layers["maps"][0]
    products = first.size * 49
    if depth == 2:
        second = layers["second_maps"][0]
        products += second.size * 9 * 8
        assert second.shape[0] == SECOND_FILTERS
        piece, step = model.receptive_fields["second_maps"]
        assert second.shape[1] == (side - piece) // step + 1
    assert model.multiplications(side) == products
    piece, step = model.receptive_fields["maps"]
    assert (piece, first.shape[1]) == (7, (side - piece) // step + 1)


def test_roughness_is_that_of_waves_and_noise_whatever_their_strength():
    noise = without_mean(RNG.normal(size=(500, 60, 60)))
    np.testing.assert_allclose(roughness(noise).mean(), 4 * 59 / 60, rtol=0.01)
    wave = np.cos(2 * np.pi * np.arange(400) / 8) * np.ones((400, 1))
    np.testing.assert_allclose(roughness(wave), 2 - 2 * np.cos(2 * np.pi / 8), rtol=0.01)
    np.testing.assert_allclose(roughness(1000 * wave), roughness(wave), rtol=1e-9)
    assert roughness(np.zeros((2, 3, 3))).tolist() == [0.0, 0.0]


def test_only_a_first_layer_that_learns_pays_for_roughness():
    for frozen, smoothness, is_free in ((False, 0.1, False), (True, 0.1, True), (False, 0.0, True)):
        model = TextureNetwork((3, 3), 4, 8, 1, frozen, smoothness)
        given = drawn(model)
        expected = 0.0 if is_free else smoothness * roughness(given["weights"].astype(float)).mean()
        np.testing.assert_allclose(model.penalty(given), expected, rtol=1e-5)
