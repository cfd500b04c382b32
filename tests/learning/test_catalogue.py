"""Experiments by name: equal by value, with errors that say what is allowed."""

import numpy as np
import pytest
from scipy.signal import find_peaks

from core.data import Image, Signal, shrink, to_grey
from core.kernels import Kernel, get_kernel, kernel_names
from core.learning import experiment_names, experiment_parameters, get_experiment, solve


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


@pytest.mark.parametrize("kernel", kernel_names())
def test_every_designed_kernel_can_be_recovered_from_noise(kernel):
    experiment = get_experiment("recover_kernel", kernel=kernel)
    np.testing.assert_allclose(solve(experiment).weights, get_kernel(kernel).weights, atol=1e-9)


def test_a_kernel_and_a_signal_of_ones_own_can_stand_in():
    kernel = Kernel("mine", "Mine", "edited", [1.0, 2.0, 4.0])
    signal = Signal("walk", "Walk", np.random.default_rng(0).normal(size=400).cumsum())
    best = solve(get_experiment("recover_kernel", kernel=kernel, input=signal))
    np.testing.assert_allclose(best.weights, [1, 2, 4], atol=1e-9)


def test_an_image_of_ones_own_can_stand_in():
    image = Image("mine", "Mine", np.random.default_rng(0).random((40, 40)))
    best = solve(get_experiment("recover_kernel", kernel="sobel_x", input=image))
    np.testing.assert_allclose(best.weights, get_kernel("sobel_x").weights, atol=1e-6)


@pytest.mark.parametrize("taps", [3, 5, 7])
@pytest.mark.parametrize("signal", ["iid", "noisy", "drift", "smooth", "ecg"])
def test_every_signal_gives_windows_with_peaks_at_their_middle(signal, taps):
    experiment = get_experiment("find_peaks", signal=signal, taps=taps)
    patches, targets = experiment.patches(), experiment.targets
    assert 0.02 < targets.mean() < 0.4
    middle = taps // 2
    if signal == "ecg":
        # a recording's row, put together again from its windows
        row = np.concatenate([patches[:, 0], patches[-1, 1:]])
        peaks = find_peaks(row)[0] - middle
        np.testing.assert_array_equal(np.flatnonzero(targets), peaks[(peaks >= 0) & (peaks < len(targets))])
    elif signal != "noisy":
        is_peak = (patches[:, middle] > patches[:, middle - 1]) & (patches[:, middle] > patches[:, middle + 1])
        np.testing.assert_array_equal(is_peak, targets == 1)


def test_one_in_three_of_independent_samples_is_a_peak():
    assert abs(get_experiment("find_peaks").targets.mean() - 1 / 3) < 0.02


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: get_experiment("find_peak"),
            "'find_peak' is not an experiment: did you mean find_peaks or find_edges? choose one of recover_kernel, "
            "find_peaks, find_peaks_two_layers, find_edges, denoise, classify_gratings.",
        ),
        (
            lambda: get_experiment("find_peaks", tap=3),
            "tap is not a parameter of find_peaks: it has taps, bias, false_positive_cost, signal, noise, seed.",
        ),
        (
            lambda: get_experiment("find_peaks", taps=4),
            "taps=4 is not allowed: choose one of 3, 5, 7, 9, 11.",
        ),
        (
            lambda: get_experiment("find_edges", image=Signal("x", "X", np.ones(9))),
            "image='x' is a signal: find_edges does not take one there.",
        ),
        (
            lambda: get_experiment("recover_kernel", kernel="sobel_x", input="ecg").data,
            "The input 'ecg' is a signal, and the kernel 'Sobel x' is 2-D: choose an image, or a 1-D kernel.",
        ),
        (
            lambda: get_experiment("recover_kernel", kernel="savitzky_golay", input="thread").data,
            "The input 'thread' is too short for a kernel of 7 taps: its held-out part has 3 samples. "
            "Choose a longer input or a smaller kernel.",
        ),
        (
            lambda: get_experiment("recover_kernel", input=Signal("upload", "probe.csv", np.ones(2))).data,
            "The input 'probe.csv' is too short for a kernel of 3 taps: its held-out part has 1 sample. "
            "Choose a longer input or a smaller kernel.",
        ),
        (
            lambda: get_experiment("recover_kernel", input=Image("upload", "dot.png", np.ones((9, 2)))).data,
            "The input 'dot.png' is too short for a kernel of 3 taps: its held-out part has 9 x 1 pixels. "
            "Choose a longer input or a smaller kernel.",
        ),
        (
            lambda: get_experiment("find_peaks", signal=Signal("upload", "probe.csv", np.ones(1))).data,
            "The signal 'probe.csv' has 1 sample: choose one of at least 12.",
        ),
        (
            lambda: get_experiment("find_peaks", signal=Signal("upload", "probe.csv", np.ones(99))).data,
            "The signal 'probe.csv' has no peaks in its first three quarters or in its last quarter: choose a longer "
            "one, or one that goes up and down.",
        ),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        call()
    assert str(caught.value) == message


def test_every_parameter_of_an_experiment_is_one_of_its_options():
    for name in experiment_names():
        assert [p.name for p in experiment_parameters(name)] == list(get_experiment(name).options)


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
