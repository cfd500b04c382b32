"""Settings are checked at once and say what is allowed."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.learning.settings import ResolvedSettings, TrainingSettings, schedule_at, snapshot_steps

RUN = ResolvedSettings(100, "sgd", 0.1, 0.9, "constant", 1.0, "normal")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (dict(steps=0), "steps=0 is not allowed: give a whole number from 1 to 100000, for example 400."),
        (dict(steps=1.5), "steps=1.5 is not allowed: give a whole number from 1 to 100000, for example 400."),
        (
            dict(optimizer="adma"),
            "optimizer='adma' is not allowed: choose one of sgd, nesterov, rmsprop, adam, adamw, polyak, line_search, conjugate_gradient.",
        ),
        (
            dict(learning_rate=float("nan")),
            "learning_rate=nan is not allowed: give a number from 1e-300 to 1e+300, for example 0.1.",
        ),
        (dict(momentum=1.0), "momentum=1.0 is not allowed: give a number from 0.0 to 0.999, for example 0.0."),
        (dict(schedule="stop"), "schedule='stop' is not allowed: choose one of constant, cosine, step, warm_up."),
        (dict(snapshots=1), "snapshots=1 is not allowed: give a whole number from 2 to 1000, for example 100."),
        (dict(seed=-1), "seed=-1 is not allowed: give a whole number from 0 to 4294967295, for example 0."),
        (dict(seed=None), "seed=None is not allowed: give a whole number from 0 to 4294967295, for example 0."),
        (dict(learning_rate_unit=None), "learning_rate_unit=None is not allowed: choose one of absolute, critical."),
        (
            dict(initialisation="he"),
            "initialisation='he' is not allowed: choose one of normal, uniform, kaiming, xavier, zero, designed.",
        ),
    ],
)
def test_what_is_not_allowed_is_named(arguments, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        TrainingSettings(**arguments)
    assert str(caught.value) == message


@given(steps=st.integers(1, 100_000), snapshots=st.integers(2, 200), batch=st.integers(0, 64))
def test_the_first_and_the_last_step_are_always_kept(steps, snapshots, batch):
    kept = snapshot_steps(dataclasses.replace(RUN, steps=steps, snapshots=snapshots, batch_size=batch))
    assert kept[0] == 0
    assert kept[-1] == steps
    assert (np.diff(kept) > 0).all()
    assert len(kept) <= snapshots + 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (dict(steps=None), "steps=None is not allowed: give a whole number from 1 to 100000, for example 400."),
        (
            dict(learning_rate=None),
            "learning_rate=None is not allowed: give a number from 1e-300 to 1e+300, for example 0.1.",
        ),
        (
            dict(batch_size=None),
            "batch_size=None is not allowed: give a whole number from 0 to 1000000, for example 0.",
        ),
        (dict(schedule=None), "schedule=None is not allowed: choose one of constant, cosine, step, warm_up."),
    ],
)
def test_nothing_is_open_in_resolved_settings(changes, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        dataclasses.replace(RUN, **changes)
    assert str(caught.value) == message


@given(count=st.integers(1, 200), batch=st.integers(0, 200))
def test_a_batch_of_none_or_of_as_many_as_there_are_takes_all(count, batch):
    assert dataclasses.replace(RUN, batch_size=batch).takes_all(count) == (batch == 0 or batch >= count)


def test_opened_settings_are_the_same_but_for_what_changes():
    opened = RUN.opened(momentum=None, steps=7)
    assert opened == TrainingSettings(7, "sgd", 0.1, None, 0, "constant", 1.0, 0, 100, "normal", "absolute")


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [
        ("constant", [1, 1, 1, 1, 1]),
        ("step", [1, 1, 0.1, 0.01, 0.01]),
        ("warm_up", [0.1, 1, 1, 1, 1]),
        ("cosine", [1, 0.853553, 0.5, 0.146447, 0.000247]),
    ],
)
def test_schedules(schedule, rates):
    settings = dataclasses.replace(RUN, schedule=schedule)
    assert [round(schedule_at(settings, step), 6) for step in (0, 25, 50, 75, 99)] == rates
