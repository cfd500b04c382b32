"""A run in slices is the run in one piece, whatever happens in between."""

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, iterate, resolve_settings, train
from core.learning.training.descent import first_snapshot
from core.runs.worker.live import LiveRun

PEAKS = get_experiment("find_peaks")


def begun(settings, experiment=PEAKS, start=None, status="running", changes=()):
    settled = resolve_settings(experiment, settings)
    return LiveRun("id", experiment, settled, start or first_snapshot(experiment, settled), status, changes)


def ended(run, seconds=0.001):
    kept = []
    while run.is_moving:
        run.advance(seconds)
        kept += run.take_recorded()
    return kept


@pytest.mark.parametrize("seconds", [0.0005, 0.05])
def test_slices_give_the_run_in_one_piece(seconds):
    settings = TrainingSettings(steps=300, snapshots=12)
    whole = list(iterate(PEAKS, settings))
    run = begun(settings)
    kept = ended(run, seconds)
    assert [snapshot.step for snapshot in kept] == [snapshot.step for snapshot in whole]
    for one, other in zip(kept, whole, strict=True):
        np.testing.assert_array_equal(one.weights, other.weights)
        assert one.loss == other.loss
    assert run.status == "finished"


def test_it_stands_still_steps_and_goes_on():
    run = begun(TrainingSettings(steps=5000))
    run.advance(0.002)
    run.pause()
    at = run.step
    run.advance(0.01)
    assert run.step == at
    run.do_steps(3)
    run.advance(0.05)
    assert (run.step, run.status) == (at + 3, "paused")
    run.resume()
    run.advance(0.002)
    assert run.step > at + 3
    run.stop()
    assert run.status == "stopped"
    assert run.take_recorded()[-1].step == run.step
    run.resume()
    assert run.status == "stopped"


def test_another_rate_counts_from_where_it_was_given_and_again_after_a_restart():
    settings = TrainingSettings(steps=400, snapshots=5)
    run = begun(settings)
    run.pause()
    run.do_steps(100)
    run.advance(5)
    run.change_rate(0.01)
    assert run.changes == [(100, {"learning_rate": 0.01})]
    start, changes = run.snapshot(), run.changes
    run.resume()
    kept = ended(run)
    again = begun(settings, start=start, changes=changes)
    again.resume()
    np.testing.assert_array_equal(ended(again)[-1].weights, kept[-1].weights)
    assert not np.array_equal(kept[-1].weights, train(PEAKS, settings).weights[-1])


def test_a_run_that_diverges_says_so():
    white = get_experiment("recover_kernel")
    run = begun(TrainingSettings(steps=500, learning_rate=9.0), white)
    kept = ended(run)
    assert run.status == "diverged"
    assert np.isfinite(kept[-1].loss)
