"""The loop: it finds what it should, repeats itself bit for bit, resumes, and stops when it runs away."""

import subprocess
import sys

import numpy as np
import pytest

from core.learning import TrainingSettings, experiment_names, get_experiment, iterate, solve, train, untrained

WHITE = get_experiment("recover_kernel", kernel="peak_detector", input="white")
PEAKS = get_experiment("find_peaks")


@pytest.mark.parametrize("seed", range(20))
def test_random_numbers_become_the_designed_kernel(seed):
    run = train(WHITE, TrainingSettings(seed=seed))
    assert run.status == "finished"
    np.testing.assert_allclose(run.weights[-1], [-1, 1, -1], atol=1e-3)
    assert run.metrics["weight_error"] < 1e-3


@pytest.mark.parametrize("seed", range(5))
def test_finding_peaks_ends_at_its_convex_optimum(seed):
    run, best = train(PEAKS, TrainingSettings(seed=seed)), solve(PEAKS)
    np.testing.assert_allclose(run.weights[-1], best.weights, rtol=0.03)
    np.testing.assert_allclose(run.bias[-1], best.bias, rtol=0.03)
    np.testing.assert_allclose(run.loss[-1], best.loss, rtol=1e-4)
    assert run.metrics["f1"] > run.metrics["designed_f1"]


@pytest.mark.parametrize(
    "settings", [TrainingSettings(steps=40), TrainingSettings(steps=40, optimizer="adam", batch_size=64)]
)
def test_the_same_settings_give_the_same_bits(settings):
    first, second = train(PEAKS, settings), train(PEAKS, settings)
    np.testing.assert_array_equal(first.weights, second.weights)
    np.testing.assert_array_equal(first.loss, second.loss)


