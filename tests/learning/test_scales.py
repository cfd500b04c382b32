"""A squared loss trains at any scale of the data: pascals, microvolts, counts of 16 bits."""

import numpy as np
import pytest

from core.data import Signal
from core.learning import (
    TrainingSettings,
    get_experiment,
    is_recovered,
    resolve_settings,
    solve,
    train,
    train_seeds,
    verdict,
)
from core.learning.update_rules import EPSILON, OPTIMISERS
from core.parameters import Range


def noise(level, spread):
    return Signal("own", "Own", level + spread * np.random.default_rng(0).standard_normal(2000))


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adam", "rmsprop", "polyak", "conjugate_gradient"])
@pytest.mark.parametrize("spread", [1e-15, 1e-9, 2e-5, 3e4, 1e12, 1e40])
def test_the_same_filter_is_found_in_any_unit(spread, optimizer):
    settings = TrainingSettings(optimizer=optimizer)
    plain, run = (train(get_experiment("recover_kernel", input=noise(0, each)), settings) for each in (1, spread))
    assert run.status == plain.status
    np.testing.assert_allclose(run.weights[-1], plain.weights[-1], rtol=0.05 if optimizer == "rmsprop" else 1e-3)
    if optimizer not in ("nesterov", "rmsprop"):
        # the first needs a smaller rate than plain momentum, the other wanders about the minimum by its rate
        assert is_recovered(run), verdict(run, solve(run.experiment))
    # the loss stays in the data's unit
    np.testing.assert_allclose(run.loss[0] / spread**2, plain.loss[0])


@pytest.mark.parametrize("settings", [None, TrainingSettings(batch_size=64, steps=200)])
def test_pressure_in_pascals_trains_with_nothing_given(settings):
    experiment = get_experiment("recover_kernel", input=noise(101_325, 20))
    run = train(experiment, settings)
    assert run.status == "finished"
    assert (run.loss >= 0).all()
    assert verdict(run, solve(experiment)).startswith("Not yet: after ")


def test_all_seeds_train_at_any_scale():
    runs = train_seeds(get_experiment("recover_kernel", input=noise(0, 1e-9)), seeds=range(4))
    assert not runs.diverged.any()
    assert (runs.metrics["weight_error"] < 1e-3).all()


def test_a_level_far_above_the_spread_leaves_no_negative_curvature():
    best = solve(get_experiment("recover_kernel", input=noise(1e9, 1)))
    assert best.eigenvalues[0] > 0
    assert best.condition_number > 1e15


def test_a_rate_means_what_its_optimiser_takes_it_for():
    experiment = get_experiment("recover_kernel", input=noise(0, 3e4))
    assert resolve_settings(experiment, TrainingSettings(optimizer="adam")).learning_rate == 0.05
    edges = get_experiment("find_edges", filters=1, labels="canny")
    rate = resolve_settings(edges, TrainingSettings(optimizer="sgd")).learning_rate
    assert train(edges, TrainingSettings(optimizer="sgd", learning_rate=rate)).status == "finished"
    assert rate != edges.recommended.learning_rate


def test_ordinary_data_keep_the_textbooks_epsilon():
    class Loss:
        def __init__(self, steepness):
            self.steepness = steepness

    assert not hasattr(OPTIMISERS["adam"].rule_for(Loss(0.5)), "keywords")
    assert OPTIMISERS["adam"].rule_for(Loss(1e-12)).keywords == {"epsilon": EPSILON * 1e-12}
    assert not hasattr(OPTIMISERS["sgd"].rule_for(Loss(1e-12)), "keywords")


def test_minus_zero_is_zero():
    value = Range("scale", "Scale", 1.0, 0.0, 10.0, 0.1).check(-0.0)
    assert np.copysign(1.0, value) == 1.0
    run = train(get_experiment("recover_kernel"), TrainingSettings(initial_scale=-0.0, initialisation="uniform"))
    assert run.weights[0].tolist() == [0.0, 0.0, 0.0]
