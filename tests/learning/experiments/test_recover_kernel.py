"""A kernel is recovered where its input decides it, and the verdict says what keeps others from it."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.signal import correlate

from core.data import Image, Signal, get_sample
from core.kernels import Kernel, get_kernel, kernel_names
from core.learning import TrainingSettings, get_experiment, is_recovered, solve, train, verdict

LONG = get_kernel("savitzky_golay", size=11)


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


def test_a_recovered_kernel_is_a_yes_with_its_steps():
    run = train(get_experiment("recover_kernel"))
    sentence = verdict(run, solve(run.experiment))
    assert sentence.startswith("Yes: the random numbers became [−1 1 −1]. After ")
    steps = int(sentence.split("After ")[1].split()[0])
    assert 1 <= steps <= 10


def test_a_kernel_that_is_not_there_yet_says_how_far_it_is():
    run = train(get_experiment("recover_kernel", kernel="gaussian", input="camera"))
    sentence = verdict(run, None)
    assert sentence.startswith("Not yet: after 1000 steps the numbers are ")
    assert f"{100 * run.metrics['weight_error']:.0f} %" in sentence
    assert "the loss is a long valley" in sentence


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "polyak", "line_search", "conjugate_gradient"])
@pytest.mark.parametrize("level", [0.0, 5.0, -3e5])
def test_a_constant_input_ends_in_a_sentence(level, optimizer):
    experiment = get_experiment("recover_kernel", input=Signal("flat", "Flat", np.full(400, level)))
    run = train(experiment, TrainingSettings(optimizer=optimizer))
    assert run.status == "finished"
    assert solve(experiment) is None
    if level == 0:
        expected = "Nothing to learn from: the input is zero everywhere, so that every filter answers the same."
        assert verdict(run, None) == expected
    else:
        assert verdict(run, None).startswith(
            "In part: after 1000 steps other numbers answer as [−1 1 −1] does. They are "
        )
        assert verdict(run, None).endswith(
            "This input does not decide the numbers: it fixes 1 of their 3 independent combinations, and the rest "
            "stays as random as it began."
        )


def test_two_tones_decide_some_of_the_numbers():
    # a sine fixes two combinations of any number of taps
    time = np.arange(800)
    experiment = get_experiment("recover_kernel", input=Signal("sine", "Sine", np.sin(2 * np.pi * time / 16)))
    run = train(experiment, TrainingSettings(optimizer="conjugate_gradient"))
    assert "it fixes 2 of their 3 independent combinations" in verdict(run, None)
    early = train(experiment, TrainingSettings(steps=1))
    assert verdict(early, None).startswith("Not yet: after 1 steps the answers are ")


def test_noise_on_the_targets_hides_the_designed_kernel_for_good():
    experiment = get_experiment("recover_kernel", target_noise=1.0)
    run = train(experiment, TrainingSettings(steps=400))
    sentence = verdict(run, solve(experiment))
    assert sentence.startswith("No: the random numbers became the best filter there is for these targets. It is ")
    assert sentence.endswith("and no training comes closer: the noise on the targets hides it.")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: get_experiment("recover_kernel", kernel="sobel_x", input="ecg").data,
            "The input 'ecg' is a signal, and the kernel 'Sobel x' is 2-D: choose an image, or a 1-D kernel.",
        ),
        (
            lambda: get_experiment("recover_kernel", kernel=LONG, input="thread").data,
            "The input 'thread' is too short for a kernel of 11 taps: its held-out part has 10 samples. "
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
    ],
)
def test_an_input_that_does_not_fit_the_kernel_is_named(call, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        call()
    assert str(caught.value) == message


@pytest.mark.parametrize("source", ["ecg", "white"])
def test_targets_are_the_kernels_output_and_the_rest_of_the_input_is_held_out(source):
    kernel = get_kernel("savitzky_golay")
    data = get_experiment("recover_kernel", kernel="savitzky_golay", input=source).data
    taps = kernel.weights.size
    parts = [np.r_[patches[:, 0], patches[-1, 1:]] for patches in (data.inputs, data.test_inputs)]
    for part, targets in zip(parts, (data.targets, data.test_targets), strict=True):
        assert len(part) == len(targets) + taps - 1
        np.testing.assert_allclose(targets, correlate(part, kernel.weights, mode="valid"), rtol=1e-10, atol=1e-12)
    if source == "ecg":
        np.testing.assert_array_equal(np.concatenate(parts), get_sample("ecg").samples[:4096])


def test_noise_is_added_to_what_is_learned_and_not_to_what_is_tested():
    clean, noisy = (get_experiment("recover_kernel", input="coins", target_noise=each).data for each in (0.0, 0.2))
    np.testing.assert_allclose((noisy.targets - clean.targets).std(), 0.2, rtol=0.05)
    np.testing.assert_array_equal(noisy.test_targets, clean.test_targets)


@pytest.mark.parametrize("options", [dict(kernel="sobel_x", input="camera"), dict(input="ecg")])
def test_errors_are_those_of_the_outputs_on_held_out_data(options):
    experiment = get_experiment("recover_kernel", **options)
    designed = experiment.designed.weights
    weights = designed + np.random.default_rng(0).normal(0.0, 0.1, designed.shape)
    found, data = experiment.metrics({"weights": weights}), experiment.data
    error = np.sqrt(np.mean((data.test_inputs @ weights.ravel() - data.test_targets) ** 2))
    np.testing.assert_allclose(found["output_error"], error, rtol=1e-9)
    np.testing.assert_allclose(
        found["relative_output_error"], error / np.sqrt(np.mean(data.test_targets**2)), rtol=1e-9
    )
    np.testing.assert_allclose(found["weight_error"], np.linalg.norm(weights - designed) / np.linalg.norm(designed))


def test_steps_are_counted_to_where_the_numbers_stay():
    designed = np.array([-1.0, 1.0, -1.0])
    away = np.array([0.5, 1e-4, 0.5, 9e-4, 1e-4])  # within a thousandth, out of it again, and back for good
    run = SimpleNamespace(
        steps=np.array([0, 3, 10, 20, 40]),
        loss=away**2,
        weights=designed * (1 + away[:, None]),
        metrics={"weight_error": 1e-4},
        status="finished",
    )
    experiment = get_experiment("recover_kernel")
    assert experiment.verdict(run, None) == (
        "Yes: the random numbers became [−1 1 −1]. After 20 steps they were within 0.1 % of it, after 40 within 0.01 %."
    )
    run.status = "running"
    assert not is_recovered(run)


def test_the_ten_numbers_of_the_thread_stay_whole():
    data = get_experiment("recover_kernel", input="thread").data
    samples = get_sample("thread").samples
    assert data.inputs.shape == (8, 3)
    np.testing.assert_array_equal(data.inputs[:, 0], samples[:8])
    np.testing.assert_allclose(data.targets, correlate(samples, [-1.0, 1.0, -1.0], mode="valid"), rtol=1e-12)
    np.testing.assert_array_equal(data.test_inputs, data.inputs)
