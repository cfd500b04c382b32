"""Curves: signals, responses to frequencies, and how a loss falls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.figures.chart import DESIGNED, INPUT, LEARNED, MARK, OPTIMUM, Chart, laid_out, number
from core.kernels import Spectrum
from core.learning import Optimum, Trajectory

Array = NDArray[np.float64]

MOST_POINTS = 4000  # drawn of one curve; beyond that the lowest and highest of each stretch stand for it


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
    axis: str = "sample",
    spacing: float = 1.0,
    first: float = 0.0,
    height: int = 260,
) -> Chart:
    """Draw signals over the same samples; `marks` are samples of the first one to point out, `pinned` another.

    `first` and `spacing` place the samples on the axis.
    """
    figure = go.Figure()
    for curve in curves:
        at, values = thinned(curve.values)
        figure.add_scatter(
            x=first + at * spacing,
            y=values,
            name=curve.label,
            mode="lines+markers" if len(at) <= 80 else "lines",
            line={"color": curve.colour, "dash": curve.dash, "width": 1.8},
            marker={"size": 5},
        )
    marked = curves[0].values
    if marks is not None and len(marks) <= MOST_POINTS:
        figure.add_scatter(
            x=first + marks * spacing,
            y=marked[marks],
            name=marks_label,
            mode="markers",
            marker={"color": MARK, "size": 10, "symbol": "triangle-up-open", "line": {"width": 2}},
        )
    if pinned is not None:
        figure.add_vline(x=first + pinned * spacing, line={"color": MARK, "dash": "dot", "width": 1.5})
    laid_out(figure, height, showlegend=len(curves) > 1 or marks is not None)
    figure.update_xaxes(title=axis)
    parts = [f"{c.label}, {len(c.values)} samples from {_low(c.values)} to {_high(c.values)}" for c in curves]
    pointed_out = "" if marks is None else f"; {len(marks)} {marks_label} marked"
    return Chart(figure, f"Curve of {'; '.join(parts)}{pointed_out}.")


def thinned(values: Array) -> tuple[NDArray[np.intp], Array]:
    """At most about 4,000 points that keep every dip and spike: the lowest and highest of each stretch.

    >>> at, kept = thinned(np.r_[np.zeros(9000), 5.0, np.zeros(999)])
    >>> len(at) <= 4000, kept.max()
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
    figure = go.Figure()
    for label, spectrum, colour, dash in spectra:
        figure.add_scatter(
            x=spectrum.frequencies,
            y=spectrum.magnitude,
            name=label,
            mode="lines",
            line={"color": colour, "dash": dash, "width": 2},
        )
    laid_out(figure, height, showlegend=len(spectra) > 1)
    figure.update_xaxes(title="frequency (cycles per sample)", range=[0, 0.5])
    figure.update_yaxes(title="gain", rangemode="tozero")
    parts = [
        f"{label}: gain {number(float(s.magnitude[0]))} at frequency 0, {number(float(s.magnitude[-1]))} at 0.5"
        for label, s, _, _ in spectra
    ]
    return Chart(figure, f"Frequency response. {'; '.join(parts)}.")


def loss_chart(trajectory: Trajectory, optimum: Optimum | None, *, height: int = 260) -> Chart:
    """Draw the loss over the steps on logarithmic axes, the smallest possible one as a line."""
    figure = go.Figure()
    # a logarithm has no place for step 0 nor for a loss of exactly 0
    floor = 1e-32
    steps = trajectory.steps + 1
    figure.add_scatter(
        x=steps,
        y=np.maximum(trajectory.loss, floor),
        name="training loss",
        mode="lines",
        line={"color": LEARNED, "width": 2},
    )
    # the smallest loss of noiseless data is zero but for rounding, which would only be a line at the bottom
    if optimum is not None and optimum.loss > 1e-12:
        figure.add_hline(
            y=optimum.loss,
            line={"color": OPTIMUM, "dash": "dash"},
            annotation_text="smallest possible",
            annotation_position="top right",
        )
    laid_out(figure, height, showlegend=False)
    figure.update_xaxes(type="log", title="step + 1")
    figure.update_yaxes(type="log", title="loss", exponentformat="power")
    best = "" if optimum is None else f"; the smallest possible loss is {number(optimum.loss)}"
    alt = (
        f"Loss from {number(float(trajectory.loss[0]))} at step 0 to {number(float(trajectory.loss[-1]))} "
        f"at step {trajectory.steps[-1]}{best}."
    )
    return Chart(figure, alt)


def losses_chart(runs: Sequence[tuple[str, Trajectory]], *, height: int = 300) -> Chart:
    """Draw the losses of several runs over their steps on logarithmic axes, each (label, run)."""
    figure = go.Figure()
    floor = 1e-32
    dashes = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
    for number_, (label, run) in enumerate(runs):
        figure.add_scatter(
            x=run.steps + 1,
            y=np.maximum(run.loss, floor),
            name=label,
            mode="lines",
            line={"width": 2, "dash": dashes[number_ % len(dashes)]},
        )
    laid_out(figure, height)
    figure.update_xaxes(type="log", title="step + 1")
    figure.update_yaxes(type="log", title="loss", exponentformat="power")
    parts = [f"{label} from {number(float(r.loss[0]))} to {number(float(r.loss[-1]))}" for label, r in runs]
    return Chart(figure, f"Losses of {len(runs)} runs: {'; '.join(parts)}.")


def detection_chart(rows: Sequence[tuple[str, float, float]], *, height: int = 220) -> Chart:
    """Bars of precision and recall for several filters, each (label, precision, recall)."""
    labels = [label for label, _, _ in rows]
    figure = go.Figure(
        [
            go.Bar(name="precision", x=labels, y=[precision for _, precision, _ in rows], marker_color=DESIGNED),
            go.Bar(
                name="recall",
                x=labels,
                y=[recall for _, _, recall in rows],
                marker_color=INPUT,
                marker_pattern_shape="/",
            ),
        ]
    )
    laid_out(figure, height, barmode="group")
    figure.update_yaxes(range=[0, 1.05])
    parts = [f"{label}: precision {p:.0%}, recall {r:.0%}" for label, p, r in rows]
    return Chart(figure, f"Precision and recall. {'; '.join(parts)}.")


def _low(values: Array) -> str:
    return number(float(np.nanmin(values)))


def _high(values: Array) -> str:
    return number(float(np.nanmax(values)))
