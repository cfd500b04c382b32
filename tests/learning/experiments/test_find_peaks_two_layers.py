"""Two layers find all peaks from nearly every start with eight filters, and from some with two."""

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, train, train_seeds, verdict


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


def test_two_layers_say_whether_this_start_got_through():
    experiment = get_experiment("find_peaks_two_layers", hidden=2)
    ends = {seed: train(experiment, TrainingSettings(seed=seed)) for seed in range(6)}
    sentences = {seed: verdict(run, None) for seed, run in ends.items()}
    for seed, run in ends.items():
        start = "Yes: 2 filters" if run.metrics["accuracy"] > 0.98 else "Not from this start: 2 filters"
        assert sentences[seed].startswith(start)
        assert f"{run.metrics['accuracy']:.1%} of the samples" in sentences[seed]
    assert len({sentence.split(":")[0] for sentence in sentences.values()}) == 2


def test_what_a_person_would_set_does_the_task():
    two = get_experiment("find_peaks_two_layers", centred=False)
    assert two.metrics(two.designed_parameters)["accuracy"] > 0.995
