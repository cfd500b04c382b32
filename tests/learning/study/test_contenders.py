"""What is compared: the designed filter is tuned where that helps, and multiplications are counted."""

import dataclasses

import numpy as np
import pytest

from core.kernels import get_kernel
from core.learning import contenders, get_experiment, multiplications, score_of, solve, train
from core.learning.settings import TrainingSettings
from core.learning.study.contenders import tuned_parameters

PEAKS = get_experiment("find_peaks")
RUN = train(PEAKS)


def test_a_tuned_threshold_gives_the_tuned_score_and_moves_no_number():
    models = {each.role: each for each in contenders(RUN, solve(PEAKS))}
    np.testing.assert_array_equal(models["tuned"].weights, models["designed"].weights)
    assert score_of(PEAKS, models["designed"].parameters) == pytest.approx(RUN.metrics["designed_f1"])
    assert score_of(PEAKS, models["tuned"].parameters) == pytest.approx(RUN.metrics["designed_tuned_f1"])
    assert score_of(PEAKS, models["learned"].parameters) == pytest.approx(RUN.metrics["f1"])
    assert models["tuned"].title == "Designed, threshold tuned"


def test_a_tuned_scale_is_that_of_least_squares():
    doubled = dataclasses.replace(get_experiment("recover_kernel"), target_noise=0.0)
    assert tuned_parameters(doubled) is None  # as written it is the best
    task = get_experiment("denoise", sigma=0.4, size=3)
    tuned = tuned_parameters(task)
    answers = task.inputs @ task.designed.weights.ravel()
    expected = np.linalg.lstsq(answers[:, None], task.targets, rcond=None)[0]
    np.testing.assert_allclose(tuned["weights"], task.designed.weights * expected)


def test_several_filters_are_not_tuned_and_have_no_best():
    task = get_experiment("find_edges")
    run = train(task, TrainingSettings(steps=2))
    assert [each.role for each in contenders(run, solve(task))] == ["designed", "learned"]


def test_multiplications_count_what_is_not_zero_and_use_columns_times_rows():
    task = get_experiment("recover_kernel", kernel="sobel_x")
    assert multiplications(task, get_kernel("sobel_x").weights) == 5  # (1 2 1) times (-1 0 1)
    assert multiplications(task, get_kernel("laplacian").weights) == 5  # no product, five numbers
    assert multiplications(task, np.random.default_rng(0).normal(size=(3, 3))) == 9
    assert multiplications(task, np.zeros((3, 3))) == 0
    two = get_experiment("find_edges")
    assert multiplications(two, np.ones((2, 3, 3))) == 12
