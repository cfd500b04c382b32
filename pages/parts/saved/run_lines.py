"""A line of the list for each saved run: words, the course of its loss, and its filters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cache import CACHE
from core.figures.chart import number
from core.figures.run_rows import NO_FILTERS, RunRow, drawn_filters, loss_levels
from core.learning import describe_experiment, experiment_names
from core.runs import Label, Outline, Store

LAST_SECOND = 253_402_300_800 - 86_400  # the end of the year 9999, in every time zone

Drawn = tuple[NDArray[np.uint8], NDArray[np.int8]]  # levels of the loss, and filters in bytes


def run_lines(
    store: Store, rows: Sequence[dict[str, Any]], labels: Sequence[Label], zone: tzinfo = UTC
) -> list[RunRow]:
    """The lines of these rows of the store, with the times of a time zone.

    A damaged run, or one of a newer version, is shown as far as possible.
    """
    drawn = _drawn(store, rows)
    return [_line(row, label, drawn[row["id"]], zone) for row, label in zip(rows, labels, strict=True)]


def _line(row: dict[str, Any], label: Label, drawn: Drawn, zone: tzinfo) -> RunRow:
    is_known = row["experiment"] in experiment_names()
    kind = describe_experiment(row["experiment"]) if is_known else None
    held_out, title = kind.shown[0] if kind else ("", "")
    figure = row["metrics"].get(held_out, math.nan)
    is_whole = None not in (kind, row["step"], row["steps"])
    is_over = is_whole and row["step"] == row["steps"]
    step = f"{row['step']:,} steps" if is_over else f"step {row['step']:,} of {row['steps']:,}" if is_whole else ""
    return RunRow(
        id=row["id"],
        name=label.title,
        differs=label.differs,
        whole=label.whole,
        status=row["status"] if is_whole else f"{row['status']}, cannot be shown",
        step=step,
        figure="" if math.isnan(figure) else f"{title} {number(figure)}",
        changed=_moment(row["updated"], zone),
        tags=row["tags"],
        losses=drawn[0],
        filters=drawn[1],
    )


def _drawn(store: Store, rows: Sequence[dict[str, Any]]) -> dict[str, Drawn]:
    """What is drawn of each run, read only where the run has changed since it was drawn last."""
    found = {row["id"]: CACHE.get(_key(row)) for row in rows}
    missing = [row for row in rows if found[row["id"]] is None]
    outlines = store.outlines([row["id"] for row in missing]) if missing else {}
    for row in missing:
        found[row["id"]] = drawn = _outlined(row, outlines.get(row["id"]))
        CACHE.put(_key(row), drawn, None)
    return found


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return "outline", row["id"], row["updated"], row["step"]


def _outlined(row: dict[str, Any], outline: Outline | None) -> Drawn:
    if outline is None:
        return loss_levels([]), NO_FILTERS
    last = outline.last
    filters = NO_FILTERS if last is None else drawn_filters(row["experiment"], row["options"], last.parameters)
    return loss_levels(outline.losses), filters


def _moment(seconds: float | None, zone: tzinfo) -> str:
    """A time as date and clock, or "" outside the years that these can show."""
    if seconds is None or not 0 <= seconds < LAST_SECOND:
        return ""
    return datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M")
