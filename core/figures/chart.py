"""A Plotly figure with its alternative text, and the style that all figures share."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

Spec = Mapping[str, Any]  # a figure as plain data and layout, in Plotly's own terms

# of what is compared, and never of signs: readable on white and on near-black; each role also has a dash or shape of
# its own, for those who cannot tell colours
DESIGNED = "#1f7ac4"
LEARNED = "#d9691e"
OPTIMUM = "#00838f"
INPUT = "#7b8894"
MARK = "#b0357a"

# purple - white - green, symmetrical in lightness
SIGNED_SCALE = [
    [0.0, "#5b2a7e"],
    [0.25, "#b08fc8"],
    [0.5, "#f7f7f7"],
    [0.75, "#8cc38f"],
    [1.0, "#1a6636"],
]


# the dtypes that Plotly's JSON can hold as bytes; others become lists
TYPED = ("i1", "u1", "i2", "u2", "i4", "u4", "f4", "f8")


WORDS = ("name", "text", "x", "y")  # properties that may hold text, such as categories


@dataclass(frozen=True, eq=False)
class Chart:
    """A figure and its alternative text."""

    spec: Spec
    alt: str

    @property
    def figure(self) -> go.Figure:
        """Plotly's own figure object, which checks every property and is slow to make."""
        return go.Figure(self.spec)

    @property
    def scale_titles(self) -> tuple[str, ...]:
        """The titles of the axes, and of the scales of colours.

        >>> Chart(figure([], 200, yaxis={"title": {"text": "loss"}}), "").scale_titles
        ('loss',)
        """
        layout = self.spec["layout"]
        scales = [
            layout.get("xaxis", {}),
            layout.get("yaxis", {}),
            *(each.get("colorbar", {}) for each in self.spec["data"] if each.get("showscale", True)),
        ]
        return tuple(scale["title"]["text"] for scale in scales if scale.get("title", {}).get("text"))

    def as_json(self) -> dict[str, Any]:
        """The figure as values that JSON can hold.

        >>> Chart(figure([{"type": "bar", "y": np.array([1.0]), "text": None}], 200), "").as_json()["data"]
        [{'type': 'bar', 'y': {'dtype': 'f8', 'bdata': 'AAAAAAAA8D8=', 'shape': '1'}}]
        """
        return {part: _plain(self.spec[part]) for part in ("data", "layout")}


def figure(
    traces: Iterable[Mapping[str, Any]],
    height: int,
    xaxis: Mapping[str, Any] | None = None,
    yaxis: Mapping[str, Any] | None = None,
    **layout: Any,
) -> Spec:
    """The figure of these traces with the margins, legend and background that all charts share.

    All text is escaped, because Plotly would interpret tags and links in it.

    >>> figure([{"type": "scatter", "y": [1, 2]}], 200, xaxis={"title": {"text": "sample"}})["layout"]["height"]
    200
    """
    shared = {
        "height": height,
        "margin": {"l": 48, "r": 12, "t": 28, "b": 40},
        "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "closest",
        # whole labels: Plotly would cut text after 15 characters, even within an escaped one
        "hoverlabel": {"namelength": -1},
        "xaxis": {"zeroline": False, "automargin": True} | dict(xaxis or {}),
        # Plotly would write 5f for a difference of 5e-15
        "yaxis": {"automargin": True, "exponentformat": "power"} | dict(yaxis or {}),
    }
    return {"data": [_literal(trace) for trace in traces], "layout": _literal(shared | layout)}


def map_figure(trace: Mapping[str, Any], height: int, *, is_square: bool = True) -> Spec:
    """The figure of a map without axes, with the first row on top, which Plotly would put at the bottom."""
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

    >>> number(-1.0), number(0.00012345), number(14.517), number(0.0), number(123456.0), number(1.86e10)
    ('−1', '0.000123', '14.5', '0', '123,456', '1.9e+10')
    """
    if value == 0:
        return "0"
    magnitude = abs(value)
    if magnitude < 1e-4 or magnitude >= 1e7:
        text = f"{magnitude:.1e}"
    elif magnitude >= 1000:
        text = f"{magnitude:,.0f}"
    else:
        text = f"{magnitude:#.{digits}g}".rstrip("0").rstrip(".") if magnitude < 1 else f"{magnitude:.{digits}g}"
    return f"−{text}" if value < 0 else text


def _literal(part: Any) -> Any:
    """A part of a figure with its text escaped, so that Plotly does not interpret it."""
    if isinstance(part, Mapping):
        return {name: _words(each) if name in WORDS else _literal(each) for name, each in part.items()}
    return [_literal(each) for each in part] if isinstance(part, list) else part


def _words(value: Any) -> Any:
    if isinstance(value, str):
        return html.escape(value, quote=False)
    return [_words(each) for each in value] if isinstance(value, list) else _literal(value)


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return _typed(value)
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.item() if isinstance(value, np.generic) else value


def _typed(array: np.ndarray) -> Any:
    if array.dtype.kind in "iu" and array.dtype.itemsize == 8:
        array = array.astype(np.float64)  # JavaScript has no whole numbers of that size
    kind = array.dtype.str[1:]
    if kind not in TYPED:
        return array.tolist()
    written = base64.b64encode(array.astype(f"<{kind}").tobytes()).decode()
    return {"dtype": kind, "bdata": written, "shape": ", ".join(str(length) for length in array.shape)}
