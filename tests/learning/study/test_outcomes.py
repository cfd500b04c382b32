"""Where many starts end: shares and groups, from runs whose ends are known."""

import dataclasses
from types import MappingProxyType

import numpy as np
import pytest

from core.learning import TrainingSettings, clusters, get_experiment, share_at_optimum, train_seeds


def ending(experiment, weights):
    """Runs that end with these filters (k, filters, *shape)."""
    runs = train_seeds(experiment, TrainingSettings(steps=1), seeds=range(len(weights)))
    parameters = dict(runs.parameters)
    parameters["weights"] = np.stack([parameters["weights"][:, 0], weights], axis=1)
    return dataclasses.replace(runs, parameters=MappingProxyType(parameters))


def test_all_seeds_of_a_convex_task_end_at_one_place():
    runs = train_seeds(get_experiment("find_peaks"), seeds=range(64))
    assert share_at_optimum(runs) == 1.0
    assert clusters(runs, 0.9999).sizes.tolist() == [64]


def test_runs_that_are_too_short_have_not_arrived():
    runs = train_seeds(get_experiment("find_peaks"), TrainingSettings(steps=5), seeds=range(16))
    assert share_at_optimum(runs) < 0.5


def test_of_a_loss_that_can_be_zero_the_first_one_is_the_measure():
    white = get_experiment("recover_kernel")
    assert share_at_optimum(train_seeds(white, seeds=range(4))) == 1.0
    assert share_at_optimum(train_seeds(white, TrainingSettings(steps=1, learning_rate=0.01), seeds=range(4))) == 0.0


def test_the_order_of_filters_does_not_count_and_the_sign_only_where_it_is_seen():
    one, other = np.array([1.0, -2, 1]), np.array([1.0, 0, -1])
    ends = np.stack([[one, other], [other, one], [-one, other], [one, one]])
    two_layers = ending(get_experiment("find_peaks_two_layers", hidden=2), ends)
    assert clusters(two_layers).labels.tolist() == [0, 0, 1, 2]
    squares = np.zeros((4, 2, 3, 3))
    squares[:, :, 0] = ends
    energy = ending(get_experiment("find_edges"), squares)
    found = clusters(energy)
    assert found.labels.tolist() == [0, 0, 0, 1]
    assert found.sizes.tolist() == [3, 1]
    assert found.examples.tolist() == [0, 3]


def test_a_filter_of_nothing_is_like_another_of_nothing():
    one, none = np.array([1.0, -2, 1]), np.array([0.0, 0.001, 0])
    runs = ending(get_experiment("find_peaks_two_layers", hidden=2), np.stack([[one, none], [-none, one], [one, one]]))
    assert clusters(runs).labels.tolist() == [0, 0, 1]


def turned(angles):
    """Runs of two filters that end at these angles from one another's directions."""
    turning = np.stack([np.cos(angles), np.sin(angles), 0 * angles], axis=-1)
    still = np.broadcast_to([0.0, 0.0, 1.0], turning.shape)
    return ending(get_experiment("find_peaks_two_layers", hidden=2), np.stack([turning, still], axis=1))


def test_ends_all_around_a_circle_are_a_continuum():
    found = clusters(turned(np.random.default_rng(0).permutation(np.linspace(0, 2 * np.pi, 60))))
    assert len(found.sizes) > 3
    assert found.is_continuum


def test_ends_with_a_gap_between_them_are_no_continuum():
    arcs = np.concatenate([np.linspace(0, 1, 30), np.linspace(2, 3, 30)])
    found = clusters(turned(arcs))
    assert len(found.sizes) > 3
    assert not found.is_continuum
    # all in one group is no continuum of several ways
    assert not clusters(turned(np.zeros(5))).is_continuum


def test_where_the_sign_is_not_seen_a_chain_goes_over_it_and_a_filter_of_nothing_breaks_none():
    angles = np.linspace(0, np.pi / 2, 20)
    turning = np.zeros((20, 2, 3, 3))
    turning[:, 0, 0] = np.stack([np.cos(angles), np.sin(angles), 0 * angles], axis=-1)
    turning[::2] *= -1
    found = clusters(ending(get_experiment("find_edges"), turning))
    assert len(found.sizes) > 1
    assert found.is_continuum


def test_a_threshold_is_a_cosine():
    runs = train_seeds(get_experiment("recover_kernel"), seeds=range(2))
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        clusters(runs, 1.5)
    assert str(caught.value) == "threshold=1.5 is not allowed: give a cosine above 0 and up to 1."
