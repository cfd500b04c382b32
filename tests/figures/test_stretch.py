"""The stretch of a signal: of each of several files, and never beyond a file's end."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from core.background import done_at_once
from core.data import Signal
from core.figures.stretch import largest_difference, stretch_figure
from core.figures.strip import shown_start
from core.study import BeforeAfter, Events, contest
from tests.messages import read_message

COUNTS = (900, 700, 600)


def signals() -> list[Signal]:
    return [
        Signal(f"s{at}", f"S{at}", np.random.default_rng(at).normal(size=count).cumsum())
        for at, count in enumerate(COUNTS)
    ]


@cache
def compared(kind: str):
    inputs = signals()
    if kind == "events":
        task = Events(tuple(tuple(range(20 + at, count - 20, 60)) for at, count in enumerate(COUNTS)), tolerance=3)
    else:
        task = BeforeAfter(tuple(Signal("a", "A", np.abs(each.samples)) for each in inputs))
    study = contest(inputs, task, sizes=(3,), networks=False)
    return study, done_at_once(study)[1]


@pytest.mark.parametrize("file", range(3))
def test_the_stretch_is_one_of_the_file(file):
    study, outcome = compared("pair")
    header, arrays = read_message(stretch_figure(study, outcome, 150, file))
    assert (header["count"], header["start"]) == (COUNTS[file], 150)
    assert header["folds"] == [[1, COUNTS[file] - 1]]
    assert header["isHeldOutWhole"]
    assert header["largest"] == largest_difference(outcome, file)
    part = slice(150, 550)
    expected = {
        "before": study.data.inputs[file],
        "after": study.data.afters[file],
        **{role: np.nan_to_num(outcome.answers[role][file]) for role in ("designed", "learned")},
    }
    for name, values in expected.items():
        np.testing.assert_allclose(arrays[name], values[part], rtol=1e-5)


def test_the_largest_difference_is_that_of_the_file():
    _, outcome = compared("pair")
    for file, count in enumerate(COUNTS):
        designed, learned = (np.nan_to_num(outcome.answers[role][file]) for role in ("designed", "learned"))
        at = int(np.abs(designed - learned).argmax())
        start = min(largest_difference(outcome, file), count - 400)
        assert start <= at < start + 400


@pytest.mark.parametrize("file", range(3))
def test_events_are_those_of_the_file(file):
    study, outcome = compared("events")
    header, arrays = read_message(stretch_figure(study, outcome, 0, file))
    assert header["events"] == [event for event in range(20 + file, COUNTS[file] - 20, 60) if event < 400]
    assert header["ticks"] == list(range(20 + file, COUNTS[file] - 20, 60))
    for role in ("designed", "learned"):
        alarms, _ = outcome.peaks[role].alarms(file)
        assert arrays[f"{role}Alarms"].tolist() == alarms[alarms < 400].tolist()


def test_no_stretch_leaves_its_file():
    study, outcome = compared("pair")
    assert [shown_start(count, 650) for count in COUNTS] == [500, 300, 200]
    assert shown_start(COUNTS[0], 20) == 20
    header, arrays = read_message(stretch_figure(study, outcome, 650, 2))
    assert (header["start"], len(arrays["before"])) == (200, 400)
