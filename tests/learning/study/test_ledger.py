"""One step, number by number, against autograd and against training."""

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, loss_at, one_step, train
from core.learning.objectives import Backpropagation

EXPERIMENTS = [
    get_experiment("recover_kernel", kernel="peak_detector"),
    get_experiment("recover_kernel", kernel="sobel_x", target_noise=0.1),
    get_experiment("find_peaks"),
    get_experiment("find_peaks", bias=False, false_positive_cost=10.0),
]


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_the_gradient_is_that_of_autograd_to_rounding(experiment):
    weights = np.random.default_rng(0).normal(size=experiment.filter_shape)
    bias = 0.3 if experiment.has_bias else 0.0
    ledger = one_step(experiment, weights, 0.1, bias)
    parameters = {"weights": weights} | ({"bias": np.array(bias)} if experiment.has_bias else {})
    loss, gradient = Backpropagation(experiment.model, experiment.loss, experiment.inputs, experiment.targets)(
        experiment.model.join(parameters)
    )
    gradients = experiment.model.split(gradient)
    np.testing.assert_allclose(ledger.gradient, gradients["weights"], rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(ledger.loss, loss, rtol=1e-13)
    if experiment.has_bias:
        np.testing.assert_allclose(ledger.bias_gradient, gradients["bias"], rtol=1e-12)
    else:
        assert ledger.bias_gradient == 0
        assert ledger.new_bias == bias


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_every_line_of_the_account_adds_up(experiment):
    weights = np.random.default_rng(1).normal(size=experiment.filter_shape)
    ledger = one_step(experiment, weights, 0.2, 0.1)
    np.testing.assert_allclose(ledger.answers, ledger.patches @ weights.ravel() + 0.1)
    np.testing.assert_array_equal(ledger.products, ledger.errors[:, None] * ledger.patches)
    np.testing.assert_allclose(ledger.gradient.ravel(), ledger.products.sum(axis=0) / len(ledger.patches))
    np.testing.assert_array_equal(ledger.new_weights, weights + ledger.update)
    after = {"weights": ledger.new_weights, "bias": np.array(ledger.new_bias)}
    if experiment.has_bias:
        np.testing.assert_allclose(ledger.new_loss, loss_at(experiment, after), rtol=1e-12)
    assert ledger.new_loss < ledger.loss


def test_a_step_is_the_first_of_training():
    experiment = EXPERIMENTS[2]
    run = train(experiment, TrainingSettings(steps=1, learning_rate=0.5, momentum=0.0))
    ledger = one_step(experiment, run.weights[0], 0.5, run.bias[0])
    np.testing.assert_allclose(ledger.new_weights, run.weights[1], rtol=1e-13)
    np.testing.assert_allclose(ledger.new_bias, run.bias[1], rtol=1e-13)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (dict(weights=[1.0, 2.0]), "weights have shape (2,): the filter's is (3,)."),
        (dict(learning_rate=float("inf")), "learning_rate=inf is not finite: give numbers that are."),
        (dict(bias=float("nan")), "bias=nan is not finite: give numbers that are."),
    ],
)
def test_wrong_arguments_are_named(arguments, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        one_step(EXPERIMENTS[0], **{"weights": [0.0, 0, 0], "learning_rate": 0.1, **arguments})
    assert str(caught.value) == message
