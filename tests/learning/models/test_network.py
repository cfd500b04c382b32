"""The network is convolution, ReLU, mean and a linear layer, in float32 and on one thread."""

import numpy as np
import torch
from scipy.signal import correlate2d

from core.learning.models import GratingsNetwork, torch_on_one_thread


def test_the_network_convolves_rectifies_averages_and_weighs():
    model = GratingsNetwork((3, 3), 2, 3)
    rng = np.random.default_rng(0)
    parameters = model.split(rng.normal(size=model.size))
    picture = rng.normal(size=(1, 6, 6))
    layers = model.layers(parameters, picture)
    maps = [
        correlate2d(picture[0], weights, "valid") + bias
        for weights, bias in zip(parameters["weights"], parameters["hidden_bias"], strict=True)
    ]
    np.testing.assert_allclose(layers["maps"][0], maps, rtol=1e-4, atol=1e-5)
    means = np.maximum(maps, 0).mean(axis=(1, 2))
    np.testing.assert_allclose(layers["means"][0], means, rtol=1e-4, atol=1e-6)
    answer = parameters["class_weights"] @ means + parameters["class_bias"]
    np.testing.assert_allclose(layers["answer"][0], answer, rtol=1e-4, atol=1e-5)


def test_arrays_and_tensors_are_answered_with_the_same_bits_in_single_precision():
    model, rng = GratingsNetwork((5, 5), 3, 4), np.random.default_rng(1)
    theta, pictures = rng.normal(size=model.size).astype(np.float32), rng.random((6, 12, 9))
    layers = model.layers(model.split(theta), pictures)
    tensors = model.layers(model.split(torch.tensor(theta)), torch.tensor(pictures, dtype=torch.float32))
    shapes = {"maps": (6, 3, 8, 5), "rectified": (6, 3, 8, 5), "means": (6, 3), "answer": (6, 4)}
    assert {name: output.shape for name, output in layers.items()} == shapes
    for name, output in layers.items():
        assert output.dtype == np.float32
        np.testing.assert_array_equal(output, tensors[name].numpy())


def test_torch_is_told_to_work_alone():
    torch.set_num_threads(2)
    assert torch_on_one_thread() is torch
    assert torch.get_num_threads() == 1
