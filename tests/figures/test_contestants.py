"""The axis of all contestants: no wider than a score can be, and never around a single value."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.figures.contestants import contestants_figure, ends
from core.figures.learning_curve import unbroken
from core.learning.score import Score
from core.study import compare_on
from core.study.examples import examples
from tests.messages import read_message

F1 = Score("f1", "F1", 0.02, "")
SNR = Score("snr", "SNR", 0.5, "", unit="dB")


def axis(score, values, half=0.0):
    values = np.array(values, float)
    low, high = values - half, values + half
    return ends(score, values, low.clip(0, 1) if score is F1 else low, high.clip(0, 1) if score is F1 else high)


@pytest.mark.parametrize(
    ("score", "values", "half", "expected"),
    [
        # all scores are the same: all of the bounds, or a few times what is worth having
        (F1, [0.0] * 5, 0.3, (0.0, 0.3)),
        (F1, [0.0] * 5, 0.0, (0.0, 0.2)),
        (F1, [1.0] * 5, 0.4, (0.6, 1.0)),
        (F1, [0.5] * 5, 0.0, (0.3, 0.7)),
        (SNR, [3.0] * 5, 0.0, (-2.0, 8.0)),
        (SNR, [3.0] * 5, 1.0, (2.0, 4.0)),
        (SNR, [3.0] * 4 + [-90.0], 1.0, (-7.0, 4.0)),
        # they differ: what is far worse is cut off
        (SNR, [10.0, 9.0, 8.0, 6.0, -50.0], 0.5, (10.0 - 2 * 1.6 * 4.0, 10.5)),
        (F1, [0.9, 0.8, 0.3, 0.2, 0.1], 0.2, (0.0, 1.0)),
    ],
)
def test_an_axis_has_room_for_the_scores_that_matter(score, values, half, expected):
    assert axis(score, values, half) == pytest.approx(expected)


def test_where_all_events_are_found_the_axis_shows_the_bounds():
    found = compare_on(*examples("events")["heartbeats"].make(), sizes=(3, 5), networks=False)
    header, arrays = read_message(contestants_figure(found, is_whole=True))
    first, last = header["ends"]
    assert last == 1.0
    assert 0.0 <= first <= float(arrays["low"][:2].min()) + 1e-6


def test_what_does_nothing_has_nothing_to_compute():
    found = compare_on(*examples("before_after")["steps"].make(), sizes=(3,), networks=False)
    rows = {row.title: row for row in found.rows}
    assert rows["Nothing done"].cost == ""
    assert replace(rows["One filter"], microseconds=0.25).cost == "3 multiplications and 0.25 microseconds"
    assert replace(rows["Median"], microseconds=0.25).cost == "0.25 microseconds"
    header, _ = read_message(contestants_figure(found, is_whole=True))
    costs = {row["title"]: row["cost"] for row in header["rows"]}
    assert costs[unbroken("Nothing done")] == "nothing to compute"
    assert costs[unbroken("Median")] == f"{rows['Median'].cost} an answer"
