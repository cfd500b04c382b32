"""Bars and strips say in words what they draw."""

import numpy as np
import pytest

from core.figures import bars_chart, range_picture, strips_chart


def test_bars_have_the_answers_and_a_dash_at_what_is_right():
    rows = [("Designed", np.array([0.7, 0.3]), "#111"), ("Learned", np.array([0.1, 0.9]), "#222")]
    chart = bars_chart(rows, ("grey_cat", "dog"), np.array([0.0, 1.0]), "True animal")
    bars, others, right = chart.figure.data
    assert (bars.type, bars.x, bars.y.tolist()) == ("bar", ("grey cat", "dog"), [0.7, 0.3])
    assert bars.marker.pattern.shape != others.marker.pattern.shape
    assert right.y[1] == 1
    assert np.isnan(right.y[0])
    assert chart.alt == (
        "Bars of 2 answers each. Designed: most for grey cat; Learned: most for dog. True animal: dog."
    )


def test_strips_tell_found_missed_and_false_apart():
    truth = np.array([1.0, 0.0, 1.0, 0.0])
    rows = [("First", np.array([0.9, 0.8, 0.1, 0.2]), "#111"), ("Second", np.array([0.9, 0.1, 0.9, 0.2]), "#222")]
    chart = strips_chart(np.arange(4.0), truth, rows)
    line, *marks = chart.figure.data
    assert line.y.tolist() == [0, 1, 2, 3]
    assert [(each.name, each.x.tolist(), set(each.y)) for each in marks] == [
        ("found", [1], {0}),
        ("missed", [3], {0}),
        ("false", [2], {0}),
        ("found", [1, 3], {-1}),
    ]
    assert [each.showlegend for each in marks] == [True, True, True, False]
    assert len({each.marker.symbol for each in marks[:3]}) == 3
    assert chart.figure.layout.yaxis.ticktext == ("First", "Second")
    assert chart.alt == (
        "Signal of 4 samples with 2 targets. First: 1 found, 1 missed, 1 false; Second: 2 found, 0 missed, 0 false."
    )


@pytest.mark.parametrize("values", [np.array([[-3.0, 5.0]]), np.full((2, 2), 7.0), np.full((1, 1), np.nan)])
def test_a_picture_of_any_range_is_shown_from_black_to_white(values):
    assert range_picture(values, "It").png[:4] == b"\x89PNG"
