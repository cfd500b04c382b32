"""Any model: named parameters and one vector, the same formulas for NumPy and torch, with or without seeds."""

import numpy as np
import pytest
import torch

from core.learning.models import EnergyModel, GratingsNetwork, LinearModel, TwoLayerModel

MODELS = [
    LinearModel((3,), True),
    LinearModel((3, 5)),
    EnergyModel((3, 3), 2),
    TwoLayerModel((3,), 4),
    GratingsNetwork((5, 5), 3, 4),
]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("lead", [(), (7,), (2, 3)])
def test_a_place_is_its_parameters_side_by_side(model, lead):
    place = np.random.default_rng(0).normal(size=(*lead, model.size)).astype(model.dtype)
    parameters = model.split(place)
    assert list(parameters) == list(model.shapes)
    for name, shape in model.shapes.items():
        assert parameters[name].shape == (*lead, *shape)
    np.testing.assert_array_equal(model.join(parameters), place)
    assert model.join(parameters).dtype == model.dtype


@pytest.mark.parametrize("model", MODELS[:4])
def test_numpy_and_torch_answer_alike_with_and_without_seeds(model):
    rng = np.random.default_rng(0)
    inputs, places = rng.normal(size=(20, model.taps)), rng.normal(size=(3, model.size))
    together = model.layers(model.split(places), inputs)
    for number, place in enumerate(places):
        alone = model.layers(model.split(place), inputs)
        tensors = model.layers(model.split(torch.tensor(place)), torch.tensor(inputs))
        for name, output in alone.items():
            np.testing.assert_allclose(together[name][number], output, rtol=1e-12, atol=1e-12)
            np.testing.assert_allclose(tensors[name].numpy(), output, rtol=1e-12, atol=1e-12)


def test_parameters_are_views_of_the_vector():
    model = TwoLayerModel((3,), 2)
    theta = np.zeros((4, model.size))
    for number, values in enumerate(model.split(theta).values(), 1):
        values[...] = number
    assert theta.tolist() == [[1] * 6 + [2] * 2 + [3] * 2 + [4]] * 4


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.kind)
def test_fans_are_counted_as_torch_counts_them(model):
    shapes = {
        # a convolution's weights have an axis of input channels, a layer's of outputs
        "weights": (model.filters, 1, *model.filter_shape),
        "output_weights": (1, model.filters),
        "class_weights": model.shapes.get("class_weights"),
    }
    assert set(model.fans) == {name for name in model.shapes if name.endswith("weights")}
    for name, fans in model.fans.items():
        assert fans == torch.nn.init._calculate_fan_in_and_fan_out(torch.zeros(shapes[name]))
