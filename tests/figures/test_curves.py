"""Curves keep every dip and spike, lie above one another, and say in words what they show."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.figures import (
    loss_chart,
    losses_chart,
    signal_chart,
)
from core.figures.chart import number
from core.figures.curves import Curve, thinned
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
    ("count", "drawn", "size", "words"),
    [
        (1, 1, 10, "1 peak marked"),
        (40, 40, 10, "40 peaks marked"),
        (41, 41, 4, "41 peaks marked"),
        (100, 100, 4, "100 peaks marked"),
        (2001, 100, 4, "2,001 peaks, the highest of each stretch marked"),
    ],
)
def test_marks_do_not_bury_the_curve(count, drawn, size, words):
    chart = signal_chart([Curve(np.zeros(5000), "flat")], marks=np.arange(count))
    assert len(chart.figure.data[1].x) == drawn
    assert chart.figure.data[1].marker.size == size
    assert chart.alt.endswith(f"; {words}.")


def test_a_signal_is_drawn_whole_or_by_its_lowest_and_highest():
    values = np.sin(np.arange(300_000) / 50)
    values[123_456] = 9
    at, kept = thinned(values)
    assert len(at) <= 4000
    assert kept.max() == 9
    np.testing.assert_array_equal(values[at], kept)
    chart = signal_chart([Curve(values, "wave")], marks=np.array([5]), spacing=0.5, first=1)
    assert chart.figure.data[1].x[0] == 3.5
    assert chart.alt == "Curve of wave, 300000 samples from −1 to 9; 1 peak marked."


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
