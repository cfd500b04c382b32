"""Choices inside a training part: made by answers to data that nothing was fitted on."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_allclose

from core.convolution import correlate
from core.data import Signal
from core.study import BeforeAfter, Contest, Events, Side, contest
from core.study.detections import Detections
from core.study.layers import network
from core.study.method_results import event_template, method_result
from core.study.pieces import FilterSize
from core.study.single import moments, single_filters
from core.study.sums import fitted
from core.study.winner import winner_of
from tests.study.winners import study_of


@cache
def with_events() -> Contest:
    """Bumps in noise, some 60 samples apart."""
    rng = np.random.default_rng(5)
    places = tuple(range(40, 2960, 60))
    samples = rng.normal(0.0, 0.5, 3000)
    for place in places:
        samples[place - 2 : place + 3] += [0.5, 1.0, 1.5, 1.0, 0.5]
    return contest(Signal("own", "Own", samples), Events(places, tolerance=3), sizes=(3, 9), networks=False)


def peaks_in(study: Contest, answer: np.ndarray, segments: tuple[int, ...]) -> list[float]:
    """The heights of an answer's peaks that count in these segments, the highest first."""
    summary = study.data.judge.summary([answer], study.division)
    return summary.heights[np.isin(summary.segment, segments)].tolist()


@pytest.mark.parametrize("fold", [0, 2, 5])
def test_a_matched_filter_is_chosen_by_events_that_it_was_not_made_from(fold):
    study = with_events()
    cut, (signal,) = study.division, study.data.inputs
    made = method_result(study, "matched", 1)
    found = made.to_choose(fold)
    for other in set(range(cut.folds)) - {fold}:
        segments = cut.inside(fold, other)
        weights = event_template(study, 9, fold, other)
        expected = peaks_in(study, correlate(signal, weights, boundary="mirror"), segments)
        assert_allclose(found.heights[np.isin(found.segment, segments)], expected)
    assert not np.isin(found.segment, cut.segments_of(fold)).any()


@pytest.mark.parametrize("fold", [1, 5])
def test_the_threshold_of_a_filter_is_tuned_on_answers_to_what_it_was_not_fitted_on(fold):
    study = with_events()
    cut, (signal,) = study.division, study.data.inputs
    judge = study.data.judge
    assert isinstance(judge, Detections)
    parts = []
    for other in set(range(cut.folds)) - {fold}:
        coefficients = fitted(moments(study, 9, fold)[list(cut.training(fold, other))].sum(axis=0))
        answer = correlate(signal, coefficients[:-1], boundary="mirror") + coefficients[-1]
        segments = cut.inside(fold, other)
        parts.append((judge.joined([(judge.summary([answer], cut), segments)]), segments))
    threshold, error = judge.adjustment(judge.joined(parts), cut.training(fold))
    best = single_filters(study, 9).best
    assert best.adjustments[fold] == pytest.approx(threshold)
    if fold < cut.folds:
        assert best.errors_inside[fold] == pytest.approx(error)


def test_a_filter_and_a_network_are_compared_on_the_half_fold_that_did_not_stop_the_network():
    rng = np.random.default_rng(0)
    before = rng.normal(size=1200)
    after = np.abs(before) + 0.1 * rng.normal(size=1200)
    study = contest(Signal("b", "B", before), BeforeAfter((Signal("a", "A", after),)), sizes=(3,))
    cut, fold = study.division, 1
    stopping, comparing = cut.halves(fold, study.stopping(fold))
    assert not set(stopping) & set(comparing)
    there = np.concatenate([np.arange(*cut.segments[number].box[0]) for number in comparing])
    made = network(study, fold)
    answer = made.network.apply(before)
    assert made.compared == pytest.approx(np.mean((answer - after)[there] ** 2))
    rest = fitted(moments(study, 3, fold)[list(cut.training(fold, study.stopping(fold)))].sum(axis=0))
    linear = correlate(before, rest[:-1], boundary="mirror") + rest[-1]
    compared = single_filters(study, 3).best.compared[fold]
    assert compared == pytest.approx(np.mean((linear - after)[there] ** 2))
    assert made.compared < 0.5 * compared  # a bend cannot be had from one filter


def test_a_window_that_reaches_into_what_is_held_out_is_no_part_of_a_template():
    study = with_events()
    (signal,), cut = study.data.inputs, study.division
    fold = 2
    ((start, end),) = cut.boxes(0)[fold]
    loud = signal.copy()
    loud[start - cut.margin // 2 : end + cut.margin // 2] += 1000.0
    other = contest(Signal("own", "Own", loud), study.data.task, sizes=(3, 9), networks=False)
    for length in (5, 31):
        assert_allclose(event_template(study, length, fold), event_template(other, length, fold))


def test_of_a_mixed_side_the_winner_has_a_size_that_one_filter_chose():
    study, results, outcome = study_of("signal")
    one, two = (next(row for row in outcome.rows if row.name == name) for name in ("one_filter", "two_layers"))
    side = Side("learned", (one, two, one, two, one), one.tallies, one.score)
    assert side.title == "One filter"
    assert side.named == "the learned side (mostly 'One filter')"
    sizes = [pick.size for pick in side.picks if isinstance(pick, FilterSize)]
    assert winner_of(study, results, side).settings["weights"].size == max(sizes, key=sizes.count)


def test_a_side_of_one_mind_goes_by_its_name():
    _, _, outcome = study_of("signal")
    row = next(row for row in outcome.rows if row.name == "two_layers")
    assert Side("learned", (row,) * 5, row.tallies, row.score).named == "'Two layers'"
