"""Several filters with one answer: an energy that is a length, and two layers as torch has them."""

import numpy as np
import pytest
import torch
from scipy.signal import correlate2d

from core.kernels import get_kernel
from core.learning.experiment import patches_of
from core.learning.models import SMALLEST_ENERGY, EnergyModel, TwoLayerModel


def test_the_energy_of_sobels_filters_is_the_length_of_the_gradient():
    picture = np.random.default_rng(0).random((9, 11))
    pair = [get_kernel(name).weights for name in ("sobel_x", "sobel_y")]
    layers = EnergyModel((3, 3), 2).layers(
        {"weights": np.stack(pair), "bias": np.array(-0.5)}, patches_of(picture, (3, 3))
    )
    across, down = (correlate2d(picture, weights, "valid").ravel() for weights in pair)
    np.testing.assert_allclose(layers["responses"], np.column_stack([across, down]), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(layers["answer"], np.hypot(across, down) - 0.5, rtol=0, atol=SMALLEST_ENERGY**0.5)


def test_the_energy_is_blind_to_the_sign_of_each_filter():
    rng = np.random.default_rng(1)
    model, patches = EnergyModel((5,), 3), rng.normal(size=(20, 5))
    parameters = model.split(rng.normal(size=model.size))
    turned = parameters | {"weights": parameters["weights"] * np.array([[1], [-1], [-1]])}
    np.testing.assert_array_equal(model.answers(turned, patches), model.answers(parameters, patches))
    assert not model.sees_sign


def test_the_slope_of_the_energy_is_finite_where_nothing_answers():
    model = EnergyModel((3,), 2)
    theta = torch.zeros(model.size, dtype=torch.float64, requires_grad=True)
    answers = model.answers(model.split(theta), torch.ones((4, 3), dtype=torch.float64))
    np.testing.assert_allclose(answers.detach(), SMALLEST_ENERGY**0.5)
    answers.sum().backward()
    assert theta.grad.tolist() == [0.0] * 6 + [4.0]


@pytest.mark.parametrize(("shape", "count"), [((3,), 1), ((5,), 4), ((3, 3), 2)])
def test_two_layers_are_those_of_torch(shape, count):
    rng = np.random.default_rng(2)
    model = TwoLayerModel(shape, count)
    parameters, patches = model.split(rng.normal(size=model.size)), rng.normal(size=(30, model.taps))
    first = torch.nn.Linear(model.taps, count, dtype=torch.float64)
    second = torch.nn.Linear(count, 1, dtype=torch.float64)
    with torch.no_grad():
        first.weight.copy_(torch.tensor(parameters["weights"].reshape(count, -1)))
        first.bias.copy_(torch.tensor(parameters["hidden_bias"]))
        second.weight.copy_(torch.tensor(parameters["output_weights"])[None])
        second.bias.copy_(torch.tensor(parameters["bias"])[None])
        responses = first(torch.tensor(patches))
        rectified = torch.relu(responses)
        expected = {"responses": responses, "rectified": rectified, "answer": second(rectified)[:, 0]}
    for name, output in model.layers(parameters, patches).items():
        np.testing.assert_allclose(output, expected[name], rtol=1e-12, atol=1e-12)
