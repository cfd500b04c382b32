"""Answers of several models beside each other: bars for classes, strips for what is detected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.chart import INPUT, Chart, figure

Array = NDArray[Any]
PATTERNS = ("", "/", "x", "-", ".", "+")  # for those who cannot tell colours
THRESHOLD = 0.5  # of a probability, above which a sample is named a target


def bars_chart(
    rows: Sequence[tuple[str, Array, str]], names: Sequence[str], right: Array, reference: str, *, height: int = 260
) -> Chart:
    """Draw a bar for each of `names` and model, given as (label, answers (n,), colour).

    What is right (n,) is drawn as a dash over each name where it is not 0, labelled with `reference`.
    """
    places = [name.replace("_", " ") for name in names]
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": label,
            "x": places,
            "y": values,
            "marker": {"color": colour, "pattern": {"shape": PATTERNS[index % len(PATTERNS)]}},
        }
        for index, (label, values, colour) in enumerate(rows)
    ]
    traces.append(
        {
            "type": "scatter",
            "name": reference,
            "x": places,
            "y": np.where(right == 0, np.nan, right),
            "mode": "markers",
            "marker": {"symbol": "line-ew", "size": 26, "line": {"width": 3, "color": INPUT}},
        }
    )
    drawn = figure(traces, height, xaxis={"type": "category"}, barmode="group")
    parts = [f"{label}: most for {places[int(np.argmax(values))]}" for label, values, _ in rows]
    ending = f"{reference}: {places[int(np.argmax(right))]}."
    return Chart(drawn, f"Bars of {len(places)} answers each. {'; '.join(parts)}. {ending}")


def strips_chart(signal: Array, is_target: Array, rows: Sequence[tuple[str, Array, str]]) -> Chart:
    """Draw a signal (n,), and below it a strip for each model, given as (label, probabilities (n,), colour).

    A strip has a filled mark where a target (n,) is found, an open one where a target is missed, and a cross where an
    alarm is false.
    """
    at = np.arange(1, len(signal) + 1)
    target = np.asarray(is_target) > THRESHOLD
    line = {"type": "scatter", "x": at, "y": signal, "name": "input", "mode": "lines", "line": {"color": INPUT}}
    traces: list[dict[str, Any]] = [line | {"yaxis": "y2", "showlegend": False}]
    told = []
    for place, (label, probabilities, colour) in enumerate(rows):
        alarm = np.asarray(probabilities) > THRESHOLD
        kinds = (
            ("found", target & alarm, {"symbol": "circle", "color": colour}),
            ("missed", target & ~alarm, {"symbol": "circle-open", "color": colour, "line": {"width": 2}}),
            ("false", ~target & alarm, {"symbol": "x-thin", "line": {"width": 2, "color": colour}}),
        )
        for kind, where, marker in kinds:
            # a kind is explained once, at the first strip that has it
            is_new = bool(where.any()) and not any(trace.get("name") == kind for trace in traces)
            shown = {"name": kind, "legendgroup": kind, "showlegend": is_new}
            marks = {"type": "scatter", "mode": "markers", "x": at[where], "y": np.full(int(where.sum()), -place)}
            if where.any():
                traces.append(marks | shown | {"marker": marker | {"size": 9}})
        counts = ", ".join(f"{int(where.sum())} {kind}" for kind, where, _ in kinds)
        told.append(f"{label}: {counts}")
    drawn = figure(
        traces,
        150 + 42 * len(rows),
        xaxis={"title": {"text": "sample, counted from 1"}, "anchor": "y"},
        yaxis={
            "domain": [0, 0.58],
            "tickvals": [-place for place in range(len(rows))],
            "ticktext": [label for label, _, _ in rows],
            "range": [-len(rows) + 0.5, 0.5],
            "zeroline": False,
        },
        yaxis2={"domain": [0.66, 1], "zeroline": False},
    )
    return Chart(drawn, f"Signal of {len(signal)} samples with {int(target.sum())} targets. {'; '.join(told)}.")