def test_another_process_gives_the_same_bits():
    code = (
        "from core.learning import *\n"
        "for name in experiment_names():\n"
        "    run = train(get_experiment(name), TrainingSettings(steps=20, seed=3))\n"
        "    print(name, run.weights[-1].tobytes().hex())"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    there = dict(line.split() for line in printed.splitlines())
    for name in experiment_names():
        run = train(get_experiment(name), TrainingSettings(steps=20, seed=3))
        assert run.weights[-1].tobytes().hex() == there[name], name


@pytest.mark.parametrize(
    "settings",
    [
        TrainingSettings(steps=60, snapshots=8),
        TrainingSettings(steps=60, snapshots=8, optimizer="adam", learning_rate=0.05, momentum=0.9, schedule="cosine"),
        TrainingSettings(steps=60, snapshots=8, batch_size=500, learning_rate=0.1),
        TrainingSettings(steps=60, snapshots=8, optimizer="nesterov", momentum=0.8, schedule="step"),
        TrainingSettings(steps=60, snapshots=8, optimizer="rmsprop", learning_rate=0.01, schedule="warm_up"),
        TrainingSettings(steps=60, snapshots=8, optimizer="adamw", learning_rate=0.05, momentum=0.9),
    ],
)
@pytest.mark.parametrize(
    "experiment",
    [
        PEAKS,
        get_experiment("find_peaks_two_layers", hidden=3),
        get_experiment("find_edges", image="cell"),
        get_experiment("recover_kernel", kernel="sobel_x", input="camera_noisy"),
    ],
    ids=lambda each: each.name,
)
def test_a_run_resumes_bitwise_from_any_snapshot(experiment, settings):
    whole = list(iterate(experiment, settings))
    for index, snapshot in enumerate(whole[:-1]):
        rest = list(iterate(experiment, settings, resume=snapshot))
        assert [s.step for s in rest] == [s.step for s in whole[index + 1 :]]
        np.testing.assert_array_equal(rest[-1].weights, whole[-1].weights)
        assert rest[-1].loss == whole[-1].loss
        assert rest[-1].status == whole[-1].status


@pytest.mark.parametrize(
    ("optimizer", "rate"), [("sgd", 3.0), ("sgd", 1e3), ("sgd", 1e9), ("adam", 1e4), ("adam", 1e9)]
)
def test_a_run_that_grows_without_end_stops_with_all_it_has_finite(rate, optimizer):
    run = train(WHITE, TrainingSettings(steps=500, learning_rate=rate, optimizer=optimizer))
    assert run.status == "diverged"
    assert run.steps[-1] < 500
    assert np.isfinite(run.loss).all()
    assert np.isfinite(run.weights).all()
    assert all(np.isfinite(value) for value in run.metrics.values())


@pytest.mark.parametrize("optimizer", ["polyak", "line_search", "conjugate_gradient"])
def test_optimisers_for_squares_find_the_kernel_and_resume_bitwise(optimizer):
    experiment = get_experiment("recover_kernel", kernel="sobel_x", input="camera_standardised")
    settings = TrainingSettings(steps=400, snapshots=12, optimizer=optimizer)
    whole = list(iterate(experiment, settings))
    error = experiment.metrics(whole[-1].parameters)["weight_error"]
    start = experiment.metrics(whole[0].parameters)["weight_error"]
    # steepest descent, even with the best of steps, creeps along the valley
    assert error < (1e-5 if optimizer != "line_search" else 0.5 * start)
    for snapshot in whole[1:-1:3]:
        np.testing.assert_array_equal(
            list(iterate(experiment, settings, resume=snapshot))[-1].weights, whole[-1].weights
        )


@pytest.mark.parametrize(("kernel", "most"), [("sobel_x", 12), ("gaussian", 75)])
def test_conjugate_gradient_needs_about_as_many_steps_as_there_are_numbers(kernel, most):
    experiment = get_experiment("recover_kernel", kernel=kernel, input="camera_standardised")
    run = train(experiment, TrainingSettings(steps=most, optimizer="conjugate_gradient"))
    assert run.metrics["weight_error"] < 1e-5


def test_the_rate_of_every_mode_is_the_one_predicted():
    experiment = get_experiment("recover_kernel", kernel="sobel_x", input="camera")
    best = solve(experiment)
    rate = 0.5 * best.critical_learning_rate
    run = train(experiment, TrainingSettings(steps=50, snapshots=51, learning_rate=rate, momentum=0.0))
    design = experiment.patches()
    _, modes = np.linalg.eigh(2 * design.T @ design / len(design))
    away = (run.weights - best.weights).reshape(len(run.steps), -1) @ modes
    last, before = list(run.steps).index(50), len(run.steps) - 2
    passed = run.steps[last] - run.steps[before]
    measured = np.abs(away[last] / away[before]) ** (1 / passed)
    slow = best.rates(rate) > 0.5  # the others are down to rounding
    np.testing.assert_allclose(measured[slow], best.rates(rate)[slow], rtol=1e-6)


def test_a_trajectory_has_one_row_for_each_kept_step():
    run = train(PEAKS, TrainingSettings(steps=100, snapshots=12))
    assert run.weights.shape == (len(run.steps), 3)
    assert run.parameters["weights"] is run.weights or np.array_equal(run.parameters["weights"], run.weights)
    assert run.bias.shape == run.loss.shape == run.steps.shape
    assert (run.steps[0], run.steps[-1]) == (0, 100)
    assert run.settings.momentum == 0.9


def test_without_a_bias_it_stays_zero():
    run = train(get_experiment("find_peaks", bias=False), TrainingSettings(steps=20))
    assert not run.bias.any()
    assert "bias" not in run.parameters


@pytest.mark.parametrize("experiment", [WHITE, PEAKS])
def test_a_run_before_its_first_step_is_where_training_begins(experiment):
    settings = TrainingSettings(seed=4, steps=3)
    still, run = untrained(experiment, settings), train(experiment, settings)
    np.testing.assert_array_equal(still.weights[0], run.weights[0])
    np.testing.assert_allclose(still.loss[0], run.loss[0], rtol=1e-12)
    assert still.bias[0] == run.bias[0]


@pytest.mark.parametrize(("signal", "gap"), [("drift", 1e-4), ("smooth", 0.01), ("nino", 1e-4), ("ecg", 0.1)])
def test_what_is_recommended_gets_near_the_optimum_on_signals_whose_samples_are_alike(signal, gap):
    experiment = get_experiment("find_peaks", signal=signal)
    assert train(experiment).loss[-1] <= solve(experiment).loss * (1 + gap)


@pytest.mark.parametrize("name", ["recover_kernel", "find_peaks", "classify_gratings"])
def test_a_run_whose_time_is_up_ends_where_it_is_and_can_go_on_from_there(name):
    experiment, settings = get_experiment(name), TrainingSettings(steps=60, snapshots=5)
    whole = list(iterate(experiment, settings))
    looks = iter([False] * 4 + [True] * 99)
    part = list(iterate(experiment, settings, is_time_up=lambda: next(looks)))
    assert part[-1].status == "running"
    assert whole[0].step < part[-1].step < 60
    # the step that was reached is one more that is kept, and no number is another for it
    for one in part[:-1]:
        (same,) = (each for each in whole if each.step == one.step)
        np.testing.assert_array_equal(one.weights, same.weights)
    rest = list(iterate(experiment, settings, resume=part[-1]))
    np.testing.assert_array_equal(rest[-1].weights, whole[-1].weights)
    assert (rest[-1].status, rest[-1].loss) == ("finished", whole[-1].loss)


def test_looking_at_the_clock_changes_no_number():
    experiment = get_experiment("find_peaks_two_layers")
    settings = TrainingSettings(steps=90, snapshots=7)
    looks = []
    watched = list(iterate(experiment, settings, is_time_up=lambda: bool(looks.append(1))))
    assert len(looks) > 20
    for one, other in zip(iterate(experiment, settings), watched, strict=True):
        assert (one.step, one.loss, one.status) == (other.step, other.loss, other.status)
        np.testing.assert_array_equal(one.weights, other.weights)


def test_a_run_that_diverges_while_the_clock_is_looked_at_says_so():
    experiment = get_experiment("recover_kernel")
    settings = TrainingSettings(steps=500, learning_rate=3.0, learning_rate_unit="critical")
    last = list(iterate(experiment, settings, is_time_up=lambda: False))[-1]
    assert last.status == "diverged"
    assert last.step == list(iterate(experiment, settings))[-1].step
