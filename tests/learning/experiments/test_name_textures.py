"""Naming textures: where patches come from, what each first layer is, and what is learned."""

import dataclasses

import numpy as np
import pytest

from core.data import get_image, to_grey
from core.kernels import designed_bank
from core.learning import TrainingSettings, get_experiment, iterate, train, verdict
from core.learning.experiments.name_textures import TEXTURES

TASK = get_experiment("name_textures", patches=20)
FEW = TrainingSettings(steps=30, snapshots=4)


def with_layer(first_layer, **changes):
    return dataclasses.replace(TASK, first_layer=first_layer, **changes)


def is_in(patch, picture):
    """Whether a standard patch is one of the picture's windows, up to mean and contrast."""
    windows = np.lib.stride_tricks.sliding_window_view(picture, (32, 32))
    sums = (windows * patch).sum(axis=(2, 3))
    means, deviations = windows.mean(axis=(2, 3)), windows.std(axis=(2, 3))
    cosines = (sums - means * patch.sum()) / np.maximum(deviations, 1e-9) / 1024
    return cosines.max() > 0.9999


@pytest.mark.parametrize("index", [0, 6])
def test_left_halves_train_and_right_halves_test(index):
    picture = to_grey(get_image(TEXTURES[index])).pixels.astype(np.float64)
    cut = picture.shape[1] // 2
    data = get_experiment("name_textures", patches=2).data
    patch, held_out = data.inputs[2 * index], data.test_inputs[150 * index]
    assert (is_in(patch, picture[:, :cut]), is_in(held_out, picture[:, cut:])) == (True, True)
    assert (data.targets[2 * index], data.test_targets[150 * index]) == (index, index)


