"""Trained filters: one filter reaches least squares; two layers begin as the best linear filter and get better."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from core.study.division import Segment
from core.study.moments import patch_sums
from core.study.sums import fitted
from core.study.trained import one_filter, two_layers


def test_one_filter_reaches_least_squares_from_any_random_numbers():
    rng = np.random.default_rng(0)
    before = rng.normal(3.0, 1.0, 2000)
    after = np.convolve(before, [1.0, -2.0, 0.5], mode="same") + rng.normal(size=2000)
    sums = patch_sums([before], [[after]], [Segment(0, ((2, 1998),), 0)], (5,))[0, 0]
    for seed in range(3):
        np.testing.assert_allclose(one_filter(sums, seed), fitted(sums), rtol=1e-8, atol=1e-8)


def test_of_constant_data_only_the_offset_is_learned():
    sums = patch_sums([np.full(50, 7.0)], [[np.arange(50.0)]], [Segment(0, ((1, 49),), 0)], (3,))[0, 0]
    coefficients = one_filter(sums, 0)
    np.testing.assert_allclose(coefficients @ [7.0, 7.0, 7.0, 1.0], np.arange(1.0, 49.0).mean(), rtol=1e-9)


def test_two_layers_find_what_no_line_can():
    rng = np.random.default_rng(0)
    data = rng.normal(size=6000)
    patches = sliding_window_view(data, 3)
    targets = np.abs(patches[:, 2] - patches[:, 0])
    rows = np.column_stack([patches, np.ones(len(patches))])
    linear = np.linalg.lstsq(rows[:4000], targets[:4000], rcond=None)[0]
    rest, right = patches[4000:], targets[4000:]

    def error(made):
        return float(np.mean((made.answers(rest) - right) ** 2))

    made = two_layers(patches[:4000], targets[:4000], (3,), linear, error, 0)
    assert error(made) < 0.05 * np.mean((rows[4000:] @ linear - right) ** 2)
    inside = made.apply(data)[1:-1]
    np.testing.assert_allclose(inside, made.answers(patches), rtol=1e-12)


def test_two_layers_that_gain_nothing_answer_as_the_best_filter_does():
    rng = np.random.default_rng(0)
    patches = sliding_window_view(rng.normal(size=500), 3)
    linear = np.array([0.5, -1.0, 0.25, 3.0])
    targets = patches @ linear[:-1] + linear[-1]
    made = two_layers(
        patches, targets, (3,), linear, lambda made: float(np.mean((made.answers(patches) - targets) ** 2)), 0
    )
    np.testing.assert_allclose(made.answers(patches), targets, atol=1e-5)
