"""A run stops where it is recorded and where it ends, whatever steps it is driven by."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.learning import (
    TrainingRun,
    TrainingSettings,
    get_experiment,
    iterate,
    resolve_settings,
    snapshot_steps,
)

TASK = get_experiment("recover_kernel")
SETTINGS = resolve_settings(TASK, TrainingSettings(steps=40, snapshots=6))
WHOLE = list(iterate(TASK, SETTINGS))


@given(st.lists(st.integers(0, 15), max_size=30))
def test_however_it_is_driven_the_same_steps_are_recorded_with_the_same_bits(strides):
    run, recorded = TrainingRun(TASK, SETTINGS), []
    for stride in (*strides, *[1] * 50):
        if run.status == "running" and run.advance(run.step + stride):
            recorded.append(run.snapshot())
    assert [each.step for each in recorded] == snapshot_steps(SETTINGS).tolist()
    for ours, expected in zip(recorded, WHOLE, strict=True):
        np.testing.assert_array_equal(ours.weights, expected.weights)
        assert (ours.loss, ours.status) == (expected.loss, expected.status)


def test_one_that_goes_on_is_recorded_after_where_it_stood():
    run = TrainingRun(TASK, SETTINGS, WHOLE[2])
    assert run.advance(SETTINGS.steps)
    assert run.step == WHOLE[3].step


def test_one_that_goes_on_from_its_end_has_ended():
    run = TrainingRun(TASK, SETTINGS, WHOLE[-1])
    assert (run.status, run.advance(1000), run.step) == ("finished", True, 40)


@pytest.mark.parametrize("stride", [1, 7, 400])
def test_one_that_diverges_ends_where_it_has_a_loss(stride):
    run = TrainingRun(TASK, resolve_settings(TASK, TrainingSettings(steps=400, learning_rate=1e6)))
    while run.status == "running":
        run.advance(run.step + stride)
    assert run.status == run.snapshot().status == "diverged"
    assert math.isfinite(run.loss)
    step = run.step
    assert run.advance(400)
    assert run.step == step
