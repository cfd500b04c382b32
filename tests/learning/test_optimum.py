"""The optimum against least squares, small steps away from it, and the rate that parts convergence from divergence."""

import numpy as np
import pytest

from core.data import Signal
from core.learning import TrainingSettings, get_experiment, loss_at, solve, train


@pytest.mark.parametrize("kernel", ["peak_detector", "sobel_x", "gaussian"])
@pytest.mark.parametrize("source", ["white", "camera", "camera_noisy", "coins"])
def test_least_squares_agree_with_numpy(kernel, source):
    experiment = get_experiment("recover_kernel", kernel=kernel, input=source, target_noise=0.1)
    expected = np.linalg.lstsq(experiment.patches(), experiment.targets, rcond=None)[0]
    np.testing.assert_allclose(solve(experiment).weights.ravel(), expected, atol=1e-8)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("cost", [1.0, 10.0])
def test_no_step_away_from_newtons_optimum_lowers_the_loss(bias, cost):
    experiment = get_experiment("find_peaks", bias=bias, false_positive_cost=cost)
    best = solve(experiment)
    np.testing.assert_allclose(best.loss, loss_at(experiment, best.parameters), rtol=1e-12)
    rng = np.random.default_rng(0)
    for _ in range(20):
        away = rng.normal(scale=0.05, size=3)
        assert loss_at(experiment, best.parameters | {"weights": best.weights + away}) > best.loss
    if bias:
        for step in (0.05, -0.05):
            assert loss_at(experiment, best.parameters | {"bias": np.array(best.bias + step)}) > best.loss


@pytest.mark.parametrize(
    ("options", "ratio"),
    [
        (dict(bias=True), 1.81),
        (dict(bias=False), 1.48),
        (dict(bias=False, false_positive_cost=10.0), 1.12),
        (dict(bias=False, false_positive_cost=100.0), 0.94),
    ],
)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_answer_of_the_thread(options, ratio, seed):
    weights = solve(get_experiment("find_peaks", seed=seed, **options)).weights
    measured = -2 * weights[1] / (weights[0] + weights[2])
    np.testing.assert_allclose(measured, ratio, rtol=0.03)


@pytest.mark.parametrize("source", ["white", "camera"])
def test_the_critical_rate_parts_convergence_from_divergence(source):
    experiment = get_experiment("recover_kernel", kernel="sobel_x", input=source)
    critical = solve(experiment).critical_learning_rate
    losses = {}
    for share in (0.98, 1.02):
        settings = TrainingSettings(steps=2000, learning_rate=share * critical, momentum=0.0)
        run = train(experiment, settings)
        losses[share] = run.loss[-1] / run.loss[0]
    assert losses[0.98] < 1 < losses[1.02]


def test_there_is_no_single_optimum_with_fewer_patches_than_taps():
    line = Signal("line", "Line", np.arange(40.0))
    assert solve(get_experiment("recover_kernel", kernel="peak_detector", input=line)) is None


def test_there_is_none_where_the_squares_of_faint_data_are_lost():
    faint = Signal("faint", "Faint", 1e-170 * np.random.default_rng(0).normal(size=500))
    assert solve(get_experiment("recover_kernel", input=faint)) is None


def test_eigenvalues_say_how_steep_the_valley_is():
    experiment = get_experiment("recover_kernel", kernel="sobel_x", input="camera")
    best = solve(experiment)
    moments = experiment.patches().T @ experiment.patches() / len(experiment.patches())
    np.testing.assert_allclose(best.eigenvalues, 2 * np.linalg.eigvalsh(moments), rtol=1e-6)
    assert best.condition_number == best.eigenvalues[-1] / best.eigenvalues[0]
    assert best.critical_learning_rate == 2 / best.eigenvalues[-1]
