"""Edges: one filter where direction counts, two where it does not."""

import numpy as np
import pytest

from core.data import Image
from core.learning import TrainingSettings, get_experiment, solve, train, train_seeds, verdict


def test_signed_edges_make_one_filter_sobel():
    run = train(get_experiment("find_edges", labels="signed", filters=1), TrainingSettings(steps=1500))
    assert run.metrics["cosine"] > 0.995
    assert run.metrics["auc"] > 0.999
    assert solve(run.experiment) is None  # a filter parts them without error, so that none is best


def test_unsigned_edges_are_chance_for_one_filter_and_found_by_the_energy_of_two():
    one = train_seeds(get_experiment("find_edges", filters=1), seeds=range(8))
    two = train_seeds(get_experiment("find_edges", filters=2), seeds=range(8))
    assert (abs(one.metrics["auc"] - 0.5) < 0.06).all()
    assert (two.metrics["auc"] >= 0.99).all()
    assert (two.metrics["second_principal_cosine"] > 0.9).all()
    # single filters may point anywhere between the two Sobels
    assert two.metrics["best_single_cosine"].min() < 0.95


def test_the_best_of_one_filter_is_chance_too():
    experiment = get_experiment("find_edges", filters=1)
    best = solve(experiment)
    assert abs(experiment.metrics(best.parameters)["auc"] - 0.5) < 0.06


def test_edges_of_cannys_detector_are_found_as_well_as_by_sobels_length():
    run = train(get_experiment("find_edges", labels="canny"))
    assert run.metrics["auc"] > run.metrics["designed_auc"] - 0.01


def test_a_tenth_of_the_pixels_are_edges():
    experiment = get_experiment("find_edges")
    both = np.concatenate([experiment.targets, experiment.data.test_targets])
    assert abs(both.mean() - 0.1) < 0.01


@pytest.mark.parametrize(
    ("pixels", "message"),
    [
        (np.zeros((40, 40)), "The image 'Mine' has no energy edges in its left half or in its right half: choose another "
         "image or other labels."),
        (np.random.default_rng(0).random((40, 8)), "The image 'Mine' is too small for a filter of 3 x 3: its held-out "
         "part has 40 x 4 pixels. Choose a larger image or a smaller filter."),
    ],
)  # fmt: skip
def test_an_image_that_cannot_be_learned_from_is_named(pixels, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        _ = get_experiment("find_edges", image=Image("mine", "Mine", pixels.astype(np.float32))).data
    assert str(caught.value) == message


def test_edges_say_what_they_span():
    run = train(get_experiment("find_edges"))
    sentence = verdict(run, None)
    assert sentence.startswith("Yes: the energy of 2 filters has an AUC of ")
    assert f"Sobel x and y as cosines of {run.metrics['first_principal_cosine']:.2f}" in sentence
    one = train(get_experiment("find_edges", filters=1))
    assert verdict(one, None).startswith("No: one filter has an AUC of ")


@pytest.mark.parametrize("options", [{}, dict(labels="signed", filters=1)])
def test_what_a_person_would_set_does_the_task(options):
    edges = get_experiment("find_edges", **options)
    assert edges.metrics(edges.designed_parameters)["auc"] == 1.0


@pytest.mark.parametrize("options", [dict(filters=1), dict(filters=2), dict(filters=4, size=5)])
def test_a_page_that_draws_a_live_run_does_not_go_through_the_data_at_every_look(options, monkeypatch):
    edges = get_experiment("find_edges", **options)
    before = edges.designed_parameters

    def refuse(*_):
        raise AssertionError("The model answers again.")

    monkeypatch.setattr(type(edges.model), "answers", refuse)
    for name, values in get_experiment("find_edges", **options).designed_parameters.items():
        np.testing.assert_array_equal(values, before[name])
