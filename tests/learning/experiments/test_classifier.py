"""What classifiers share: probabilities, layers and accuracy, each against its definition."""

import numpy as np
import pytest
from scipy.special import softmax

from core.learning import get_experiment
from core.learning.training.initial import first_parameters


@pytest.mark.parametrize("name", ["classify_gratings", "name_textures"])
def test_probabilities_layers_and_accuracy_are_those_of_the_models_answers(name):
    experiment = get_experiment(name)
    model, data = experiment.model, experiment.data
    parameters = model.parameters(first_parameters(experiment, experiment.recommended))
    shown = model.answers(parameters, data.shown_input[None])[0]
    np.testing.assert_allclose(experiment.respond(parameters), softmax(shown), rtol=1e-5)
    np.testing.assert_allclose(experiment.activations(parameters)["answer"], shown, rtol=1e-6)
    named = model.answers(parameters, data.test_inputs).argmax(axis=1)
    assert experiment.accuracy(parameters) == np.mean(named == data.test_targets)
    assert experiment.loss.name == "cross_entropy"
