"""The slopes against differences, and where searches end."""

import numpy as np
import pytest

from core.kernels import random_filters
from core.kernels.gabor_fit.refinement import bounds, evaluate, refine

SHAPE = (7, 9)


def unit_filters(draws, seed):
    rows = random_filters(SHAPE, draws, seed).reshape(draws, -1)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def random_starts(count, seed):
    rng = np.random.default_rng(seed)
    limits = ((1, 5), (1, 7), (0, np.pi), (0.08, 0.45), (-0.2, 1.2), (-1, 0.4))
    return np.array([rng.uniform(*each, count) for each in limits])


@pytest.mark.parametrize("parameter", range(6))
def test_slopes_are_those_of_differences(parameter):
    targets, starts = unit_filters(20, 0), random_starts(20, 1)
    step = np.zeros((6, 1))
    step[parameter] = 1e-6
    here, ahead, behind = (evaluate(starts + each, targets, SHAPE) for each in (0 * step, step, -step))
    # the squared cosine is what the squared rest lacks of 1
    slope = (ahead.cosine**2 - behind.cosine**2) / 4e-6
    np.testing.assert_allclose(here.slope[:, parameter], slope, rtol=1e-5, atol=1e-8)


def test_normal_matrices_are_symmetric_and_not_negative():
    points = evaluate(random_starts(20, 2), unit_filters(20, 3), SHAPE)
    np.testing.assert_allclose(points.normal, points.normal.transpose(0, 2, 1), atol=1e-12)
    assert np.linalg.eigvalsh(points.normal).min() > -1e-10


def test_searches_gain_and_stay_within_bounds():
    targets, starts = unit_filters(40, 4), random_starts(40, 5)
    parameters, cosines = refine(targets, starts, SHAPE)
    assert (cosines > evaluate(starts, targets, SHAPE).cosine).all()
    np.testing.assert_allclose(evaluate(parameters, targets, SHAPE).cosine, cosines, rtol=1e-12)
    low, high = bounds(SHAPE)
    assert ((parameters >= low) & (parameters <= high)).all()


def test_where_a_search_ends_every_way_within_bounds_leads_down():
    targets, starts = unit_filters(40, 4), random_starts(40, 5)
    parameters, cosines = refine(targets, starts, SHAPE)
    low, high = bounds(SHAPE)
    gains = [
        evaluate(np.clip(parameters + sign * 1e-3 * np.eye(6)[:, [k]], low, high), targets, SHAPE).cosine - cosines
        for k in range(6)
        for sign in (-1, 1)
    ]
    assert (np.max(gains, axis=0) < 1e-5).mean() >= 0.9
