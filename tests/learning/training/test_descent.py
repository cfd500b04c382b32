"""Descent moves one vector by its rule, batch by batch, and stops where the loss runs away."""

import numpy as np
import pytest

from core.data import Signal
from core.learning import (
    TrainingSettings,
    get_experiment,
    iterate,
    solve,
    train,
)


def noise(level, spread):
    return Signal("own", "Own", level + spread * np.random.default_rng(0).standard_normal(2000))


WHITE = get_experiment("recover_kernel", kernel="peak_detector", input="white")


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
