"""A run that was trained on a page is saved as it is, bit for bit; one that was cut short goes on from there."""

import itertools

import numpy as np
import pytest

from core.learning import TrainingSettings, collect, get_experiment, iterate, resolve_settings, train
from core.runs import Full, Visitor, keep_run
from core.runs.service import service as limits
from tests.runs.conftest import is_over, wait_for

PEAKS = get_experiment("find_peaks")
SETTINGS = resolve_settings(PEAKS, TrainingSettings(steps=200, snapshots=12, seed=5, optimizer="adam"))


def trained(last=None, settings=SETTINGS):
    """A run and its snapshots, ended after so many of them."""
    snapshots = tuple(itertools.islice(iterate(PEAKS, settings), last))
    return collect(PEAKS, settings, snapshots), snapshots


def test_it_is_what_was_on_the_screen_bit_for_bit(service):
    run, snapshots = trained()
    kept = service.view(keep_run(service, run, snapshots, by=Visitor("anna")))
    assert service.live() == 0
    found = kept.trajectory
    assert (found.experiment, found.settings, found.status) == (run.experiment, run.settings, "finished")
    np.testing.assert_array_equal(found.steps, run.steps)
    np.testing.assert_array_equal(found.loss, run.loss)
    for name, values in run.parameters.items():
        np.testing.assert_array_equal(found.parameters[name], values)
    assert dict(found.metrics) == dict(run.metrics)
    for one, other in zip(kept.snapshots, snapshots, strict=True):
        assert (one.step, one.loss, one.first_loss, one.status) == (
            other.step,
            other.loss,
            other.first_loss,
            other.status,
        )
        assert set(one.memory) == set(other.memory)
        for name, values in other.memory.items():
            np.testing.assert_array_equal(one.memory[name], values)
    assert (kept.record.owner, kept.record.data_owner, kept.record.name) == ("anna", "anna", "Find the peaks")


def test_one_that_diverged_is_kept_as_that(service):
    wild = resolve_settings(PEAKS, TrainingSettings(steps=200, optimizer="sgd", learning_rate=1e6))
    run, snapshots = trained(settings=wild)
    assert run.status == "diverged"
    assert service.view(keep_run(service, run, snapshots)).record.status == "diverged"


def test_one_that_was_cut_short_goes_on_to_what_it_would_have_become(service):
    run, snapshots = trained(last=7)
    assert run.status == "running"
    kept = wait_for(service, keep_run(service, run, snapshots), is_over)
    assert kept.record.status == "finished"
    whole = train(PEAKS, SETTINGS)
    np.testing.assert_array_equal(kept.trajectory.steps, whole.steps)
    np.testing.assert_array_equal(kept.trajectory.weights, whole.weights)


def test_whoever_keeps_as_much_as_one_may_keeps_no_more(service, monkeypatch):
    monkeypatch.setattr(limits, "MOST_RUNS", 1)
    keep_run(service, *trained(), by=Visitor("anna"))
    for last in (None, 7):
        with pytest.raises(Full) as caught:
            keep_run(service, *trained(last), by=Visitor("anna"))
        assert str(caught.value).startswith("You have saved 1 runs of ")
    assert len(service.store.rows(owner="anna")) == 1


def test_a_run_that_trains_takes_no_place_from_one_that_is_kept(service):
    anna = Visitor("anna", "anna")
    moving = service.start(PEAKS, TrainingSettings(steps=100_000), by=anna)
    keep_run(service, *trained(), by=anna)
    with pytest.raises(Full) as caught:
        keep_run(service, *trained(last=7), by=anna)
    assert str(caught.value) == ("You have a run that is still training: pause or stop it before you start another.")
    service.stop(moving, by=anna)
