"""Descent moves one vector by its rule, batch by batch, and stops where the loss runs away."""

import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data import Signal
from core.learning import Descent, TrainingSettings, get_experiment, iterate, resolve_settings, solve, train
from core.learning.training.descent import diverged_above, first_snapshot, rows_of_batch

WHITE = get_experiment("recover_kernel", kernel="peak_detector", input="white")


def noise(level, spread):
    return Signal("own", "Own", level + spread * np.random.default_rng(0).standard_normal(2000))


def test_descent_is_that_of_the_textbook():
    settings = TrainingSettings(steps=30, learning_rate=0.05, momentum=0.0)
    run = train(WHITE, settings)
    patches, targets = WHITE.patches(), WHITE.targets
    by_hand = run.weights[0].copy()
    for step in range(31):
        if step in run.steps:
            np.testing.assert_allclose(run.weights[list(run.steps).index(step)], by_hand, rtol=1e-10, atol=1e-12)
        by_hand = by_hand - 0.05 * 2 * patches.T @ (patches @ by_hand - targets) / len(targets)


def test_a_run_that_starts_at_the_goal_does_not_diverge_from_it():
    run = train(WHITE, TrainingSettings(initialisation="designed"))
    assert run.status == "finished"
    assert run.metrics["weight_error"] < 1e-12


def test_snapshots_cannot_be_written_to():
    snapshot = next(iterate(WHITE))
    with pytest.raises(ValueError, match="read-only"):
        snapshot.weights[0] = 1.0


def test_a_run_of_faint_data_diverges_when_it_does_and_not_before():
    # what counts as diverged is measured by the data: a fixed smallest loss would take 1e-18 for nothing
    experiment = get_experiment("recover_kernel", input=noise(0, 1e-9))
    critical = solve(experiment).critical_learning_rate
    calm, wild = (
        train(experiment, TrainingSettings(learning_rate=share * critical, momentum=0.0)) for share in (0.9, 1.1)
    )
    assert (calm.status, wild.status) == ("finished", "diverged")


@given(count=st.integers(2, 60), batch=st.integers(1, 59), seed=st.integers(0, 9), epoch=st.integers(0, 3))
def test_a_pass_takes_every_input_at_most_once_and_only_the_rest_is_left_out(count, batch, seed, epoch):
    settings = dataclasses.replace(WHITE.recommended, batch_size=batch, seed=seed)
    if settings.takes_all(count):
        assert rows_of_batch(settings, count, epoch) is None
        return
    batches = count // batch
    rows = [rows_of_batch(settings, count, epoch * batches + each) for each in range(batches)]
    together = np.concatenate(rows)
    assert {len(each) for each in rows} == {batch}
    assert len(set(together.tolist())) == len(together) > count - batch
    assert together.min() >= 0
    assert together.max() < count


def test_a_batch_is_drawn_from_its_step_and_seed_alone():
    settings = dataclasses.replace(WHITE.recommended, batch_size=10, seed=3)
    later, earlier = (rows_of_batch(settings, 100, step) for step in (27, 4))
    np.testing.assert_array_equal(rows_of_batch(settings, 100, 27), later)
    np.testing.assert_array_equal(rows_of_batch(dataclasses.replace(settings, seed=8), 100, 4, seed=3), earlier)
    # another pass over the data takes them in another order, and so does another seed
    assert not np.array_equal(rows_of_batch(settings, 100, 14), earlier)
    assert not np.array_equal(rows_of_batch(settings, 100, 4, seed=4), earlier)


def test_descent_on_batches_is_that_of_the_textbook_with_the_loss_of_all_data():
    settings = resolve_settings(
        WHITE, TrainingSettings(steps=12, learning_rate=0.05, momentum=0.5, batch_size=100, schedule="cosine")
    )
    run, patches, targets = Descent(WHITE, settings), WHITE.patches(), WHITE.targets
    by_hand, velocity = run.theta.copy(), 0.0
    for step in range(12):
        rows = rows_of_batch(settings, len(targets), step)
        velocity = 0.5 * velocity + 2 * patches[rows].T @ (patches[rows] @ by_hand - targets[rows]) / 100
        by_hand = by_hand - 0.05 * 0.5 * (1 + np.cos(np.pi * step / 12)) * velocity
    assert run.advance(12)
    snapshot = run.snapshot("finished")
    np.testing.assert_allclose(snapshot.weights, by_hand, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(snapshot.loss, np.mean((patches @ by_hand - targets) ** 2), rtol=1e-9)


def test_a_run_has_diverged_above_a_thousand_times_its_first_loss():
    assert diverged_above(WHITE, 7.0) == 7000.0
    # of numbers that solve the task the first loss is rounding, and a billionth of the unit stands for it
    np.testing.assert_allclose(diverged_above(WHITE, 0.0), 1e-6 * np.mean(WHITE.targets**2))
    np.testing.assert_array_equal(diverged_above(WHITE, np.array([1.0, 2.0])), [1000.0, 2000.0])


def test_what_is_shown_before_a_run_begins_is_where_it_begins():
    peaks = get_experiment("find_peaks")
    settings = resolve_settings(peaks, TrainingSettings(seed=5))
    before, begun = first_snapshot(peaks, settings), Descent(peaks, settings).snapshot("running")
    np.testing.assert_array_equal(before.weights, begun.weights)
    assert (before.has_begun, begun.has_begun) == (False, True)
    assert (before.step, before.bias, begun.bias) == (0, 0.0, 0.0)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_snapshot_that_was_sent_goes_on_with_the_same_bits_and_cannot_be_written_to(optimizer):
    settings = resolve_settings(WHITE, TrainingSettings(steps=20, optimizer=optimizer, momentum=0.9))
    run = Descent(WHITE, settings)
    run.advance(8)
    kept = run.snapshot("running")
    sent = pickle.loads(pickle.dumps(kept))  # noqa: S301 - made a moment ago
    assert (sent.step, sent.loss, sent.first_loss, sent.status) == (8, kept.loss, kept.first_loss, "running")
    for array in (*sent.parameters.values(), *sent.memory.values()):
        assert not array.flags.writeable
    there = Descent(WHITE, settings, sent)
    assert run.advance(20)
    assert there.advance(20)
    np.testing.assert_array_equal(there.theta, run.theta)
    assert there.loss == run.loss
