"""Detections: matching against a plain loop, thresholds against all thresholds, and counts by tile."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import find_peaks

from core.study.detections import Detections, _hits, _part_of_each
from core.study.division import Tile, divide

SAMPLES = st.lists(st.integers(0, 60), unique=True, max_size=12)


@given(SAMPLES, SAMPLES, st.integers(0, 6))
def test_an_event_is_found_by_the_highest_peak_of_those_nearest_to_it(peaks, events, tolerance):
    events = sorted(events)
    expected, taken = [], set()
    for peak in peaks:  # the highest first
        nearest = min(events, key=lambda event: (abs(event - peak), event), default=None)
        is_hit = nearest is not None and abs(nearest - peak) <= tolerance and nearest not in taken
        expected.append(is_hit)
        if is_hit:
            taken.add(nearest)
    _, found = _hits(np.array(peaks, int), np.array(events, int), tolerance)
    assert found.tolist() == expected


def judged(seed=0):
    rng = np.random.default_rng(seed)
    events = np.sort(rng.choice(900, 60, replace=False)) + 20
    answer = rng.normal(size=1000)
    answer[events + rng.integers(-2, 3, 60)] += 2.0
    judge, cut = Detections((events,), 3), divide([(1000,)], largest=5)
    return judge, cut, events, answer, judge.summary([answer], cut)


def test_the_threshold_is_the_best_of_all_on_the_training_part():
    judge, cut, events, answer, summary = judged()
    training = cut.training(2)
    threshold, error = judge.adjustment(summary, training)
    boxes = [cut.segments[number].box[0] for number in training]
    peaks = find_peaks(answer, distance=3)[0]
    near, hit = _hits(peaks[np.argsort(-answer[peaks])], events, 3)
    order = peaks[np.argsort(-answer[peaks])]

    def inside(places):
        return np.array([any(low <= place < high for low, high in boxes) for place in places])

    def f1(level):
        alarm = (answer[order] > level) & inside(np.where(hit, events[near], order))
        return 2 * (hit & alarm).sum() / (alarm.sum() + inside(events).sum())

    best = max(f1(level) for level in np.append(answer[order], -10.0))
    np.testing.assert_allclose([f1(threshold), 1 - error], [best, best])


def test_tiles_count_hits_alarms_and_events_once():
    judge, cut, events, answer, summary = judged()
    tallies = judge.tallies(summary, range(len(cut.tiles)), 1.5)
    peaks = find_peaks(answer, distance=3)[0]
    inside = peaks[(peaks >= 2) & (peaks < 998)]
    assert tallies[:, 1].sum() == (answer[inside] > 1.5).sum()
    assert tallies[:, 2].sum() == len(events)
    assert (tallies[:, 0] <= tallies[:, 1]).all()
    assert (tallies[:, 0] <= tallies[:, 2]).all()
    assert judge.scored(tallies.sum(axis=0)) == 2 * tallies[:, 0].sum() / tallies[:, 1:].sum()


def test_without_peaks_there_is_no_alarm():
    judge, cut, *_ = judged()
    summary = judge.summary([np.zeros(1000)], cut)
    assert judge.adjustment(summary, cut.training(0)) == (np.inf, 1.0)
    assert judge.scored(judge.tallies(summary, cut.of_fold(0), np.inf).sum(axis=0)) == 0.0


@given(st.lists(st.integers(-3, 45), max_size=30), st.integers(0, 5))
def test_each_sample_lies_in_the_part_that_contains_it(places, seed):
    rng = np.random.default_rng(seed)
    cuts = [np.sort(rng.choice(40, 6, replace=False)) for _ in range(2)]
    parts = [Tile(file, ((int(low), int(high)),), 0) for file in (1, 0) for low, high in pairwise(cuts[file])]
    parts = [part for number, part in enumerate(parts) if number != 2]  # a gap
    files = rng.integers(0, 3, len(places))
    found = _part_of_each(files, np.array(places, int), parts)
    for file, place, number in zip(files, places, found, strict=True):
        there = [at for at, part in enumerate(parts) if part.file == file and part.box[0][0] <= place < part.box[0][1]]
        assert ([number] if number >= 0 else []) == there
