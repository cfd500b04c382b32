"""Curves: signals, frequency responses and losses."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.chart import DESIGNED, INPUT, LEARNED, MARK, OPTIMUM, Chart, figure, number
from core.kernels import Spectrum
from core.learning import Optimum, Trajectory, least_loss, without_rounding

Array = NDArray[np.float64]

LOSS_AXES: dict[str, Any] = {
    "xaxis": {"type": "log", "title": {"text": "step + 1"}},
    "yaxis": {"type": "log", "title": {"text": "loss"}},
}
LARGE_MARK = {"color": MARK, "size": 10, "symbol": "triangle-up-open", "line": {"width": 2}}
SMALL_MARK = {"color": MARK, "size": 4, "symbol": "circle"}
MOST_LARGE_MARKS, MOST_MARKS = 40, 2000  # more would bury the curve
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
    pinned: int | None = None,
    axis: str = "sample, counted from 1",
    spacing: float = 1.0,
    first: float = 1.0,
    end: float | None = None,
    height: int = 260,
) -> Chart:
    """Draw signals over the same samples; `marks` are indices of the first signal's samples to mark.

    A dotted line marks the sample with the index `pinned`. `first` and `spacing` are the position of the first sample
    on the axis and the distance to the next one. Charts with the same `first` and `end` line up sample by sample,
    however wide the labels of their vertical axes are.
    """
    traces = [_line(curve, first, spacing) for curve in curves]
    marked = curves[0].values
    is_marked = marks is not None and len(marks) <= MOST_MARKS
    if marks is not None and is_marked:
        traces.append(
            {
                "type": "scatter",
                "x": first + marks * spacing,
                "y": marked[marks],
                "name": marks_label,
                "mode": "markers",
                "marker": LARGE_MARK if len(marks) <= MOST_LARGE_MARKS else SMALL_MARK,
            }
        )
    shapes = []
    if pinned is not None:
        at = first + pinned * spacing
        shapes.append({"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "y domain",
                       "line": {"color": MARK, "dash": "dot", "width": 1.5}})  # fmt: skip
    last = first + (max(len(curve.values) for curve in curves) - 1) * spacing if end is None else end
    margin = 0.02 * ((last - first) or spacing)
    drawn = figure(
        traces,
        height,
        xaxis={"title": {"text": axis}, "range": [first - margin, last + margin]},
        yaxis={"automargin": False},
        margin={"l": 72, "r": 12, "t": 28, "b": 40},
        showlegend=len(curves) > 1 or is_marked,
        shapes=shapes,
    )
    parts = [f"{c.label}, {len(c.values)} samples from {_low(c.values)} to {_high(c.values)}" for c in curves]
    pointed_out = "" if marks is None else f"; {marking(len(marks), marks_label)}"
    return Chart(drawn, f"Curve of {'; '.join(parts)}{pointed_out}.")


def marking(count: int, label: str = "peaks") -> str:
    """The words for the marked samples of a signal's chart.

    >>> marking(3), marking(123_456)
    ('3 peaks marked', '123,456 peaks, too many to mark')
    """
    return f"{count:,} {label}, too many to mark" if count > MOST_MARKS else f"{count:,} {label} marked"


def _line(curve: Curve, first: float, spacing: float) -> dict[str, Any]:
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
    edges = np.linspace(0, len(values), MOST_POINTS // 2 + 1).astype(np.intp)
    starts = edges[:-1]
    stretches = [values[a:b] for a, b in zip(starts, edges[1:], strict=True)]
    lowest = [a + int(np.argmin(part)) for a, part in zip(starts, stretches, strict=True)]
    highest = [a + int(np.argmax(part)) for a, part in zip(starts, stretches, strict=True)]
    at = np.unique(np.concatenate([lowest, highest]))
    return at, values[at]


def spectrum_chart(spectra: Sequence[tuple[str, Spectrum, str, str]], *, height: int = 240) -> Chart:
    """Draw the magnitude of 1-D frequency responses, each (label, spectrum, colour, dash)."""
    traces = [
        {
            "type": "scatter",
            "x": spectrum.frequencies,
            "y": spectrum.magnitude,
            "name": label,
            "mode": "lines",
            "line": {"color": colour, "dash": dash, "width": 2},
        }
        for label, spectrum, colour, dash in spectra
    ]
    drawn = figure(
        traces,
        height,
        xaxis={"title": {"text": "frequency (cycles per sample)"}, "range": [0, 0.5]},
        yaxis={"title": {"text": "gain"}, "rangemode": "tozero"},
        showlegend=len(spectra) > 1,
    )
    parts = [
        f"{label}: gain {number(float(s.magnitude[0]))} at frequency 0, {number(float(s.magnitude[-1]))} at 0.5"
        for label, s, _, _ in spectra
    ]
    return Chart(drawn, f"Frequency response. {'; '.join(parts)}.")


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


def detection_chart(rows: Sequence[tuple[str, float, float]], *, height: int = 220) -> Chart:
    """Bars of precision and recall for several filters, each (label, precision, recall)."""
    labels = [label for label, _, _ in rows]
    precision = [each for _, each, _ in rows]
    recall = [each for _, _, each in rows]
    traces = [
        {"type": "bar", "name": "precision", "x": labels, "y": precision, "marker": {"color": DESIGNED}},
        {
            "type": "bar",
            "name": "recall",
            "x": labels,
            "y": recall,
            "marker": {"color": INPUT, "pattern": {"shape": "/"}},
        },
    ]
    drawn = figure(traces, height, yaxis={"range": [0, 1.05]}, barmode="group")
    parts = [f"{label}: precision {p:.0%}, recall {r:.0%}" for label, p, r in rows]
    return Chart(drawn, f"Precision and recall. {'; '.join(parts)}.")


def _low(values: Array) -> str:
    return number(float(np.nanmin(values)))


def _high(values: Array) -> str:
    return number(float(np.nanmax(values)))
