"""Intervals: they cover what they promise, pairs stay pairs, and too few tiles say nothing."""

import numpy as np
from scipy import stats

from core.study.certainty import SHARED, difference, interval


def mean_of(tallies):
    return tallies[..., 1] / tallies[..., 0]


def tallies(values):
    return np.column_stack([np.ones_like(values), values])


def test_bounds_are_students_for_a_mean_but_for_what_tiles_share():
    values = np.random.default_rng(1).normal(2.0, 1.0, 40)
    found = interval(tallies(values), mean_of)
    low, high = stats.t.interval(0.95, 39, values.mean(), stats.sem(values))
    wide = [values.mean() + SHARED * (end - values.mean()) for end in (low, high)]
    np.testing.assert_allclose([found.low, found.high], wide, atol=0.06)
    np.testing.assert_allclose(found.value, values.mean(), rtol=1e-12)


def test_bounds_cover_the_mean_of_skewed_values_at_least_as_often_as_they_promise():
    rng = np.random.default_rng(0)
    covered = [bounds.low < 1.0 < bounds.high for bounds in
               (interval(tallies(rng.gamma(2.0, 0.5, 40)), mean_of) for _ in range(300))]  # fmt: skip
    assert 0.94 <= np.mean(covered) < 1


def test_a_difference_is_judged_tile_by_tile():
    rng = np.random.default_rng(0)
    hard = rng.gamma(1.0, 10.0, 40)
    gap = difference(tallies(hard + 0.1 + rng.normal(0, 0.01, 40)), tallies(hard), mean_of)
    assert 0.09 < gap.low < 0.1 < gap.high < 0.11


def test_one_tile_decides_nothing():
    found = interval(tallies(np.array([1.0])), mean_of)
    assert (found.low, found.value, found.high) == (-np.inf, 1.0, np.inf)


def test_the_same_data_have_the_same_bounds():
    values = tallies(np.random.default_rng(1).normal(size=20))
    assert interval(values, mean_of) == interval(values, mean_of)
