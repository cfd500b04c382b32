"""Detection against its definition, counted by brute force over all thresholds and pairs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.learning import detect, detection_curve


@given(
    scores=st.lists(st.integers(-4, 4).map(float), min_size=2, max_size=25),
    seed=st.integers(0, 1000),
    threshold=st.floats(-5, 5),
)
def test_figures_are_those_of_their_definitions(scores, seed, threshold):
    scores = np.array(scores)
    labels = np.random.default_rng(seed).integers(0, 2, len(scores)).astype(float)
    found = detect(scores, labels, threshold)
    alarm, target = scores > threshold, labels > 0.5
    hits = (alarm & target).sum()
    assert found.precision == (hits / alarm.sum() if alarm.any() else 1.0)
    assert found.recall == (hits / target.sum() if target.any() else 0.0)
    assert found.accuracy == (alarm == target).mean()
    cuts = [-99.0, *np.unique(scores) + 0.5, *np.unique(scores) - 0.5]
    every_f1 = [2 * ((scores > c) & target).sum() / max(1, (scores > c).sum() + target.sum()) for c in cuts]
    np.testing.assert_allclose(found.best_f1, max(every_f1))
    np.testing.assert_allclose(detect(scores, labels, found.best_threshold).f1, found.best_f1)
    pairs = [(a > b) + 0.5 * (a == b) for a in scores[target] for b in scores[~target]]
    np.testing.assert_allclose(found.auc, np.mean(pairs) if pairs else 0.5)


def test_no_alarm_is_precise_and_finds_nothing():
    found = detect(np.array([-1.0, -2.0]), np.array([1.0, 0.0]))
    assert (found.precision, found.recall, found.f1) == (1.0, 0.0, 0.0)


@given(scores=st.lists(st.integers(-4, 4).map(float), min_size=2, max_size=25), seed=st.integers(0, 1000))
def test_a_curve_has_what_each_threshold_gives(scores, seed):
    scores = np.array(scores)
    labels = np.random.default_rng(seed).integers(0, 2, len(scores)).astype(float)
    curve = detection_curve(scores, labels)
    assert len(curve.thresholds) == len(np.unique(scores)) + 1
    for threshold, precision, recall in zip(curve.thresholds, curve.precision, curve.recall, strict=True):
        found = detect(scores, labels, np.nextafter(threshold, -np.inf))
        np.testing.assert_allclose((precision, recall), (found.precision, found.recall))
    if 0 < labels.sum() < len(labels):
        area = np.trapezoid(curve.recall, curve.false_alarms)
        np.testing.assert_allclose(area, detect(scores, labels).auc, atol=1e-12)
