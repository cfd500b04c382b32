"""Values and numbers of files that cannot be compared are refused with a sentence."""

from __future__ import annotations

import re

import numpy as np
import pytest

from core.data import Signal
from core.study import BeforeAfter, Events, compare_on

STEPS = np.cumsum(np.random.default_rng(0).normal(size=600))


def signal(values: np.ndarray) -> Signal:
    return Signal("own", "Own", values)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (1e9 + 1e-3 * STEPS, STEPS, r"data varies by \S+ around values of 1e\+09: take the offset away first\."),
        (STEPS, 1e9 + 1e-3 * STEPS, r"after varies by \S+ around values of 1e\+09: take the offset away first\."),
        (1e40 * STEPS, STEPS, r"data has values of \S+e\+41: scale them to between 1e-30 and 1e\+30 first\."),
        (1e-40 * STEPS, STEPS, r"data has values of \S+e-39: scale them to between 1e-30 and 1e\+30 first\."),
    ],
)
def test_values_whose_squares_say_too_little_are_refused(before, after, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        compare_on(signal(before), BeforeAfter((signal(after),)))


@pytest.mark.parametrize("constant", ["data", "after"])
def test_data_of_one_value_are_refused(constant):
    given = {"data": signal(STEPS), "after": signal(STEPS), constant: signal(np.ones(600))}
    message = f"{constant} has one value only, 1: there is nothing to be found. Bring data that vary."
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        compare_on(given["data"], BeforeAfter((given["after"],)))


def test_two_files_are_too_few_to_be_held_out_whole():
    files = [signal(STEPS[:300]), signal(STEPS[300:])]
    message = "data has 2 files, each of which is held out as a whole: bring one, or at least 3."
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        compare_on(files, BeforeAfter(tuple(files)))


def test_a_single_event_is_too_few():
    with pytest.raises(ValueError, match=r"^samples of events: 1 came, and at least 3 are needed\.$"):
        compare_on(signal(STEPS), Events((5,)))


def test_where_both_sides_answer_exactly_nothing_is_gained():
    verdict = compare_on(signal(STEPS), BeforeAfter((signal(STEPS),)), sizes=(3,), networks=False).verdict
    assert (verdict.kind, verdict.gain.value) == ("not worth it", 0.0)
