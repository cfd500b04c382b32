"""What follows from an outcome: where the answers of both sides differ most."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from core.data import Signal
from core.study import BeforeAfter, Outcome, compare_on
from core.study.detections import Detections
from core.study.division import divide

NAN = np.nan


@cache
def compared() -> Outcome:
    clean = np.cumsum(np.random.default_rng(0).normal(size=300))
    noisy = Signal("n", "Noisy", clean + np.random.default_rng(1).normal(size=300))
    return compare_on(noisy, BeforeAfter((Signal("c", "Clean", clean),)), sizes=(3,), networks=False)


def answered(designed, learned, **others) -> Outcome:
    answers = {"designed": (np.array(designed),), "learned": (np.array(learned),)}
    return replace(compared(), answers=answers, **others)


def test_answers_differ_most_where_they_are_furthest_apart_whatever_the_rim():
    assert answered([NAN, 1.0, 2.0, NAN], [NAN, 0.0, 5.0, NAN]).furthest_apart == ((2,),)
    assert answered([[0.0, 1.0], [2.0, 3.0]], [[0.0, 1.0], [9.0, 3.0]]).furthest_apart == ((1, 0),)


def test_of_events_that_counts_where_one_side_alone_finds_one():
    found = Detections((np.array([1]),), 0).summary([np.array([0.0, 1.0, 0.0])], divide([(99,)], largest=3))
    designed, learned = [9.0, 2.0, -1.0, 5.0], [0.1, -1.0, -9.0, 8.0]
    assert answered(designed, learned).furthest_apart == ((0,),)
    peaks = {"designed": found, "learned": found}
    assert answered(designed, learned, peaks=peaks).furthest_apart == ((1,),)
