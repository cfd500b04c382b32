"""A kernel's weights: bars for a 1-D kernel, a map for a 2-D one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.figures.chart import DESIGNED, SIGNED_SCALE, Chart, figure, map_figure, number

MOST_NUMBERS_SHOWN = 9  # taps a side; more would not be readable
MOST_SQUARES_APART = 40  # a side


def shared_limit(*arrays: ArrayLike) -> float:
    """The largest absolute value among them, for one colour scale; 1 where all are zero.

    >>> shared_limit([1, -3], [2])
    3.0
    """
    largest = max(float(np.abs(np.asarray(array)).max()) for array in arrays)
    return largest if largest > 0 and np.isfinite(largest) else 1.0


def kernel_chart(
    weights: ArrayLike,
    title: str,
    *,
    limit: float | None = None,
    colour: str = DESIGNED,
    scale_bar: bool = True,
    height: int = 250,
) -> Chart:
    """Draw a kernel (k,) as bars or (kh, kw) as a map whose first row is on top.

    `limit` is the largest absolute value on the scale, to be shared by kernels that are compared. A map too fine for
    numbers has a colour bar beside it if `scale_bar` is set.
    """
    mask = np.asarray(weights, dtype=np.float64)
    limit = limit or shared_limit(mask)
    if mask.ndim == 1:
        return _bars(mask, title, limit, colour, height)
    return _map(mask, title, limit, scale_bar, height)


def kernels_chart(kernels: Sequence[tuple[str, ArrayLike]], *, height: int = 250) -> Chart:
    """Draw two signals' kernels, each (title, weights (k,)), as bars beside each other on one scale.

    The second has outlines only, so that the two can be told apart without colour.
    """
    masks = [(title, np.asarray(weights, dtype=np.float64)) for title, weights in kernels]
    limit = shared_limit(*(mask for _, mask in masks))
    outline = {"color": "rgba(0,0,0,0)", "line": {"color": DESIGNED, "width": 1.8}}
    bars = [
        {
            "type": "bar",
            "x": np.arange(len(mask)) - len(mask) // 2,
            "y": mask,
            "name": title,
            "marker": outline if index else {"color": DESIGNED},
            "hovertemplate": "tap %{x}: %{y:.6g}<extra></extra>",
        }
        for index, (title, mask) in enumerate(masks)
    ]
    few = max(len(mask) for _, mask in masks) <= MOST_NUMBERS_SHOWN + 2
    drawn = figure(
        bars,
        height,
        xaxis={"title": {"text": "from the centre"}, "dtick": 1 if few else None},
        yaxis={"range": [-1.25 * limit, 1.25 * limit], "title": {"text": "weight"}},
        barmode="group",
    )
    parts = [f"{title}, {len(mask)} taps: {_listed(mask)}" for title, mask in masks]
    return Chart(drawn, f"Bars of {'; '.join(parts)}.")


def _bars(mask: np.ndarray, title: str, limit: float, colour: str, height: int) -> Chart:
    taps = np.arange(len(mask)) - len(mask) // 2
    few = len(mask) <= MOST_NUMBERS_SHOWN + 2
    bars = {
        "type": "bar",
        "x": taps,
        "y": mask,
        "marker": {"color": colour},
        "text": [number(value) for value in mask] if few else None,
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "tap %{x}: %{y:.6g}<extra></extra>",
    }
    drawn = figure(
        [bars],
        height,
        xaxis={"title": {"text": "from the centre"}, "dtick": 1 if few else None},
        yaxis={"range": [-1.25 * limit, 1.25 * limit], "title": {"text": "weight"}},
        showlegend=False,
    )
    return Chart(drawn, f"Bars of {title}, {len(mask)} taps: {_listed(mask)}.")


def _map(mask: np.ndarray, title: str, limit: float, scale_bar: bool, height: int) -> Chart:
    rows, columns = mask.shape
    few = max(rows, columns) <= MOST_NUMBERS_SHOWN
    trace = signed_map(mask, limit, with_numbers=few, scale_bar=scale_bar and not few)
    written = "; ".join(" ".join(number(value, 2) for value in row) for row in mask)
    listed = f"row by row {written}" if max(rows, columns) <= 5 else _summary(mask)
    return Chart(map_figure(trace, height), f"Map of {title}, {rows} by {columns}: {listed}.")


def signed_map(values: np.ndarray, limit: float, *, with_numbers: bool, scale_bar: bool = False) -> dict[str, Any]:
    """The trace of values (h, w) as colours from purple over white to green, with numbers if `with_numbers`."""
    return {
        "type": "heatmap",
        "z": values,
        "zmin": -limit,
        "zmax": limit,
        "colorscale": SIGNED_SCALE,
        "showscale": scale_bar,
        "colorbar": {"thickness": 10},
        "text": [[number(value, 2) for value in row] for row in values] if with_numbers else None,
        "texttemplate": "%{text}" if with_numbers else None,
        # around the squares of a fine map, lines would cover more than the squares
        "xgap": 1 if max(values.shape) <= MOST_SQUARES_APART else 0,
        "ygap": 1 if max(values.shape) <= MOST_SQUARES_APART else 0,
        "hovertemplate": "row %{y}, column %{x}: %{z:.6g}<extra></extra>",
    }


def _listed(mask: np.ndarray) -> str:
    few = len(mask) <= MOST_NUMBERS_SHOWN + 2
    return ", ".join(number(value) for value in mask) if few else _summary(mask)


def _summary(mask: np.ndarray) -> str:
    return f"from {number(float(mask.min()))} to {number(float(mask.max()))}, sum {number(float(mask.sum()))}"
