"""What a side says about all of the data, each fold from the others, and what is asked of such answers."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from core.background import SoFar, worked_on
from core.data import Image, Signal
from core.study import BeforeAfter, Events, compare_on, contest
from core.study.measures import measures
from core.study.pieces import NetworkWithout


def noisy_signal(count: int = 1500) -> tuple[Signal, Signal]:
    rng = np.random.default_rng(3)
    clean = np.cumsum(rng.normal(size=count))
    return Signal("noisy", "Noisy", clean + rng.normal(size=count)), Signal("clean", "Clean", clean)


@pytest.fixture(scope="module")
def outcome():
    noisy, clean = noisy_signal()
    return compare_on(noisy, BeforeAfter((clean,)), sizes=(3, 5), networks=False)


@pytest.mark.parametrize("role", ["designed", "learned"])
def test_the_answers_score_what_the_outcome_says(outcome, role):
    """The tallies are of tiles, the answers of samples: both ways the same score comes out."""
    _, clean = noisy_signal()
    answers = outcome.answers[role][0]
    inside = np.isfinite(answers)
    assert inside.sum() == 1500 - 4
    error = np.mean((answers - clean.samples)[inside] ** 2)
    side = outcome.designed if role == "designed" else outcome.learned
    assert_allclose(10 * np.log10(np.var(clean.samples) / error), side.score.value, atol=1e-3)


def test_answers_in_a_fold_do_not_follow_what_is_wanted_there():
    noisy, clean = noisy_signal()
    other = clean.samples.copy()
    fold = slice(600, 900)  # well inside the third of five folds
    other[fold] = np.random.default_rng(9).normal(size=300) * 50
    task, changed = (BeforeAfter((Signal("after", "After", each),)) for each in (clean.samples, other))
    one, two = (compare_on(noisy, each, sizes=(3,), networks=False).answers["learned"][0] for each in (task, changed))
    assert_allclose(one[fold], two[fold], rtol=1e-6)
    assert not np.allclose(one[100:200], two[100:200], rtol=1e-3)


def test_more_data_do_not_harm_the_best_linear_filter(outcome):
    shares, scores = zip(*outcome.amounts, strict=True)
    # the margin beside what is held out is lost
    assert_allclose(shares, [0.2, 0.4, 0.6, 0.8], atol=0.01)
    assert all(share < number / 5 for number, share in enumerate(shares, 1))
    best = max(row.score.value for row in outcome.rows if row.role == "best")
    assert_allclose(scores[-1].value, best, atol=0.02)
    assert scores[-1].value >= scores[0].value - 0.02


def pulses(count: int = 3000) -> tuple[Signal, tuple[int, ...]]:
    events = tuple(range(40, count - 40, 60))
    signal = np.random.default_rng(1).normal(scale=0.2, size=count)
    for event in events:
        signal[event - 2 : event + 3] += [0.3, 0.8, 1.5, 0.8, 0.3]
    return Signal("pulses", "Pulses", signal), events


def test_of_events_the_curve_passes_through_precision_and_recall_at_the_threshold():
    signal, events = pulses()
    outcome = compare_on(signal, Events(events, tolerance=3), sizes=(5, 9), networks=False)
    assert set(outcome.peaks) == {"designed", "learned"}
    for role, peaks in outcome.peaks.items():
        recall, precision = peaks.recall_and_precision()
        assert (np.diff(recall) >= 0).all()
        found = outcome.measures[role]
        near = np.abs(recall - found["recall"]) + np.abs(precision - found["precision"])
        assert near.min() < 1e-9, role
        assert np.nanmax(outcome.answers[role][0]) > 0  # the tuned threshold lies at zero
    assert outcome.measures["learned"]["recall"] > 0.9


def test_before_and_after_has_no_curve_of_recall(outcome):
    assert outcome.peaks == {}
    assert set(outcome.measures["designed"]) == {"error"}


def test_measures_of_pictures_are_those_of_scikit_image_and_of_counting():
    from skimage.metrics import structural_similarity

    rng = np.random.default_rng(0)
    target = (rng.random((30, 40)) > 0.5).astype(float)
    answer = np.clip(target + rng.normal(scale=0.6, size=target.shape), 0, 1)
    found = measures([target], [answer])
    assert_allclose(found["ssim"], structural_similarity(target, answer, data_range=1.0, full=True)[1].mean())
    ones, zeros = answer[target == 1][:, None], answer[target == 0]
    assert_allclose(found["area"], (ones > zeros).mean() + 0.5 * (ones == zeros).mean())
    assert_allclose(found["error"], np.abs(target - answer).mean())


def test_without_networks_there_is_an_outcome_before_the_study_is_whole():
    clean = 0.3 + 0.4 * np.random.default_rng(2).random((60, 60))
    noisy = np.clip(clean + np.random.default_rng(5).normal(scale=0.1, size=clean.shape), 0, 1)
    study = contest(Image("n", "Noisy", noisy), BeforeAfter((Image("c", "Clean", clean),)), sizes=(3,), networks=True)
    pieces = list(study.pieces())
    at = len(pieces) - 7
    assert pieces[at] == SoFar()
    assert pieces[at + 1 :] == [NetworkWithout(fold) for fold in range(6)]
    parts = [study.work(piece) for piece in worked_on(pieces[:at])]
    first = study.conclude(parts[: pieces.index(SoFar())])
    assert {row.name for row in first.rows} == {"identity", "box", "gaussian", "unsharp", "best_3", "one_filter"}
    early = study.conclude(parts)
    assert early.rows[-1].name == "one_filter"
    alone = compare_on(study.data.before, study.data.task, sizes=(3,), networks=False)
    assert early.verdict.gain == alone.verdict.gain
