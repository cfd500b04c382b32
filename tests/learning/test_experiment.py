"""Experiments are equal by value, hold no more than they look at, and answer as their model does."""

import dataclasses

import numpy as np
import pytest
from scipy.ndimage import correlate
from scipy.special import expit

from core.data import Image, Signal, shrink, to_grey
from core.kernels import Kernel
from core.learning import Dataset, experiment_names, get_experiment
from core.learning.windows import Windows


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
    if experiment.inputs.ndim == 2:
        assert experiment.patches().shape[1] == int(np.prod(experiment.filter_shape))
    assert len(experiment.inputs) == len(experiment.targets)
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


@pytest.mark.parametrize("shape", [(1,), (2,), (5,), (3, 3), (2, 4)])
def test_one_filters_answer_is_its_correlation_with_a_mirrored_edge(shape):
    rng = np.random.default_rng(0)
    experiment = get_experiment("recover_kernel", kernel=Kernel("mine", "Mine", "edited", rng.normal(size=shape)))
    weights, shown = rng.normal(size=shape), experiment.data.shown_input
    expected = correlate(shown, weights, mode="mirror")
    np.testing.assert_allclose(experiment.respond({"weights": weights}), expected, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(experiment.activations({"weights": weights})["answer"], expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", experiment_names())
def test_many_models_have_the_metrics_that_each_has_alone(name):
    experiment = get_experiment(name)
    model = experiment.model
    theta = np.random.default_rng(0).normal(0.0, 0.5, (3, model.size)).astype(model.dtype)
    theta[0] = 0
    together = experiment.metrics_of_many(model.parameters(theta))
    for number, one in enumerate(theta):
        alone = experiment.metrics(model.parameters(one))
        # a filter whose sides cancel has no ratio
        for metric, values in together.items():
            np.testing.assert_allclose(values[number], alone.pop(metric, np.nan), rtol=1e-6, atol=1e-9, err_msg=metric)
        assert not alone


@pytest.mark.parametrize("name", experiment_names())
def test_the_windows_of_the_data_are_the_inputs(name):
    data = get_experiment(name).data
    assert (data.windows is not None) == (name == "find_edges")
    if data.windows is not None:
        np.testing.assert_array_equal(data.windows.patches(), data.inputs)
        assert not data.windows.source.flags.writeable


def test_no_part_of_the_data_can_be_written_to():
    names = [field.name for field in dataclasses.fields(Dataset) if field.name != "windows"]
    data = Dataset(**{name: np.zeros(2) for name in names}, windows=Windows(np.zeros(2), (1,)))
    for part in [*(getattr(data, name) for name in names), data.windows.source]:
        with pytest.raises(ValueError, match="read-only"):
            part[0] = 1.0
