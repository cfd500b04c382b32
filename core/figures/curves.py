"""Curves: signals and losses."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.chart import DESIGNED, LEARNED, MARK, OPTIMUM, Chart, figure, number
from core.figures.marks import marking, spread_marks
from core.learning import Optimum, Trajectory, least_loss, without_rounding

Array = NDArray[np.float64]

LOSS_AXES: dict[str, Any] = {
    "xaxis": {"type": "log", "title": {"text": "step + 1"}},
    "yaxis": {"type": "log", "title": {"text": "loss"}},
}
LARGE_MARK = {"color": MARK, "size": 10, "symbol": "triangle-up-open", "line": {"width": 2}}
SMALL_MARK = {"color": MARK, "size": 4, "symbol": "circle"}
MOST_LARGE_MARKS = 40  # more would bury the curve
MOST_POINTS = 4000  # of one curve; longer ones are drawn by the lowest and highest value of each stretch


@dataclass(frozen=True, eq=False)
class Curve:
    """One line of a chart: values, a label and how it is drawn."""

    values: Array
    label: str
    colour: str = DESIGNED
    dash: str = "solid"


def signal_chart(
    curves: Sequence[Curve],
    *,
    marks: NDArray[np.intp] | None = None,
    marks_label: str = "peaks",
    axis: str = "sample, counted from 1",
    spacing: float = 1.0,
    first: float = 1.0,
    end: float | None = None,
    height: int = 260,
) -> Chart:
    """Draw signals over the same samples; `marks` are indices of the first signal's samples to mark.

    `first` and `spacing` are the position of the first sample on the axis and the distance to the next one. Charts with
    the same `first` and `end` line up sample by sample, however wide the labels of their vertical axes are.
    """
    traces = [line(curve, first, spacing) for curve in curves]
    marked = curves[0].values
    if marks is not None:
        drawn_marks = spread_marks(marks, marked)
        traces.append(
            {
                "type": "scatter",
                "x": first + drawn_marks * spacing,
                "y": marked[drawn_marks],
                "name": marks_label,
                "mode": "markers",
                "marker": LARGE_MARK if len(marks) <= MOST_LARGE_MARKS else SMALL_MARK,
            }
        )
    last = first + (max(len(curve.values) for curve in curves) - 1) * spacing if end is None else end
    margin = 0.02 * ((last - first) or spacing)
    drawn = figure(
        traces,
        height,
        xaxis={"title": {"text": axis}, "range": [first - margin, last + margin]},
        yaxis={"automargin": False},
        margin={"l": 72, "r": 12, "t": 28, "b": 40},
        showlegend=len(curves) > 1 or marks is not None,
    )
    parts = [f"{c.label}, {len(c.values)} samples from {_low(c.values)} to {_high(c.values)}" for c in curves]
    pointed_out = "" if marks is None else f"; {marking(len(marks), marks_label)}"
    return Chart(drawn, f"Curve of {'; '.join(parts)}{pointed_out}.")


def line(curve: Curve, first: float = 1.0, spacing: float = 1.0) -> dict[str, Any]:
    """The trace of a curve; `first` and `spacing` are the position of its first value and the distance to the next."""
    at, values = thinned(curve.values)
    return {
        "type": "scatter",
        "x": first + at * spacing,
        "y": values,
        "name": curve.label,
        "mode": "lines+markers" if len(at) <= 80 else "lines",
        "line": {"color": curve.colour, "dash": curve.dash, "width": 1.8},
        "marker": {"size": 5},
    }


def thinned(values: Array) -> tuple[NDArray[np.intp], Array]:
    """Indices and values of at most about 4,000 points that keep every dip and spike of a curve.

    >>> indices, values = thinned(np.r_[np.zeros(9000), 5.0, np.zeros(999)])
    >>> len(indices) <= 4000, values.max()
    (True, np.float64(5.0))
    """
    if len(values) <= MOST_POINTS:
        return np.arange(len(values)), values
    width = -(-len(values) // (MOST_POINTS // 2))
    whole = len(values) // width * width
    stretches, starts = values[:whole].reshape(-1, width), np.arange(0, whole, width)
    lowest, highest = starts + stretches.argmin(axis=1), starts + stretches.argmax(axis=1)
    rest = [] if whole == len(values) else [whole + values[whole:].argmin(), whole + values[whole:].argmax()]
    at = np.unique(np.concatenate([lowest, highest, rest]).astype(np.intp))
    return at, values[at]


def loss_chart(trajectory: Trajectory, optimum: Optimum | None, *, height: int = 260) -> Chart:
    """Draw the loss over the steps on logarithmic axes, and the smallest possible loss as a line."""
    shapes, notes = [], []
    losses = without_rounding(trajectory.experiment, trajectory.loss)
    smallest = 0.0 if optimum is None else float(without_rounding(trajectory.experiment, optimum.loss))
    if smallest:
        shapes.append({"type": "line", "x0": 0, "x1": 1, "xref": "x domain", "y0": smallest, "y1": smallest,
                       "line": {"color": OPTIMUM, "dash": "dash"}})  # fmt: skip
        # on a logarithmic axis Plotly takes a line's value, but an annotation's logarithm
        notes.append({"text": "smallest possible", "x": 1, "xref": "x domain", "xanchor": "right",
                      "y": math.log10(smallest), "yanchor": "bottom", "showarrow": False})  # fmt: skip
    curve = _loss_line(trajectory, "training loss") | {"line": {"color": LEARNED, "width": 2}}
    drawn = figure([curve], height, **LOSS_AXES, showlegend=False, shapes=shapes, annotations=notes)
    best = "" if optimum is None else f"; the smallest possible loss is {number(smallest)}"
    alt = (
        f"Loss from {number(float(losses[0]))} at step 0 to {number(float(losses[-1]))} "
        f"at step {trajectory.steps[-1]}{best}."
    )
    return Chart(drawn, alt)


def losses_chart(runs: Sequence[tuple[str, Trajectory]], *, height: int = 300) -> Chart:
    """Draw the losses of several runs over their steps on logarithmic axes, each (label, run)."""
    dashes = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
    traces = [
        _loss_line(run, label) | {"line": {"width": 2, "dash": dashes[index % len(dashes)]}}
        for index, (label, run) in enumerate(runs)
    ]
    drawn = figure(traces, height, **LOSS_AXES)
    ends = [(label, *without_rounding(run.experiment, run.loss[[0, -1]]).tolist()) for label, run in runs]
    parts = [f"{label} from {number(first)} to {number(last)}" for label, first, last in ends]
    return Chart(drawn, f"Losses of {len(runs)} runs: {'; '.join(parts)}.")


def _loss_line(run: Trajectory, label: str) -> dict[str, Any]:
    # step 0 and losses that are rounding have no place on logarithmic axes
    shown = np.maximum(run.loss, least_loss(run.experiment))
    return {"type": "scatter", "x": run.steps + 1, "y": shown, "name": label, "mode": "lines"}


def _low(values: Array) -> str:
    return number(float(np.nanmin(values)))


def _high(values: Array) -> str:
    return number(float(np.nanmax(values)))
