"""Two layers find all peaks from nearly every start with eight filters, and from some with two."""

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, train_seeds


def solved(hidden, settings=None, **options):
    runs = train_seeds(get_experiment("find_peaks_two_layers", hidden=hidden, **options), settings, seeds=range(64))
    return runs.metrics["accuracy"] > 0.98, runs


@pytest.mark.slow
def test_eight_filters_succeed_from_nearly_every_start():
    is_solved, runs = solved(8)
    assert is_solved.mean() >= 0.95
    # one filter has 0.917 at best
    assert runs.metrics["accuracy"].min() > 0.9


@pytest.mark.slow
def test_two_filters_often_end_where_a_single_one_does():
    is_solved, runs = solved(2)
    assert 0.2 < is_solved.mean() < 0.7
    stuck = runs.metrics["accuracy"][~is_solved]
    assert np.mean(abs(stuck - 0.91) < 0.03) > 0.5


def test_a_net_of_zeros_stays_where_it_is():
    runs = train_seeds(
        get_experiment("find_peaks_two_layers"), TrainingSettings(steps=200, initialisation="zero"), seeds=[0]
    )
    assert not runs.weights.any()
    # only the bias has moved: everything is said to be no peak
    np.testing.assert_allclose(runs.metrics["accuracy"], 0.67, atol=0.02)
    assert runs.metrics["recall"] == 0


def test_filters_asleep_are_counted():
    experiment = get_experiment("find_peaks_two_layers", hidden=4)
    parameters = dict(experiment.designed_parameters)
    parameters["hidden_bias"] = np.array([0.0, 0.0, -9.0, -9.0])
    assert experiment.metrics(parameters)["dead_filters"] == 2
