"""The examples: each can be compared at once, and says what its description says."""

from __future__ import annotations

import numpy as np
import pytest

from core.study import compare_on, contest
from core.study.examples import EXAMPLES, examples


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.task}_{each.name}")
def test_each_example_can_be_compared(example):
    data, task = example.make()
    assert contest(data, task).division.folds == 5
    again, _ = example.make()
    assert again == data


def test_of_many_pulses_something_can_be_said_and_of_three_heartbeats_nothing_can_be_said():
    """What the page shows first should not be that nothing can be said."""
    made = {name: example.make() for name, example in examples("events").items()}
    kinds = {
        name: compare_on(data, task, networks=name == "pulses").verdict.kind for name, (data, task) in made.items()
    }
    assert kinds == {"pulses": "learned", "heartbeats": "cannot be said"}


def test_the_mask_has_two_values():
    _, task = examples("before_after")["outlines"].make()
    values, counts = np.unique(task.after[0].pixels, return_counts=True)
    assert values.tolist() == [0.0, 1.0]
    assert 0.05 < counts[1] / counts.sum() < 0.5
