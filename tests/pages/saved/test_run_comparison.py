"""What several saved runs are said to differ in."""

from __future__ import annotations

import numpy as np
import pytest

from core.data import Signal
from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import RunRecord, RunView
from core.runs.service.visitor import Visitor
from pages.parts.saved.run_comparison import _differences


def view(**options) -> RunView:
    """A run of Anna's that has not begun."""
    experiment = get_experiment("find_peaks", **options)
    settings = resolve_settings(experiment, TrainingSettings())
    record = RunRecord("0" * 32, "A run", experiment, settings, "running", 0, 0.0, {}, owner="anna", data_owner="anna")
    return RunView(record, (first_snapshot(experiment, settings),))


@pytest.mark.parametrize(
    ("by", "shown"), [(Visitor("anna"), "diary.csv"), (Visitor(), "diary.csv"), (Visitor("ben"), "somebody's file")]
)
def test_what_a_file_is_called_is_told_to_whoever_brought_it(by, shown):
    diary = Signal("upload", "diary.csv", np.random.default_rng(0).random(400))
    table = _differences([view(signal=diary), view(taps=5)], ["first", "second"], by)
    assert table.loc["signal"].tolist() == [shown, "iid"]
    assert table.loc["taps"].tolist() == ["3", "5"]
    assert set(table.index) == {"signal", "taps", "steps", "learning rate", "momentum"}
