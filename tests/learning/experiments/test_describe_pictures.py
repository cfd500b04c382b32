"""Filters that describe photographs: what they become, what chance gives, and the sets that nobody trained."""

import dataclasses

import numpy as np
import pytest

from core.data import Image, get_image
from core.kernels import designed_bank
from core.learning import TrainingSettings, get_experiment, iterate, train, verdict
from core.learning.experiments import measures_of_sets
from core.learning.experiments.describe_pictures import chance_cosines

SMALL = get_experiment("describe_pictures", size=6, filters=16, image="camera")
FEW = TrainingSettings(steps=60, snapshots=4)
NOISE = np.random.default_rng(0).random((64, 64))
STRIPES = np.random.default_rng(0).random((64, 1)) * np.ones((1, 64))


@pytest.fixture(scope="module")
def run():
    return train(get_experiment("describe_pictures"))


def test_all_filters_become_gabor_filters_and_random_ones_are_none(run):
    metrics = run.metrics
    assert metrics["gabor_cosine"] > 0.9
    assert metrics["chance_cosine"] < 0.5
    assert metrics["share_above_chance"] > 0.95


def test_structure_is_visible_within_the_first_tenth_of_the_steps(run):
    early = run.weights[np.flatnonzero(run.steps <= run.steps[-1] // 10)[-1]]
    assert np.median(run.experiment.gabor_cosines(early)) > run.metrics["chance_cosine_95"]


def test_answers_are_sparser_than_those_of_any_set_that_nobody_trained(run):
    sets = measures_of_sets(run.experiment)
    assert set(sets) == {"gabor", "dct", "pca", "random"}
    assert run.metrics["kurtosis"] > max(each["kurtosis"] for each in sets.values())
    np.testing.assert_allclose(run.metrics["designed_kurtosis"], sets["gabor"]["kurtosis"], rtol=1e-3)
    assert sets["gabor"]["gabor_cosine"] > 0.95
    assert sets["random"]["gabor_cosine"] < 0.6
    assert run.metrics["reconstruction_error"] < sets["random"]["reconstruction_error"]


def test_the_verdict_has_the_figures_of_the_run(run):
    metrics = run.metrics
    assert verdict(run, None) == (
        f"{metrics['share_above_chance'] * 64:.0f} of 64 filters are nearer to a Gabor filter than 95 % of random ones. "
        f"Their median cosine to the nearest is {metrics['gabor_cosine']:.2f}, of random ones "
        f"{metrics['chance_cosine']:.2f}. On held-out patches their answers are sparser than those of designed Gabor "
        f"filters: a kurtosis of {metrics['kurtosis']:.1f} against {metrics['designed_kurtosis']:.1f}, where normal "
        f"noise has 3. {100 - 100 * metrics['reconstruction_error']:.0f} % of the patches, with all waves made "
        "equally strong, can be put together again from the answers."
    )


def test_without_sparsity_the_filters_are_as_like_gabor_filters_as_chance():
    metrics = train(get_experiment("describe_pictures", sparsity=0.0), TrainingSettings(steps=600)).metrics
    assert metrics["gabor_cosine"] < metrics["chance_cosine_95"]


def test_filters_meet_the_picture_as_they_are_shown():
    """A whitened patch's answers are those of `weights` to the patch before whitening."""
    parameters = train(SMALL, FEW).last
    patches = SMALL.data.test_inputs[:50] @ SMALL.whitening.backward
    answers = patches @ parameters["weights"].reshape(16, -1).T
    layers = SMALL.model.layers(parameters, SMALL.data.test_inputs[:50])
    np.testing.assert_allclose(answers, layers["responses"], atol=1e-4)
    np.testing.assert_allclose(parameters["weights"].sum(axis=(1, 2)), 0, atol=1e-4)  # plain light counts for nothing


def test_few_answers_are_strong_after_training_and_more_before(run):
    first = {name: values[0] for name, values in run.parameters.items()}
    before, after, random = (
        run.experiment.respond(first),
        run.experiment.respond(run.last),
        run.experiment.data.shown_answer,
    )
    for curve in (before, after, random):
        assert (np.diff(curve) <= 1e-9).all()
        np.testing.assert_allclose((curve**2).sum(), 1, rtol=0.1)  # of means over patches
    np.testing.assert_allclose(before, random, atol=0.03)
    assert after[0] > random[0] + 0.05
    assert after[32] < random[32]


def test_shown_patches_are_given_back_better_after_training():
    run = train(SMALL, TrainingSettings(steps=600, snapshots=2))
    lost = []
    for index in (0, -1):
        activations = SMALL.activations({name: values[index] for name, values in run.parameters.items()})
        lost.append(np.sum((activations["reconstruction"] - SMALL.data.shown_input) ** 2))
    assert lost[1] < lost[0]
    assert list(activations) == list(SMALL.model.layer_titles)
    assert [values.shape for values in activations.values()] == [(16, 64), (48, 48), (16,)]


def test_the_shown_picture_is_made_of_held_out_patches():
    patches = SMALL.data.test_inputs.astype(float) @ SMALL.whitening.backward
    for row, column in ((0, 0), (3, 5)):
        piece = SMALL.data.shown_input[6 * row : 6 * row + 6, 6 * column : 6 * column + 6].ravel()
        assert np.abs(patches - piece).max(axis=1).min() < 1e-6


def test_a_run_goes_on_bit_for_bit():
    whole = list(iterate(SMALL, FEW))
    rest = list(iterate(SMALL, FEW, resume=whole[1]))
    for name, values in whole[-1].parameters.items():
        np.testing.assert_array_equal(rest[-1].parameters[name], values)


def test_patches_depend_on_seed_and_size_and_not_on_the_filters():
    others = dataclasses.replace(SMALL, filters=25, sparsity=2.0)
    np.testing.assert_array_equal(others.inputs, SMALL.inputs)
    assert not np.array_equal(dataclasses.replace(SMALL, seed=1).inputs, SMALL.inputs)


def test_colours_are_seen_where_they_are_asked_for():
    picture = Image("own", "Own", get_image("coffee").pixels[:300, :300])
    grey, colour = (
        get_experiment("describe_pictures", image=picture, size=6, filters=16, colour=each) for each in (False, True)
    )
    assert (grey.image.is_colour, colour.image.is_colour) == (False, True)
    run = train(colour, FEW)
    assert run.weights.shape[1:] == (16, 6, 6, 3)
    assert colour.activations(run.last)["reconstruction"].shape == (48, 48)
    np.testing.assert_allclose(run.weights[-1].sum(axis=(1, 2, 3)), 0, atol=1e-3)
    designed = colour.designed_parameters["weights"]
    np.testing.assert_allclose(designed[..., 0], designed[..., 1], atol=0.15 * np.abs(designed).max())


def test_a_gabor_filter_in_one_mixture_of_colours_is_one():
    colour = get_experiment("describe_pictures", size=8, filters=16, colour=True)
    bank = designed_bank("gabor", 8, 4)[..., None] * np.array([0.6, -0.8, 0.1])
    assert colour.gabor_cosines(bank).min() > 0.95
    noise = np.random.default_rng(0).normal(size=(20, 8, 8, 3))
    assert np.median(colour.gabor_cosines(noise)) < 0.5


def test_chance_has_the_spectrum_of_filters_that_are_random_where_training_moves_them():
    drawn = SMALL.random_filters(4000, 1).reshape(4000, -1)
    expected = SMALL.whitening.forward @ SMALL.whitening.forward.T
    np.testing.assert_allclose(drawn.T @ drawn / 4000, expected, atol=0.1 * expected.max())
    assert 0 < chance_cosines(SMALL.patch_source).min() < chance_cosines(SMALL.patch_source).max() <= 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            dict(size=16, filters=144, colour=True),
            "144 filters of 16 x 16 x 3 are 110,592 numbers: choose fewer or smaller ones, at most 40,000 numbers.",
        ),
        (
            dict(image=Image("grey", "Plain grey", np.full((64, 64), 0.5))),
            "The image 'Plain grey' has 0 patches of 10 x 10 with any contrast in its left half: 200 are needed. Choose a "
            "larger image, one with more detail, or a smaller filter.",
        ),
        (
            dict(image=Image("tiny", "Tiny", np.random.default_rng(0).random((9, 12))), size=6),
            "The image 'Tiny' has 4 patches of 6 x 6 with any contrast in its left half: 72 are needed. Choose a larger "
            "image, one with more detail, or a smaller filter.",
        ),
        (
            dict(image=Image("half", "Half flat", np.hstack([NOISE, np.full((64, 64), 0.5)])), size=6),
            "The image 'Half flat' has 0 patches of 6 x 6 with any contrast in its right half: 200 are needed. Choose a "
            "larger image, one with more detail, or a smaller filter.",
        ),
        (
            dict(image=Image("stripes", "Stripes", np.hstack([STRIPES, STRIPES.T])), size=6),
            "The two halves of the image 'Stripes' have no pattern in common: what the left half teaches does not apply to "
            "the right one. Choose another image.",
        ),
    ],
)
def test_pictures_and_numbers_that_do_not_fit_are_refused(options, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        _ = get_experiment("describe_pictures", **options).data
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "options", [dict(size=8, filters=144), dict(size=6, filters=64, image="camera", colour=True)], ids=str
)
def test_more_filters_than_directions_all_have_something_to_see(options):
    run = train(get_experiment("describe_pictures", **options), TrainingSettings(steps=1500, snapshots=2))
    answers = run.experiment.model.layers(run.last, run.experiment.data.test_inputs)["responses"]
    strengths = answers.std(axis=0)
    assert strengths.min() > 0.5 * np.median(strengths)
    assert run.metrics["gabor_cosine"] > 0.9
    assert run.metrics["kurtosis"] > run.metrics["designed_kurtosis"]


