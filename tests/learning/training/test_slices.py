"""Training a slice at a time gives what training at one go gives, to the last bit."""

from __future__ import annotations

import itertools
import pickle

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, iterate, resolve_settings
from core.learning.training import slices
from core.learning.training.slices import next_slice, snapshots_of

TASKS = [
    ("recover_kernel", {}, {}),
    ("find_peaks", {}, {"steps": 50}),
    ("find_peaks", {}, {"steps": 50, "batch_size": 64, "optimizer": "adam"}),
    ("find_peaks_two_layers", {}, {"steps": 30}),
    ("find_edges", {}, {"steps": 12}),
    ("classify_gratings", {}, {"steps": 10}),
    ("denoise", {"size": 3}, {"steps": 40, "schedule": "cosine"}),
    ("describe_pictures", {"image": "camera", "size": 6, "filters": 16}, {"steps": 10}),
]


def run_of(task, settings, most=None):
    """All slices of a run, each sent through a pickle as between two processes."""
    parts = [next_slice(task, settings, None, most=most)]
    while not parts[-1].is_over:
        last = pickle.loads(pickle.dumps(parts[-1]))  # noqa: S301
        parts.append(next_slice(task, settings, last, most=most))
    return parts


def are_equal(one, other):
    assert [(each.step, each.loss, each.status) for each in one] == [
        (each.step, each.loss, each.status) for each in other
    ]
    for first, second in zip(one, other, strict=True):
        for name, values in first.parameters.items():
            np.testing.assert_array_equal(values, second.parameters[name])
        for name, values in first.memory.items():
            np.testing.assert_array_equal(values, second.memory[name])


@pytest.mark.parametrize("is_kept", [True, False])
@pytest.mark.parametrize(("name", "options", "changes"), TASKS)
def test_slices_are_the_run_to_the_last_bit(name, options, changes, is_kept, monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 0.0)  # the fewest steps
    monkeypatch.setattr(slices, "MOST_LIVE", 4 if is_kept else 0)
    task = get_experiment(name, **options)
    settings = resolve_settings(task, TrainingSettings(**changes))
    parts = run_of(task, settings)
    assert len(parts) > 2
    are_equal(snapshots_of(parts), list(iterate(task, settings)))


def test_a_run_that_diverges_is_over_with_the_slice(monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 0.0)
    task = get_experiment("recover_kernel")
    settings = resolve_settings(task, TrainingSettings(steps=400, learning_rate=3.0, learning_rate_unit="critical"))
    parts = run_of(task, settings)
    assert parts[-1].last.status == "diverged"
    are_equal(snapshots_of(parts), list(iterate(task, settings)))


def test_time_is_up_over_all_slices_and_training_goes_on_from_there(monkeypatch):
    looks = itertools.count()
    monkeypatch.setattr(slices, "clock", lambda: next(looks) / 128)
    task = get_experiment("find_peaks")
    settings = resolve_settings(task, TrainingSettings(steps=10_000))
    parts = run_of(task, settings, most=2.0)
    # 32 looks a slice, at most four steps between two of them
    assert len(parts) == 8
    assert parts[-1].seconds == pytest.approx(2.0)
    assert parts[-1].last.status == "running"
    assert 512 < parts[-1].last.step <= 1024
    snapshots = snapshots_of(parts)
    assert snapshots[-1].step == parts[-1].last.step
    rest = list(iterate(task, settings, resume=snapshots[-1]))
    known = {each.step for each in iterate(task, settings)}
    assert {each.step for each in snapshots[:-1]} <= known
    assert rest[-1].step == 10_000
    are_equal(rest[-1:], list(iterate(task, settings))[-1:])


def test_a_process_keeps_few_runs(monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 0.0)
    task = get_experiment("find_peaks")
    for seed in range(slices.MOST_LIVE + 3):
        next_slice(task, resolve_settings(task, TrainingSettings(seed=seed)), None)
    assert len(slices._live) == slices.MOST_LIVE
