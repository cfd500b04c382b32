"""Events as people write them."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.study.marks import events_of_column, events_of_text, text_of_events


@given(st.lists(st.integers(0, 10**6)), st.sampled_from([",", ";", " ", "\n", ", ", " ;\t"]))
def test_whole_numbers_come_back_whatever_stands_between_them(samples, between):
    assert events_of_text(between.join(map(str, samples))) == tuple(sorted(set(samples)))


@pytest.mark.parametrize("text", ["10-20", "10 – 20", "10 to 20", "10.0 -20"])
def test_of_a_range_its_middle_counts(text):
    assert events_of_text(text) == (15,)


def test_seconds_become_samples():
    assert events_of_text("0.1, 0.25-0.35", rate=250.0) == (25, 75)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("20-10", "The range 20-10 ends before it begins: write the smaller number first."),
        (
            "3, at noon",
            "“at noon” is neither a number nor a range: write times such as 12, 40-44, 90, in samples or seconds.",
        ),
        (
            "12, 10.5",
            "10.5 is no sample: these are counted 0, 1, 2 and so on. Times in seconds need a signal with a sample rate.",
        ),
        ("-4", "-4 is no sample of a signal: give times from 0 on."),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(text, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        events_of_text(text)


def test_too_many_are_refused():
    message = "There are more than 100,000 events: give fewer, or a column that marks them."
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        events_of_text(" ".join(map(str, range(100_001))))


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(10, 30)), min_size=1, max_size=20))
def test_each_run_of_marks_is_an_event_in_its_middle(runs):
    marks, expected = [], []
    for length, pause in runs:
        marks += [0.0] * pause
        expected.append(len(marks) + (length - 1) // 2)
        marks += [1.0] * length
    assert events_of_column(np.array(marks)) == tuple(expected)


def test_a_column_that_is_hardly_ever_0_marks_nothing():
    message = (
        "More than half of the column is not 0: it marks no events. Choose a column that is 0 except at the events."
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        events_of_column(np.arange(10.0))


@given(st.lists(st.integers(0, 10**7), min_size=1, unique=True).map(sorted), st.sampled_from([1.0, 250.0, 44_100.0]))
def test_a_list_that_is_written_is_read_as_the_same_events(events, rate):
    assert events_of_text(text_of_events(events, rate), rate) == tuple(events)
