"""What several saved runs are said to differ in."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.data import Signal
from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import RunRecord, RunView, Visitor, differences


def view(led=None, **options) -> RunView:
    """A run of Anna's that has not begun, led as said."""
    experiment = get_experiment("find_peaks", **options)
    settings = resolve_settings(experiment, TrainingSettings())
    record = RunRecord("0" * 32, "A run", experiment, settings, "running", 0, 0.0, {}, owner="anna", data_owner="anna")
    record = dataclasses.replace(record, **led or {})
    return RunView(record, (first_snapshot(experiment, settings),))


@pytest.mark.parametrize(
    ("by", "shown"), [(Visitor("anna"), "diary.csv"), (Visitor(), "diary.csv"), (Visitor("ben"), "somebody's file")]
)
def test_what_a_file_is_called_is_told_to_whoever_brought_it(by, shown):
    diary = Signal("upload", "diary.csv", np.random.default_rng(0).random(400))
    found = differences([view(signal=diary), view(taps=5)], by=by)
    assert found["signal"] == [shown, "iid"]
    assert found["taps"] == ["3", "5"]
    assert set(found) == {"signal", "taps", "steps", "learning rate", "momentum"}


def test_runs_that_are_alike_differ_in_nothing():
    assert differences([view(), view()]) == {}


def test_what_was_done_on_the_way_is_said_of_each():
    changes = ((3, {"learning_rate": 0.5}), (7, {"learning_rate": 0.5}))
    found = differences([view(), view({"changes": changes, "parent_step": 2}), view({"parent_step": 2})])
    assert found["learning rate changed"] == ["-", "at step 3, at step 7", "-"]
    assert found["branched at step"] == ["-", "2", "2"]
    assert found["learning rate"][1] == "0.5"
    assert set(found) == {"learning rate", "learning rate changed", "branched at step"}


def test_what_one_run_has_and_another_has_not_is_a_dash():
    other = get_experiment("denoise")
    settings = resolve_settings(other, TrainingSettings())
    record = RunRecord("1" * 32, "Other", other, settings, "running", 0, 0.0, {})
    found = differences([view(), RunView(record, (first_snapshot(other, settings),))])
    assert found["experiment"] == ["find_peaks", "denoise"]
    assert found["taps"] == ["3", "-"]
    assert found["sigma"] == ["-", str(other.options["sigma"])]


def test_optimisers_are_written_as_people_write_them():
    adam = dataclasses.replace(view().record.settings, optimizer="adam")
    assert differences([view(), view({"settings": adam})])["optimizer"] == ["SGD", "Adam"]
