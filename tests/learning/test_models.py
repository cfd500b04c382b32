"""Models: the same formulas for NumPy and torch, one vector of all parameters, designs that do what they should."""

import numpy as np
import pytest
import torch
from scipy.special import expit

from core.learning import experiment_names, get_experiment
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


@pytest.mark.parametrize("name", experiment_names())
def test_every_layer_of_the_shown_input_is_at_hand_and_ends_in_the_answer(name):
    experiment = get_experiment(name)
    parameters = experiment.designed_parameters
    layers = experiment.activations(parameters)
    assert list(layers)[-1] == "answer"
    answer = layers["answer"]
    if experiment.loss.name == "logistic":
        answer = expit(answer)
    if experiment.loss.name == "cross_entropy":
        answer = np.exp(answer) / np.exp(answer).sum()
    np.testing.assert_allclose(answer, experiment.respond(parameters), rtol=1e-5, atol=1e-9)


def test_what_a_person_would_set_does_the_task():
    two = get_experiment("find_peaks_two_layers", centred=False)
    assert two.metrics(two.designed_parameters)["accuracy"] > 0.995
    edges = get_experiment("find_edges")
    assert edges.metrics(edges.designed_parameters)["auc"] == 1.0
    signed = get_experiment("find_edges", labels="signed", filters=1)
    assert signed.metrics(signed.designed_parameters)["auc"] == 1.0
    gratings = get_experiment("classify_gratings")
    assert gratings.metrics(gratings.designed_parameters)["accuracy"] > 0.9
    assert gratings.metrics(gratings.designed_parameters)["mean_best_cosine"] > 0.99
