"""A run that is brought as a file becomes one of the visitor's own, whole, and counts among what they keep."""

import dataclasses

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, iterate, resolve_settings
from core.runs import DamagedRun, Full, RunRecord, RunView, Visitor, bring_run, encode_run
from core.runs.service import service as limits
from tests.runs.conftest import wait_for


def view(**facts) -> RunView:
    """A run of somebody's that was changed on its way, as far as it came."""
    experiment = get_experiment("find_peaks")
    settings = resolve_settings(experiment, TrainingSettings(steps=12, snapshots=4))
    kept = tuple(iterate(experiment, settings))[:-1]
    changes = ((6, {"learning_rate": 0.5}),)
    record = RunRecord(
        "0" * 32,
        "Mine",
        experiment,
        settings,
        "paused",
        kept[-1].step,
        kept[-1].loss,
        {},
        changes,
        "A\nnote",
        ("b", "a"),
    )
    return RunView(dataclasses.replace(record, **facts), kept)


def test_it_is_kept_with_all_that_is_known_of_it(service):
    anna, sent = Visitor("anna"), view(owner="ben", data_owner="ben", parent="1" * 32, parent_step=3)
    record = bring_run(service, encode_run(sent), by=anna)
    found = service.view(record.id)
    for name in ("name", "note", "experiment", "settings", "changes", "status", "step", "loss"):
        assert getattr(found.record, name) == getattr(sent.record, name), name
    assert found.record.tags == ("a", "b")
    assert (found.record.owner, found.record.data_owner) == ("anna", "anna")
    assert (found.record.parent, found.record.parent_step) == (None, None)
    assert found.record.id != sent.record.id
    assert dataclasses.replace(record, updated=found.record.updated) == found.record
    for one, other in zip(found.snapshots, sent.snapshots, strict=True):
        np.testing.assert_array_equal(one.weights, other.weights)


def test_one_that_was_training_stands_still_until_it_is_led_on(service):
    record = bring_run(service, encode_run(view(status="running")))
    assert service.view(record.id).record.status == "paused"
    service.step(record.id, 1)
    wait_for(service, record.id, lambda view: view.record.step == record.step + 1)


def test_what_is_no_run_is_refused_and_nothing_kept(service):
    with pytest.raises(DamagedRun) as caught:
        bring_run(service, b"no run")
    assert str(caught.value) == "The file is not a saved run: bring one that was downloaded from the page Runs."
    assert service.store.rows() == []


def test_whoever_keeps_as_much_as_one_may_brings_no_more(service, monkeypatch):
    monkeypatch.setattr(limits, "MOST_RUNS", 1)
    bring_run(service, encode_run(view()), by=Visitor("anna"))
    with pytest.raises(Full) as caught:
        bring_run(service, encode_run(view()), by=Visitor("anna"))
    assert str(caught.value) == "You have saved 1 runs of 0.0 MB; 1 runs or 50 MB is the most: delete some first."
    assert len(service.store.rows(owner="anna")) == 1
    assert bring_run(service, encode_run(view()), by=Visitor("ben")).owner == "ben"
