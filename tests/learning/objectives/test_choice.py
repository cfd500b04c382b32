"""The fastest way that fits is chosen."""

import dataclasses

import numpy as np

from core.learning import get_experiment
from core.learning.objectives import SecondMoments, Squares, objective_of


def test_what_fits_is_chosen():
    names = {
        "find_peaks": "LogisticLoops",
        "find_peaks_two_layers": "LogisticLoops",
        "find_edges": "LogisticLoops",
        "recover_kernel": "SecondMoments",
        "denoise": "SecondMoments",
        "classify_gratings": "Backpropagation",
    }
    for name, kind in names.items():
        assert type(objective_of(get_experiment(name))).__name__ == kind
    task = get_experiment("recover_kernel")
    batches = dataclasses.replace(task.recommended, batch_size=64)
    assert type(objective_of(task, batches)).__name__ == "Squares"


def test_a_batch_of_all_is_no_batch():
    task = get_experiment("recover_kernel")
    for size, kind in ((len(task.targets), SecondMoments), (len(task.targets) - 1, Squares)):
        assert type(objective_of(task, dataclasses.replace(task.recommended, batch_size=size))) is kind


def test_moments_are_made_once_for_equal_experiments():
    first, second, other = (get_experiment("recover_kernel", seed=seed) for seed in (1, 1, 2))
    assert objective_of(first) is objective_of(second)
    assert objective_of(first) is not objective_of(other)


def test_rough_is_single_precision_where_that_is_faster():
    peaks = get_experiment("find_peaks")
    theta = np.array([-3.0, 5.0, -3.0, 0.1])
    exact, slopes = objective_of(peaks)(theta)
    rough, rough_slopes = objective_of(peaks, is_rough=True)(theta)
    np.testing.assert_allclose(rough, exact, rtol=1e-5)
    np.testing.assert_allclose(rough_slopes, slopes, atol=1e-5 * np.abs(slopes).max())
    assert not np.array_equal(rough_slopes, slopes)
    assert type(objective_of(get_experiment("denoise"), is_rough=True)) is SecondMoments
