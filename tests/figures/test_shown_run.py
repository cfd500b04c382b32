"""A run as a study: what a page gets is what training, measuring and packing here would give."""

from __future__ import annotations

import dataclasses
import pickle

import numpy as np
import pytest

from core.background import done_at_once
from core.figures import player_data
from core.figures.shown_run import DrawnRun, ShownRun, is_quick, step_of
from core.learning import TrainingSettings, contenders, get_experiment, most_moved, resolve_settings, solve, train
from core.learning.training import slices
from core.learning.training.slices import snapshots_of


def studied(name, **changes):
    task = get_experiment(name)
    study = ShownRun(task, resolve_settings(task, TrainingSettings(**changes)))
    parts, end = pickle.loads(pickle.dumps(done_at_once(study)))  # noqa: S301
    return study, parts, end


@pytest.mark.parametrize("name", ["recover_kernel", "find_peaks", "find_peaks_two_layers"])
def test_the_study_is_the_run_with_its_metrics_its_best_filter_and_its_figure(name, monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 0.0)
    study, parts, end = studied(name, steps=40)
    expected, best = train(study.experiment, study.settings), solve(study.experiment)
    run = study.trajectory(parts, end)
    np.testing.assert_array_equal(run.weights, expected.weights)
    np.testing.assert_array_equal(run.loss, expected.loss)
    assert (run.status, dict(run.metrics)) == ("finished", dict(expected.metrics))
    assert (end.best is None) == (best is None)
    assert [each.role for each in end.compared] == [each.role for each in contenders(expected, best)]
    axes = most_moved(expected) if best is not None else None
    assert end.message == player_data(expected, best, axes=axes)


def test_a_run_that_takes_longer_is_shown_as_far_as_it_came(monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 0.0)
    task = get_experiment("find_peaks")
    study = ShownRun(task, resolve_settings(task, TrainingSettings(steps=10_000)), most=0.0)
    parts, end = done_at_once(study)
    run = study.trajectory(parts, end)
    assert (run.status, len(parts)) == ("running", 1)
    assert run.steps[-1] == step_of(parts) < 10
    assert step_of(()) == 0


def test_another_figure_of_the_run_is_told_apart_by_what_it_shows():
    study, parts, end = studied("find_peaks", steps=40)
    run, snapshots = study.trajectory(parts, end), snapshots_of(parts)
    drawn = DrawnRun.of(run, snapshots, (0, 2))
    _, message = done_at_once(drawn)
    assert message == player_data(run, end.best, axes=(0, 2))
    assert drawn == dataclasses.replace(drawn, snapshots=(), metrics={})
    assert hash(drawn) == hash(dataclasses.replace(drawn, snapshots=()))
    others = [dict(axes=(0, 1)), dict(step=39), dict(status="running"), dict(name="a branch")]
    assert all(drawn != dataclasses.replace(drawn, **each) for each in others)


def test_what_is_small_needs_no_process():
    def is_quick_here(name, settings=None, **options):
        task = get_experiment(name, **options)
        return is_quick(task, resolve_settings(task, settings))

    assert is_quick_here("recover_kernel")
    assert not is_quick_here("recover_kernel", TrainingSettings(steps=10_000))
    assert not is_quick_here("recover_kernel", kernel="gabor", input="camera")
    assert not is_quick_here("find_peaks")
    assert not is_quick_here("denoise")
