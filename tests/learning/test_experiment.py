"""Experiments are equal by value, hold no more than they look at, and answer as their model does."""

import numpy as np
import pytest
from scipy.special import expit

from core.data import Image, Signal, shrink, to_grey
from core.learning import experiment_names, get_experiment


@pytest.mark.parametrize("name", experiment_names())
def test_every_layer_of_the_shown_input_is_at_hand_and_ends_in_the_answer(name):
    experiment = get_experiment(name)
    parameters = experiment.designed_parameters
    layers = experiment.activations(parameters)
    assert list(layers)[-1] == "answer"
    answer = layers["answer"]
    if experiment.loss.name == "logistic":
        answer = expit(answer)
    if experiment.loss.name == "cross_entropy":
        answer = np.exp(answer) / np.exp(answer).sum()
    np.testing.assert_allclose(answer, experiment.respond(parameters), rtol=1e-5, atol=1e-9)


def test_equal_options_give_equal_experiments_that_share_their_data():
    first = get_experiment("find_peaks", bias=False, seed=4)
    second = get_experiment("find_peaks", seed=4, bias=False)
    assert first == second
    assert hash(first) == hash(second)
    assert first.patches() is second.patches()
    assert first != get_experiment("find_peaks", bias=False, seed=5)


@pytest.mark.parametrize("name", experiment_names())
def test_data_are_read_only_and_match(name):
    experiment = get_experiment(name)
    patches, targets = experiment.patches(), experiment.targets
    assert patches.shape[1] == int(np.prod(experiment.filter_shape))
    assert len(experiment.inputs) == len(targets)
    assert not experiment.inputs.flags.writeable
    assert experiment.respond(experiment.designed_parameters).shape == experiment.data.shown_answer.shape
    assert not np.array_equal(experiment.data.test_inputs[:10], experiment.inputs[:10])
    assert experiment.title
    assert experiment.description


@pytest.mark.parametrize(
    ("name", "option"), [("denoise", "image"), ("find_edges", "image"), ("recover_kernel", "input")]
)
def test_of_a_large_picture_only_the_part_that_is_looked_at_is_held(name, option):
    ramp = np.linspace(0.2, 1, 700, dtype=np.float32)[:, None]
    pixels = np.random.default_rng(1).random((600, 700, 3), dtype=np.float32) * ramp
    experiment = get_experiment(name, **{option: Image("mine", "Mine", pixels)})
    held = experiment.options[option]
    side = type(experiment).longest_side
    assert (held.name, held.title, held.pixels.shape) == ("mine", "Mine", (round(600 * side / 700), side))
    np.testing.assert_array_equal(held.pixels, to_grey(shrink(Image("mine", "Mine", pixels), side)).pixels)
    # as a run of it is read from where it is stored
    assert get_experiment(name, **experiment.options) == experiment


@pytest.mark.parametrize(
    ("name", "option"), [("recover_kernel", "input"), ("find_peaks", "signal"), ("find_peaks_two_layers", "signal")]
)
def test_of_a_long_signal_only_the_part_that_is_looked_at_is_held(name, option):
    signal = Signal("mine", "Mine", np.random.default_rng(1).normal(size=50_000), sample_rate=8000.0, unit="V")
    experiment = get_experiment(name, **{option: signal})
    held, most = experiment.options[option], type(experiment).most_samples
    assert (held.name, held.title, held.sample_rate, held.unit) == ("mine", "Mine", 8000.0, "V")
    np.testing.assert_array_equal(held.samples, signal.samples[:most])
    assert get_experiment(name, **experiment.options) == experiment


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: get_experiment("find_edges", image=Signal("x", "X", np.ones(9))),
            "image='x' is a signal: find_edges does not take one there.",
        ),
    ],
)
def test_an_object_that_is_not_taken_is_named(call, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        call()
    assert str(caught.value) == message
