"""The scoreboard is fair: scores are those of what is drawn, gains are paired."""

import numpy as np
import pytest
from scipy import stats

from core.background import done_at_once
from core.learning import (
    Score,
    Standings,
    experiment_names,
    get_experiment,
    standings,
    train,
    worth_it,
)
from core.learning.settings import TrainingSettings
from core.learning.study.advantage import train_draw
from core.learning.study.scoreboard import Draws, Standing
from core.learning.training import slices

PEAKS = get_experiment("find_peaks")


def test_the_gain_is_paired_draw_by_draw_against_the_better_designed_filter():
    seeds = range(4)
    found = standings(PEAKS, seeds=seeds)
    pairs = []
    for seed in seeds:
        run = train_draw(PEAKS, seed, None)
        pairs.append((run.metrics["f1"], run.metrics["designed_tuned_f1"]))
    learned, tuned = np.array(pairs).T
    rows = {row.role: row for row in found.rows}
    np.testing.assert_allclose(rows["learned"].values, learned)
    np.testing.assert_allclose(rows["tuned"].values, tuned)
    interval = stats.ttest_rel(learned, tuned).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))
    assert found.gain == pytest.approx((learned - tuned).mean())
    assert (found.rival, found.draws) == ("tuned", 4)
    alone = stats.t.interval(0.95, 3, learned.mean(), stats.sem(learned))
    assert (rows["learned"].low, rows["learned"].high) == pytest.approx(alone)


def test_one_draw_has_no_interval():
    with pytest.raises(ValueError, match=r"^seeds has 1 entries: give at least two\.$"):
        standings(PEAKS, seeds=[0])


def found_with(gain, low, high, rival="designed"):
    return Standings((Standing("learned", np.ones(2), 1.0, 1.0, 1.0),), rival, gain, low, high, 10)


@pytest.mark.parametrize(
    ("gain", "low", "high", "answer"),
    [
        (0.05, 0.04, 0.06, "yes, F1 +0.050."),
        (0.01, 0.005, 0.015, "no, F1 +0.010."),
        (0.03, -0.01, 0.07, "nobody can tell yet, F1 +0.030."),
        (-0.01, -0.02, -0.005, "no, F1 −0.010."),
        (-0.05, -0.06, -0.04, "no, the designed filter is better, F1 −0.050."),
    ],
)
def test_it_is_worth_it_only_where_the_gain_is_certain_and_large_enough(gain, low, high, answer):
    assert worth_it(PEAKS, found_with(gain, low, high)).startswith(f"Worth it: {answer} That is what learning gains")


def test_the_reasons_name_the_rival_the_draws_and_the_interval():
    assert worth_it(PEAKS, found_with(0.05, 0.04, 0.06, "tuned")) == (
        "Worth it: yes, F1 +0.050. That is what learning gains over the designed filter with its threshold tuned, in 10 "
        "draws of data and first numbers: from +0.040 to +0.060 with 95 % confidence. Below 0.02, fewer than about one "
        "peak in fifty is concerned."
    )


@pytest.mark.parametrize("name", experiment_names())
def test_every_experiment_has_a_score_that_its_metrics_have(name):
    task = get_experiment(name)
    run = train(task, TrainingSettings(steps=2))
    assert isinstance(task.score, Score)
    assert np.isfinite(run.metrics[task.score.metric])
    assert task.score.tuned in ("", *run.metrics)
    assert task.score.why.endswith(".")
    assert task.score.worth > 0


def test_draws_that_are_trained_in_slices_give_the_same_scores(monkeypatch):
    whole = standings(PEAKS, TrainingSettings(steps=30), seeds=range(2))
    monkeypatch.setattr(slices, "SLICE", 0.0)
    study = Draws(PEAKS, TrainingSettings(steps=30), (0, 1))
    parts, sliced = done_at_once(study)
    assert len(parts) > 4
    assert sum(part.scores is not None for part in parts) == 2
    assert (sliced.rival, sliced.gain, sliced.low, sliced.high) == (whole.rival, whole.gain, whole.low, whole.high)
    for one, other in zip(sliced.rows, whole.rows, strict=True):
        np.testing.assert_array_equal(one.values, other.values)
