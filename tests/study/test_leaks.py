"""Nothing leaks from what is held out: copies across a border and offsets of blocks leave scores at chance.

That the copies would be found where nothing keeps them apart is shown beside.
"""

import numpy as np
import pytest

from benchmarks.study.simulated import copied_across, events_of_noise, offset_blocks, planted_events
from benchmarks.study.truths import score_of_means, shortfall
from core.data import Signal
from core.study import Events, compare_on
from core.study.sums import fitted, squared_error

SEEDS = range(4)


def best_of(outcome):
    return max((row for row in outcome.rows if row.role == "best"), key=lambda row: row.score.value)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("make", [copied_across, offset_blocks])
def test_best_linear_filters_score_no_more_than_the_mean_of_the_training_part(make, seed):
    case = make(seed, 2000)
    outcome = case.compared()
    assert best_of(outcome).score.value <= score_of_means(case, outcome) + 0.1


@pytest.mark.parametrize("seed", SEEDS)
def test_copies_across_a_border_would_be_found_without_margins(seed):
    case = copied_across(seed, 2000)
    study = case.contest()
    cut, data, reach = study.division, study.data, 7
    windows = np.lib.stride_tricks.sliding_window_view(data.inputs[0], 15)
    rows = np.column_stack([windows, np.ones(len(windows)), data.targets[0][0][reach:-reach]])
    fold = np.repeat(np.arange(5), np.diff([0, *(high - reach for ((_, high),) in cut.boxes(0))]))
    held = rows[fold == 1]
    leaking = fitted(rows[fold != 1].T @ rows[fold != 1])
    error = squared_error(held.T @ held, leaking) / np.sum((held[:, -1] - held[:, -1].mean()) ** 2)
    assert error < 0.7


@pytest.mark.parametrize("seed", range(4))
def test_the_best_filter_for_events_comes_near_the_one_that_is_matched_to_wavelet_and_noise(seed):
    case = planted_events(seed, 20_000)
    outcome = case.compared()
    assert shortfall(case.contest().data.judge, best_of(outcome).tallies, case.tallies()) <= 0.04
    # where the noise remembers, the mean of the events is not that filter
    assert outcome.verdict.kind == "learned" or seed % 2 == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_events_that_the_signal_does_not_tell_of_are_never_worth_a_filter(seed):
    outcome = events_of_noise(seed, 6000).compared()
    assert outcome.verdict.kind in ("not worth it", "cannot be said")
    even = next(row for row in outcome.rows if row.name == "even_alarms")
    # as many alarms as it takes to come near every sample would hit all events, and few of these would be right
    _, _, events = even.tallies.sum(axis=0)
    assert even.score.value >= 2 * events / (6000 / 11 + events) - 0.05
    assert all(even not in side.used for side in outcome.sides.values())


def test_where_events_are_dense_alarms_at_even_distances_are_as_dense():
    events = tuple(range(10, 3000, 5))
    own = Signal("own", "Own", np.random.default_rng(0).normal(size=3000))
    outcome = compare_on(own, Events(events, tolerance=5), sizes=(3, 5), networks=False)
    even = next(row for row in outcome.rows if row.name == "even_alarms")
    assert set(even.chosen) == {"distance 5"}
    assert even.score.value > 0.95
    assert outcome.verdict.kind in ("not worth it", "cannot be said")
