"""The time of a played run goes to what moves."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.figures import moments
from core.figures.pace import EVENLY, SECONDS
from core.learning import get_experiment, train


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50))
def test_moments_begin_at_zero_rise_and_fill_the_time(weights):
    found = moments(np.array(weights)[:, None])
    assert found[0] == 0
    assert (np.diff(found) > 0).all()
    assert len(found) == len(weights)
    if len(weights) > 1:
        assert np.isclose(found[-1], SECONDS)


def test_frames_that_move_more_take_longer_and_none_is_passed_over():
    found = np.diff(moments([[0.0, 0.0], [3.0, 4.0], [3.0, 4.0]], seconds=10.0))
    np.testing.assert_allclose(found, [10 * (EVENLY / 2 + 1 - EVENLY), 10 * EVENLY / 2])


def test_what_stands_still_is_played_evenly():
    np.testing.assert_allclose(moments(np.ones((5, 3)), seconds=4.0), [0, 1, 2, 3, 4])
    np.testing.assert_allclose(moments([[1.0], [np.nan], [1.0]], seconds=2.0), [0, 1, 2])


def test_the_first_steps_of_the_default_run_take_seconds():
    run = train(get_experiment("recover_kernel"))
    assert moments(run.weights)[1] > 3
    assert moments(run.weights)[2] > 4
