"""A network that names directions: it learns, its filters come to look like stripes, and random ones do worse."""

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, iterate, train, verdict

GRATINGS = get_experiment("classify_gratings")
SHORT = TrainingSettings(steps=12, snapshots=5)


@pytest.fixture(scope="module")
def run():
    return train(GRATINGS)


@pytest.mark.slow
def test_pictures_are_named_and_filters_are_unlike_chance(run):
    assert run.metrics["accuracy"] > 0.99
    assert run.metrics["mean_best_cosine"] > run.metrics["chance_cosine_95"]
    assert run.metrics["share_above_chance"] >= 0.75
    before = GRATINGS.metrics({name: values[0] for name, values in run.parameters.items()})
    assert abs(before["mean_best_cosine"] - before["chance_cosine"]) < 0.1


@pytest.mark.slow
def test_every_parameter_is_kept_over_time(run):
    kept = len(run.steps)
    assert run.weights.shape == (kept, 8, 7, 7)
    assert run.parameters["class_weights"].shape == (kept, 8, 8)
    assert run.weights.dtype == np.float32


def test_the_same_bits_twice_and_when_resumed():
    whole = list(iterate(GRATINGS, SHORT))
    for snapshot in whole[:-1]:
        rest = list(iterate(GRATINGS, SHORT, resume=snapshot))
        np.testing.assert_array_equal(rest[-1].weights, whole[-1].weights)
        assert rest[-1].loss == whole[-1].loss
    np.testing.assert_array_equal(train(GRATINGS, SHORT).weights[-1], whole[-1].weights)


def test_patches_are_all_places_of_all_pictures():
    patches = GRATINGS.patches()
    assert patches.shape == (1024 * 10 * 10, 49)
    np.testing.assert_array_equal(patches[1].reshape(7, 7), GRATINGS.inputs[0, :7, 1:8])


def test_classes_are_as_many_of_each():
    assert (np.bincount(GRATINGS.targets.astype(int)) == 128).all()


def test_gratings_are_told_beside_chance():
    run = train(get_experiment("classify_gratings"), TrainingSettings(steps=3, snapshots=2))
    sentence = verdict(run, None)
    assert f"of random numbers {run.metrics['chance_cosine']:.2f}" in sentence


def test_what_a_person_would_set_does_the_task():
    metrics = GRATINGS.metrics(GRATINGS.designed_parameters)
    assert metrics["accuracy"] > 0.9
    assert metrics["mean_best_cosine"] > 0.99
