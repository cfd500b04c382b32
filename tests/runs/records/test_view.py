"""A saved run is seen as the run that was trained here."""

import dataclasses
import math

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, iterate, resolve_settings, train
from core.learning.training.descent import first_snapshot
from core.runs import RunView
from core.runs.records.record import STATUSES, RunRecord

PEAKS = get_experiment("find_peaks")
SETTINGS = resolve_settings(PEAKS, TrainingSettings(steps=20, snapshots=5))
RECORD = RunRecord("0" * 32, "Mine", PEAKS, SETTINGS, "finished", 20, 0.1, {"f1": 0.75})


def test_its_moments_are_those_of_a_run_that_was_trained_here():
    found = RunView(RECORD, tuple(iterate(PEAKS, SETTINGS))).trajectory
    expected = train(PEAKS, SETTINGS)
    np.testing.assert_array_equal(found.steps, expected.steps)
    np.testing.assert_array_equal(found.loss, expected.loss)
    for name, values in expected.parameters.items():
        np.testing.assert_array_equal(found.parameters[name], values)
    assert (found.experiment, found.settings, found.status) == (PEAKS, SETTINGS, "finished")
    assert found.metrics == {"f1": 0.75}


@pytest.mark.parametrize("status", STATUSES)
def test_only_what_training_ended_counts_as_ended(status):
    snapshots = tuple(iterate(PEAKS, SETTINGS))[:3]
    run = RunView(dataclasses.replace(RECORD, status=status), snapshots).trajectory
    assert run.status == (status if status in ("finished", "diverged") else "running")
    assert run.steps.tolist() == [snapshot.step for snapshot in snapshots]


def test_its_settings_are_those_that_it_has_by_now():
    record = dataclasses.replace(RECORD, changes=((4, {"learning_rate": 0.5}),))
    found = RunView(record, tuple(iterate(PEAKS, SETTINGS))).trajectory
    assert found.settings == dataclasses.replace(SETTINGS, learning_rate=0.5)


def test_a_run_has_begun_once_its_last_snapshot_has_a_loss():
    before = first_snapshot(PEAKS, SETTINGS)
    assert math.isnan(before.loss)
    assert [RunView(RECORD, kept).has_begun for kept in ((), (before,), (before, *iterate(PEAKS, SETTINGS)))] == [
        False, False, True,
    ]  # fmt: skip