@pytest.mark.parametrize(
    ("options", "settings"),
    [
        (dict(size=6, filters=144), dict()),
        (dict(size=16, filters=144), dict()),
        (dict(size=6, filters=16, image="camera", colour=True), dict()),
        (dict(size=6, filters=16, sparsity=5.0), dict(optimizer="sgd", learning_rate=0.1)),
        (dict(size=6, filters=16), dict(initialisation="designed")),
        (dict(size=6, filters=16), dict(batch_size=0, optimizer="adamw")),
    ],
    ids=str,
)
def test_every_figure_is_finite_under_the_most_that_is_offered(options, settings):
    run = train(get_experiment("describe_pictures", **options), TrainingSettings(steps=3, snapshots=2, **settings))
    assert run.status == "finished"
    assert np.isfinite([*run.metrics.values()]).all()


def test_filters_of_zeros_are_like_no_gabor_filter():
    colour = get_experiment("describe_pictures", size=6, filters=16, colour=True)
    assert colour.gabor_cosines(np.zeros((2, 6, 6, 3))).tolist() == [0.0, 0.0]


def test_zeros_are_no_start():
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        train(SMALL, TrainingSettings(initial_scale=0.0))
    assert str(caught.value) == (
        "initial_scale=0 is not allowed for describe_pictures: its parameters would stay 0. Give a scale above 0."
    )
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        train(SMALL, TrainingSettings(initialisation="zero"))
    assert str(caught.value) == (
        "initialisation='zero' is not allowed for describe_pictures: choose one of normal, uniform, kaiming, xavier, designed."
    )
