"""The network is convolution, ReLU, mean and a linear layer, in float32 and on one thread."""

import numpy as np

from core.learning.models import GratingsNetwork


def test_the_network_convolves_rectifies_averages_and_weighs():
    model = GratingsNetwork((3, 3), 2, 3)
    rng = np.random.default_rng(0)
    parameters = model.split(rng.normal(size=model.size))
    picture = rng.normal(size=(1, 6, 6))
    layers = model.layers(parameters, picture)
    from scipy.signal import correlate2d

    maps = [
        correlate2d(picture[0], weights, "valid") + bias
        for weights, bias in zip(parameters["weights"], parameters["hidden_bias"], strict=True)
    ]
    np.testing.assert_allclose(layers["maps"][0], maps, rtol=1e-4, atol=1e-5)
    means = np.maximum(maps, 0).mean(axis=(1, 2))
    np.testing.assert_allclose(layers["means"][0], means, rtol=1e-4, atol=1e-6)
    answer = parameters["class_weights"] @ means + parameters["class_bias"]
    np.testing.assert_allclose(layers["answer"][0], answer, rtol=1e-4, atol=1e-5)