def test_patches_are_standard_and_follow_from_seed_and_number_alone():
    data = TASK.data
    assert (data.inputs.shape, data.test_inputs.shape) == ((160, 32, 32), (1200, 32, 32))
    np.testing.assert_allclose(data.inputs.mean(axis=(1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(data.inputs.std(axis=(1, 2)), 1, rtol=1e-5)
    assert with_layer("random", filters=4, depth=2).inputs is data.inputs
    assert not np.array_equal(dataclasses.replace(TASK, seed=1).inputs, data.inputs)


def test_learned_filters_beat_designed_ones_with_many_examples_and_those_beat_random_ones():
    accuracy = {
        name: train(with_layer(name, patches=100)).metrics["accuracy"] for name in ("learned", "designed", "random")
    }
    assert accuracy["learned"] > accuracy["designed"] + 0.05
    assert accuracy["designed"] > accuracy["random"] + 0.05
    assert accuracy["random"] > 0.4  # chance is 0.125


@pytest.mark.parametrize(("first_layer", "begins_designed", "moves"), [
    ("learned", False, True), ("designed", True, False), ("tuned", True, True), ("random", False, False),
])  # fmt: skip
@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd"])
def test_each_first_layer_begins_and_stays_as_its_name_says(first_layer, begins_designed, moves, optimizer):
    settings = dataclasses.replace(FEW, optimizer=optimizer, seed=5)
    run = train(with_layer(first_layer), settings)
    bank = designed_bank("gabor", 9, 16)
    assert np.allclose(run.weights[0], bank, atol=1e-6) == begins_designed
    assert (not np.array_equal(run.weights[0], run.weights[-1])) == moves
    assert not np.array_equal(run.parameters["class_weights"][0], run.parameters["class_weights"][-1])


def test_random_filters_are_those_that_learned_ones_begin_from():
    learned, random = (train(with_layer(name), dataclasses.replace(FEW, seed=2)) for name in ("learned", "random"))
    np.testing.assert_array_equal(learned.weights[0], random.weights[-1])
    lengths = np.linalg.norm(random.parameters["raw_weights"][0], axis=(1, 2))
    np.testing.assert_allclose(lengths.mean(), 1, rtol=0.1)


@pytest.mark.parametrize("options", [dict(), dict(depth=2), dict(first_layer="designed")], ids=str)
def test_a_run_goes_on_bit_for_bit(options):
    task = dataclasses.replace(TASK, **options)
    whole = list(iterate(task, FEW))
    rest = list(iterate(task, FEW, resume=whole[2]))
    for name, values in whole[-1].parameters.items():
        np.testing.assert_array_equal(rest[-1].parameters[name], values)


def test_smoothness_makes_filters_smooth():
    rough, smooth = (train(with_layer("learned", smoothness=each)).metrics for each in (0.0, 0.1))
    assert smooth["roughness"] < 0.5 * rough["roughness"]


def test_two_layers_have_activations_for_a_patch_and_for_a_whole_picture():
    task = with_layer("learned", depth=2)
    last = train(task, FEW).last
    patch = task.activations(last)
    assert {name: values.shape for name, values in patch.items()} == {
        "maps": (16, 12, 12), "rectified": (32, 12, 12), "second_maps": (16, 10, 10), "second_rectified": (32, 10, 10),
        "means": (32,), "answer": (8,),
    }  # fmt: skip
    assert set(patch) <= set(task.model.layer_titles)
    picture = to_grey(get_image("brick")).pixels[:100, :120]
    assert task.activations_on(last, picture)["second_maps"].shape == (16, 44, 54)
    named = task.name_everywhere(last, picture)
    assert named.shape == (8, 9, 12)
    np.testing.assert_allclose(named.sum(axis=0), 1, rtol=1e-6)
    window = picture[8:40, 16:48].astype(np.float64)
    standard = (window - window.mean()) / window.std()
    alone = task.loss.prediction(task.model.answers(last, standard[None])[0].astype(float))
    np.testing.assert_allclose(named[:, 1, 2], alone, rtol=1e-3, atol=1e-5)


def test_a_picture_smaller_than_a_window_is_refused():
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        TASK.name_everywhere({}, np.zeros((31, 40)))
    assert str(caught.value) == "picture has 31 x 40 pixels: give one of at least 32 x 32."
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        TASK.activations_on({}, np.zeros((8, 40)))
    assert str(caught.value) == "picture has 8 x 40 pixels: give one of at least 9 x 9."


@pytest.mark.parametrize("picture", [np.zeros((40, 40, 3)), np.full((40, 40), np.nan)], ids=["colour", "nan"])
def test_a_picture_in_colour_or_without_numbers_is_refused(picture):
    shape = " x ".join(map(str, picture.shape))
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        TASK.name_everywhere({}, picture)
    assert str(caught.value) == f"picture has {shape} numbers: give a grey one (h, w), without NaN and infinity."


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "rmsprop", "adam", "adamw"])
@pytest.mark.parametrize("depth", [1, 2])
def test_every_optimiser_settles_at_the_rate_that_is_proposed_for_it(optimizer, depth):
    settings = TrainingSettings(steps=150, snapshots=2, optimizer=optimizer)
    run = train(with_layer("learned", depth=depth), settings)
    assert run.status == "finished"
    assert run.metrics["accuracy"] > 0.4


def test_a_plain_picture_has_answers_too():
    last = train(TASK, FEW).last
    assert np.isfinite(TASK.name_everywhere(last, np.full((40, 40), 0.5))).all()


def test_the_designed_model_has_the_bank_and_names_as_well_as_a_trained_linear_layer():
    task = with_layer("designed", patches=100)
    run, designed = train(task), task.designed_parameters
    np.testing.assert_allclose(designed["weights"], task.designed_filters, atol=1e-6)
    assert task.accuracy(designed) == run.metrics["designed_accuracy"]
    assert abs(run.metrics["designed_accuracy"] - run.metrics["accuracy"]) < 0.06


def test_a_designed_second_layer_passes_the_maps_of_the_first_on():
    task = with_layer("designed", depth=2)
    designed = task.designed_parameters
    assert {name: np.shape(values) for name, values in designed.items()} == task.model.shapes
    layers = task.activations(designed)
    np.testing.assert_allclose(layers["second_maps"], layers["maps"][:, 1:-1, 1:-1], atol=1e-5)
    one = with_layer("designed")
    assert abs(task.accuracy(designed) - one.accuracy(one.designed_parameters)) < 0.06
    assert "designed_accuracy" not in task.metrics(designed)


@pytest.mark.parametrize("first_layer", ["learned", "designed", "tuned", "random"])
def test_the_verdict_has_the_figures_of_the_run(first_layer):
    run = train(with_layer(first_layer), FEW)
    metrics = run.metrics
    filters = {
        "learned": "filters learned from random numbers",
        "designed": "designed filters",
        "tuned": "filters that were designed, then trained",
        "random": "random filters",
    }[first_layer]
    beside = f" With designed filters and a linear layer solved for it is {metrics['designed_accuracy']:.1%}."
    assert verdict(run, None) == (
        f"{metrics['accuracy']:.1%} of held-out patches are named correctly, with {filters}. There were 20 examples of each "
        f"photograph; chance is 12.5%.{'' if first_layer == 'designed' else beside} The median roughness of the filters is "
        f"{metrics['roughness']:.2f}, where white noise has 3.6."
    )


def test_with_two_layers_no_designed_figure_stands_in_the_verdict():
    run = train(with_layer("learned", depth=2, size=5), FEW)
    assert verdict(run, None) == (
        f"{run.metrics['accuracy']:.1%} of held-out patches are named correctly, with filters learned from random numbers. "
        "There were 20 examples of each photograph; chance is 12.5%. The median roughness of the filters is "
        f"{run.metrics['roughness']:.2f}, where white noise has 3.3."
    )


@pytest.mark.parametrize(
    ("options", "settings"),
    [
        (dict(depth=2, size=11, filters=32, patches=2), dict()),
        (dict(bank="dct", size=5, filters=24), dict(batch_size=0)),
        (dict(smoothness=1.0), dict(optimizer="sgd", learning_rate=0.001)),
        (dict(smoothness=0.0, first_layer="tuned"), dict(optimizer="adamw", initialisation="uniform")),
    ],
    ids=str,
)
def test_every_figure_is_finite_under_the_most_that_is_offered(options, settings):
    run = train(dataclasses.replace(TASK, **options), dataclasses.replace(FEW, steps=4, **settings))
    assert run.status == "finished"
    assert np.isfinite([*run.metrics.values()]).all()


def test_what_cannot_be_is_refused_in_the_options_words():
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        get_experiment("name_textures", bank="dct", size=5, filters=32)
    assert str(caught.value) == (
        "filters=32 is not allowed with bank='dct' and size=5: there are 24 cosines. Choose fewer filters, a larger size or "
        "another bank."
    )
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        train(with_layer("random"), dataclasses.replace(FEW, initialisation="designed"))
    assert str(caught.value) == (
        "initialisation='designed' is not allowed for name_textures: choose one of normal, uniform, kaiming, xavier."
    )
