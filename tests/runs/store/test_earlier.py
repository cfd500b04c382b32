"""A database that an earlier version wrote: every run is read, is what training gives today, and goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from core.learning import train
from core.runs import Store
from core.runs.records.validation import check_run
from core.runs.worker.live import LiveRun

EARLIER = Path(__file__).parents[1] / "data" / "earlier.sqlite"
FLOAT32 = ("classify_gratings",)


@pytest.fixture
def store(tmp_path):
    """A copy of it, since it is migrated when it is opened."""
    shutil.copy(EARLIER, tmp_path / "runs.sqlite")
    made = Store(f"sqlite:///{tmp_path}/runs.sqlite")
    yield made
    made.close()


def test_every_run_is_read_and_is_what_training_gives_today(store):
    finished = [row["id"] for row in store.rows(status="finished")]
    assert len(finished) == 9
    for run in finished:
        record, snapshots = store.get(run), store.snapshots(run)
        check_run(record.experiment, record.settings, record.changes, snapshots)
        again = train(record.experiment, record.settings)
        # the last digits depend on the processor
        close = 1e-4 if record.experiment.name in FLOAT32 else 1e-9
        assert [snapshot.step for snapshot in snapshots] == again.steps.tolist()
        np.testing.assert_allclose(snapshots[-1].weights, again.weights[-1], rtol=close, atol=close)
        assert record.metrics.keys() == again.metrics.keys()


def test_every_experiment_is_among_them(store):
    assert len({row["experiment"] for row in store.rows()}) == 6


def test_a_paused_run_on_data_of_ones_own_goes_on_with_what_was_changed(store):
    (row,) = store.rows(status="paused")
    record, place = store.get(row["id"]), store.checkpoint(row["id"])
    assert (record.name, record.tags, record.note) == ("Own data", ("probe",), "A note.")
    signal = record.experiment.own_data["signal"]
    assert (signal.title, signal.unit, signal.sample_rate, len(signal.samples)) == ("probe.csv", "mV", 250.0, 300)
    assert record.changes == ((0, {"learning_rate": 0.25}),)
    live = LiveRun(record.id, record.experiment, record.settings, place, record.status, record.changes)
    assert (live.step, live.settings.learning_rate) == (3, 0.25)
    live.do_steps(2)
    live.advance(60.0)
    assert (live.step, live.status) == (5, "paused")
    assert live.loss < place.first_loss
