"""Second moments give the loss and the gradient of all patches."""

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, loss_at, solve, train
from core.learning.curvature import design_matrix
from core.learning.objectives import Backpropagation, SecondMoments, Squares

EXPERIMENTS = [
    get_experiment("recover_kernel", kernel="peak_detector"),
    get_experiment("recover_kernel", kernel="sobel_x", input="camera"),
    get_experiment("recover_kernel", kernel="gaussian", input="camera_noisy", target_noise=0.1),
]


def data_of(experiment):
    """The design and the targets."""
    return design_matrix(experiment), experiment.targets


@pytest.mark.parametrize("experiment", EXPERIMENTS)
@pytest.mark.parametrize("distance", [10.0, 1e-3, 1e-7])
def test_loss_and_gradient_are_those_of_backpropagation_near_and_far(experiment, distance):
    away = np.random.default_rng(0).normal(size=experiment.filter_shape) * distance
    place = (solve(experiment).weights + away).ravel()
    exact, slope = Backpropagation(experiment.model, experiment.loss, experiment.inputs, experiment.targets)(place)
    for objective in (SecondMoments(*data_of(experiment)), Squares(*data_of(experiment))):
        loss, gradient = objective(place)
        np.testing.assert_allclose(loss, exact, rtol=1e-9, atol=1e-20)
        np.testing.assert_allclose(gradient, slope, atol=1e-7 * np.abs(slope).max())


def test_numbers_that_are_none_have_no_loss():
    loss, _ = SecondMoments(*data_of(EXPERIMENTS[0]))(np.full(3, np.nan))
    assert np.isnan(loss)
    losses, _ = SecondMoments(*data_of(EXPERIMENTS[0]))(np.full((2, 3), np.nan))
    assert np.isnan(losses).all()


def test_rows_cannot_be_chosen():
    moments = SecondMoments(*data_of(EXPERIMENTS[0]))
    with pytest.raises(ValueError, match=r"cannot be chosen from second moments: they are those of all patches\.$"):
        moments(np.zeros(3), np.array([0, 1]))


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_a_run_is_descent_by_hand(experiment):
    settings = TrainingSettings(steps=60, momentum=0.5)
    run = train(experiment, settings)
    patches, targets = experiment.patches(), experiment.targets
    weights, velocity = run.weights[0].ravel(), 0.0
    for step in range(61):
        if step in run.steps:
            place = list(run.steps).index(step)
            np.testing.assert_allclose(run.weights[place].ravel(), weights, rtol=1e-9, atol=1e-10)
            np.testing.assert_allclose(
                run.loss[place], loss_at(experiment, {"weights": weights}), rtol=1e-7, atol=1e-18
            )
        velocity = 0.5 * velocity + 2 * patches.T @ (patches @ weights - targets) / len(targets)
        weights = weights - run.settings.learning_rate * velocity


def test_training_on_squares_does_not_load_torch():
    import subprocess
    import sys

    code = "import sys; from core import *; train(get_experiment('recover_kernel')); print('torch' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "False"
