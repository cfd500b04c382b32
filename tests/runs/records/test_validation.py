"""What a run must be before anything is done with it; spoilt files and rows are tested in tests/export."""

from __future__ import annotations

import pytest

from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import DamagedRun
from core.runs.records.validation import MOST_CHANGES, check_run

PEAKS = get_experiment("find_peaks")
SETTINGS = resolve_settings(PEAKS, TrainingSettings(steps=5000))


def changes(count: int):
    """So many changes, one a step."""
    return [(step, {"learning_rate": 0.1}) for step in range(count)]


def test_a_run_may_have_been_changed_so_often():
    check_run(PEAKS, SETTINGS, changes(MOST_CHANGES), [first_snapshot(PEAKS, SETTINGS)])


def test_a_run_that_was_changed_more_often_is_refused():
    with pytest.raises(DamagedRun) as caught:
        check_run(PEAKS, SETTINGS, changes(26_000), [first_snapshot(PEAKS, SETTINGS)])
    assert (
        str(caught.value) == "This run cannot be used: its learning rate was changed 26,000 times, 1,000 is the most."
    )
