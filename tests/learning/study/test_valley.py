"""What is found of a task elsewhere is what the cached functions would find here."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from core.background import done_at_once
from core.cache import CACHE
from core.learning import critical_learning_rate, get_experiment, solve
from core.learning.curvature import eigenvalue_bounds
from core.learning.study.valley import ASKED, Valley, is_quick_valley, note_valley


def test_what_is_noted_is_not_computed_again():
    task = get_experiment("find_peaks", seed=871)
    _, found = done_at_once(Valley(get_experiment("find_peaks", seed=872)))
    note_valley(task, found)
    assert tuple(asked(task) for asked in ASKED) == found
    assert solve(task) is not solve.__wrapped__(task)
    assert critical_learning_rate(task) == solve(get_experiment("find_peaks", seed=872)).critical_learning_rate


def test_arrays_that_come_from_another_process_are_read_only():
    task = get_experiment("denoise", size=3)
    best = pickle.loads(pickle.dumps(solve(task)))  # noqa: S301
    np.testing.assert_array_equal(best.weights, solve(task).weights)
    assert not best.weights.flags.writeable
    assert not best.eigenvalues.flags.writeable
    assert best.rates(0.1).flags.writeable
    _, found = done_at_once(Valley(task))
    bounds = pickle.loads(pickle.dumps(found))[ASKED.index(eigenvalue_bounds)]  # noqa: S301
    note_valley(task, [*found[:2], bounds, *found[3:]])
    assert not eigenvalue_bounds(task).flags.writeable


@pytest.mark.parametrize(
    ("name", "options", "is_quick"),
    [
        ("recover_kernel", {}, True),
        ("recover_kernel", {"kernel": "gabor", "input": "camera"}, False),
        ("find_peaks", {}, True),
        ("find_edges", {}, True),  # of two filters nothing is asked
        ("find_edges", {"filters": 1, "labels": "signed"}, False),
        ("denoise", {"size": 9}, False),
    ],
)
def test_little_data_needs_no_process(name, options, is_quick):
    assert is_quick_valley(get_experiment(name, **options)) == is_quick
    assert CACHE.bytes > 0
