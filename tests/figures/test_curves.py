"""Curves keep every dip and spike, lie above one another, and say in words what they show."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.figures import (
    detection_chart,
    loss_chart,
    losses_chart,
    signal_chart,
    spectrum_chart,
)
from core.figures.chart import number
from core.figures.curves import Curve, thinned
from core.kernels import frequency_response
from core.learning import get_experiment, least_loss, solve, train

RUN = train(get_experiment("find_peaks"))


def test_charts_with_the_same_ends_lie_above_one_another():
    wide, narrow = (signal_chart([Curve(scale * np.arange(50.0), "c")], end=50) for scale in (1e5, 1e-3))
    for chart in (wide, narrow):
        assert chart.figure.layout.margin.l == 72
        assert chart.figure.layout.yaxis.automargin is False
        assert chart.figure.layout.xaxis.range == (1 - 0.02 * 49, 50 + 0.02 * 49)
    strided = signal_chart([Curve(np.arange(25.0), "c")], spacing=2.0, end=50)
    assert strided.figure.layout.xaxis.range == wide.figure.layout.xaxis.range


@pytest.mark.parametrize(
    ("count", "traces", "size", "words"),
    [
        (40, 2, 10, "40 peaks marked"),
        (41, 2, 4, "41 peaks marked"),
        (2001, 1, None, "2,001 peaks, too many to mark"),
    ],
)
def test_marks_do_not_bury_the_curve(count, traces, size, words):
    chart = signal_chart([Curve(np.zeros(5000), "flat")], marks=np.arange(count))
    assert len(chart.figure.data) == traces
    assert size is None or chart.figure.data[1].marker.size == size
    assert chart.alt.endswith(f"; {words}.")


def test_a_signal_is_drawn_whole_or_by_its_lowest_and_highest():
    values = np.sin(np.arange(300_000) / 50)
    values[123_456] = 9
    at, kept = thinned(values)
    assert len(at) <= 4000
    assert kept.max() == 9
    np.testing.assert_array_equal(values[at], kept)
    chart = signal_chart([Curve(values, "wave")], marks=np.array([5]), pinned=7, spacing=0.5, first=1)
    assert chart.figure.data[1].x[0] == 3.5
    assert chart.alt == "Curve of wave, 300000 samples from −1 to 9; 1 peaks marked."


def test_the_loss_is_drawn_with_the_smallest_possible_one():
    best = solve(RUN.experiment)
    chart = loss_chart(RUN, best)
    np.testing.assert_array_equal(chart.figure.data[0].y, RUN.loss)
    assert chart.figure.layout.shapes[0].y0 == best.loss
    assert f"{number(best.loss)}." in chart.alt


def test_a_loss_that_is_nothing_but_rounding_is_drawn_where_rounding_begins():
    run = train(get_experiment("recover_kernel"))
    assert 0 < run.loss[-1] < 1e-28
    chart = loss_chart(run, solve(run.experiment))
    assert chart.alt.endswith("to 0 at step 20; the smallest possible loss is 0.")
    assert chart.figure.data[0].y.min() == least_loss(run.experiment)
    assert not chart.figure.layout.shapes


def test_spectra_are_drawn_with_their_gain():
    chart = spectrum_chart([("v", frequency_response([-1, 1, -1]), "#000000", "solid")])
    assert chart.alt == "Frequency response. v: gain 1 at frequency 0, 3 at 0.5."


@given(length=st.integers(4001, 9000), seed=st.integers(0, 100))
@settings(max_examples=20)
def test_a_thinned_curve_keeps_the_lowest_and_the_highest_of_every_stretch(length, seed):
    values = np.random.default_rng(seed).normal(size=length)
    at, kept = thinned(values)
    assert len(at) <= 4000
    assert (np.diff(at) > 0).all()
    np.testing.assert_array_equal(values[at], kept)
    # no stretch of the 2,000 is longer than this, so that any two neighbours of them hold its extremes
    width = -(-length // 2000)
    for first in range(0, length - 2 * width, width):
        around = (at >= first - width) & (at < first + 2 * width)
        part = values[first : first + width]
        assert kept[around].min() <= part.min()
        assert kept[around].max() >= part.max()


def test_a_pinned_sample_has_a_line_where_it_lies():
    chart = signal_chart([Curve(np.arange(9.0), "ramp")], pinned=3, spacing=0.25, first=2.0)
    (line,) = chart.figure.layout.shapes
    assert (line.x0, line.x1) == (2.75, 2.75)
    assert (line.y0, line.y1, line.yref) == (0, 1, "y domain")
    assert chart.alt == "Curve of ramp, 9 samples from 0 to 8."


def test_losses_of_several_runs_begin_at_one_and_are_told_apart_without_colour():
    recovered = train(get_experiment("recover_kernel"))
    chart = losses_chart([("peaks", RUN), ("kernel", recovered)])
    first, second = chart.figure.data
    np.testing.assert_array_equal(first.x, RUN.steps + 1)
    np.testing.assert_array_equal(first.y, RUN.loss)
    assert second.y.min() == least_loss(recovered.experiment)
    assert first.line.dash != second.line.dash
    assert chart.alt == (
        f"Losses of 2 runs: peaks from {number(RUN.loss[0])} to {number(RUN.loss[-1])}; kernel from "
        f"{number(recovered.loss[0])} to 0."
    )


def test_precision_and_recall_stand_side_by_side():
    chart = detection_chart([("designed", 0.5, 1.0), ("learned", 0.875, 0.25)])
    assert [(bars.name, bars.y) for bars in chart.figure.data] == [("precision", (0.5, 0.875)), ("recall", (1.0, 0.25))]
    assert chart.figure.layout.barmode == "group"
    assert chart.alt == (
        "Precision and recall. designed: precision 50%, recall 100%; learned: precision 88%, recall 25%."
    )
