"""A Plotly figure with the sentence that stands for it, and the look that all figures share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

# readable on white and on near-black; each role has its own dash or shape too, so colour is never alone
DESIGNED = "#1f7ac4"
LEARNED = "#d9691e"
OPTIMUM = "#3f9a4d"
INPUT = "#7b8894"
MARK = "#b0357a"

# blue - white - orange, symmetrical in lightness
SIGNED_SCALE = [
    [0.0, "#0b4f8a"],
    [0.25, "#6aa9dc"],
    [0.5, "#f7f7f7"],
    [0.75, "#f0a060"],
    [1.0, "#a84400"],
]


@dataclass(frozen=True, eq=False)
class Chart:
    """A figure and its alternative text."""

    figure: go.Figure
    alt: str


def figure(
    traces: Iterable[Mapping[str, Any]],
    height: int,
    xaxis: Mapping[str, Any] | None = None,
    yaxis: Mapping[str, Any] | None = None,
    **layout: Any,
) -> go.Figure:
    """The figure of these traces with the margins, legend and background that all charts share.

    All of it is given at once: each later `update_layout` or `add_scatter` would take Plotly as long as the whole.

    >>> figure([{"type": "scatter", "y": [1, 2]}], 200, xaxis={"title": {"text": "sample"}}).layout.height
    200
    """
    shared = {
        "height": height,
        "margin": {"l": 48, "r": 12, "t": 28, "b": 40},
        "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "closest",
        "xaxis": {"zeroline": False, "automargin": True} | dict(xaxis or {}),
        "yaxis": {"automargin": True} | dict(yaxis or {}),
    }
    return go.Figure(data=[dict(trace) for trace in traces], layout=shared | layout)


def map_figure(trace: Mapping[str, Any], height: int, *, is_square: bool = True) -> go.Figure:
    """The figure of a map without axes, its first row on top: Plotly would put it at the bottom."""
    yaxis = {"autorange": "reversed", "visible": False, "constrain": "domain"}
    return figure(
        [trace],
        height,
        xaxis={"visible": False, "constrain": "domain"},
        yaxis=yaxis | ({"scaleanchor": "x"} if is_square else {}),
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
    )


def number(value: float, digits: int = 3) -> str:
    """A number as people write it: few digits, a true minus sign.

    >>> number(-1.0), number(0.00012345), number(14.517), number(0.0), number(123456.0)
    ('−1', '0.000123', '14.5', '0', '123,456')
    """
    if value == 0:
        return "0"
    magnitude = abs(value)
    if magnitude >= 1000:
        text = f"{magnitude:,.0f}"
    elif magnitude < 1e-4:
        text = f"{magnitude:.1e}"
    else:
        text = f"{magnitude:#.{digits}g}".rstrip("0").rstrip(".") if magnitude < 1 else f"{magnitude:.{digits}g}"
    return f"−{text}" if value < 0 else text
