"""One step, number by number, against autograd and against training."""

import numpy as np
import pytest
import torch

from core.learning import TrainingSettings, get_experiment, loss_at, numbers_after, one_filter_names, one_step, train
from core.learning.objectives import Backpropagation

EXPERIMENTS = [
    get_experiment("recover_kernel", kernel="peak_detector"),
    get_experiment("recover_kernel", kernel="sobel_x", target_noise=0.1),
    get_experiment("find_peaks"),
    get_experiment("find_peaks", bias=False, false_positive_cost=10.0),
]
EVERY_KIND = [
    get_experiment("recover_kernel", input="thread"),
    get_experiment("recover_kernel", kernel="gaussian_1d", input="ecg"),
    get_experiment("recover_kernel", kernel="sobel_x", input="camera"),
    get_experiment("recover_kernel", kernel="gabor"),
    *EXPERIMENTS,
    get_experiment("find_peaks", taps=7, signal="ecg"),
    get_experiment("find_edges", labels="signed", filters=1),
    get_experiment("find_edges", labels="energy", filters=1, size=5),
    get_experiment("find_edges", labels="canny", filters=1),
    get_experiment("denoise"),
    get_experiment("denoise", size=3, learn_from="others"),
]
CLOSE = 1e-12  # of the largest number


def by_autograd(experiment, weights, bias, rate):
    """Every number of the ledger by torch alone, from the patches on."""
    patches, targets = torch.tensor(experiment.patches()), torch.tensor(experiment.targets)
    w = torch.tensor(weights.ravel(), requires_grad=True)
    b = torch.tensor(bias, dtype=torch.float64, requires_grad=experiment.has_bias)

    def losses(answers):
        if experiment.loss.name == "squared":
            return (answers - targets) ** 2
        costs = torch.where(targets > 0.5, 1.0, experiment.loss.false_positive_weight)
        each = torch.nn.functional.binary_cross_entropy_with_logits(answers, targets, reduction="none")
        return costs * each

    forward = patches * w
    answers = forward.sum(dim=1) + b
    answers.retain_grad()
    each = losses(answers)
    each.mean().backward()
    errors = answers.grad * len(targets)
    bias_gradient = float(b.grad) if experiment.has_bias else 0.0
    with torch.no_grad():
        new_weights, new_bias = w - rate * w.grad, float(b) - rate * bias_gradient
        new_answers = patches @ new_weights + new_bias
        new_losses = losses(new_answers)
        predictions = answers if experiment.loss.name == "squared" else torch.sigmoid(answers)
        found = {
            "forward_products": forward, "answers": answers, "predictions": predictions, "losses": each,
            "errors": errors, "products": errors[:, None] * patches, "gradient": w.grad, "update": -rate * w.grad,
            "new_weights": new_weights, "new_answers": new_answers, "new_losses": new_losses,
        }  # fmt: skip
        single = {
            "bias_gradient": bias_gradient, "new_bias": new_bias, "loss": float(each.mean()),
            "new_loss": float(new_losses.mean()),
        }  # fmt: skip
    return {name: values.detach().numpy() for name, values in found.items()} | single


def deviations(experiment, seed=0, share=0.5, step=0):
    """How far each number of a step is from autograd's, beside the largest of its kind."""
    rate = share * 2 / float(np.linalg.norm(experiment.patches(), axis=1).max() ** 2)
    weights, bias = numbers_after(experiment, seed, rate, step)
    ledger = one_step(experiment, weights, rate, bias)
    for name, expected in by_autograd(experiment, weights, bias, rate).items():
        found = np.ravel(getattr(ledger, name))
        size = np.abs(expected).max()
        yield name, float(np.abs(found - np.ravel(expected)).max() / (size or 1.0))


def test_these_are_all_experiments_of_one_filter():
    assert {each.name for each in EVERY_KIND} == set(one_filter_names())
    kinds = {(each.has_bias, len(each.filter_shape), each.loss.name) for each in EVERY_KIND}
    # a bias is learned with a logistic loss, and pictures' edges always with one
    assert kinds == {
        (False, 1, "squared"), (False, 2, "squared"), (True, 1, "logistic"), (False, 1, "logistic"),
        (True, 2, "logistic"),
    }  # fmt: skip


@pytest.mark.parametrize("step", [0, 3])
@pytest.mark.parametrize("experiment", EVERY_KIND)
def test_every_number_is_that_of_autograd(experiment, step):
    assert {name: far for name, far in deviations(experiment, step=step) if not far <= CLOSE} == {}


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
