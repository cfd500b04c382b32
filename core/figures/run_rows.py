"""The list of saved runs for the browser: words, the course of the loss, and a small picture of the filters."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.figures.wire import in_bytes, packed
from core.learning import describe_experiment, experiment_names, get_experiment

MOST_POINTS = 48  # of a loss as it is drawn
MOST_FILTERS = 4  # that are drawn of one run
LONGEST_SIDE = 32  # numbers of a filter that are drawn, along each side
SMALLEST = 1e-30  # a loss below it is rounding, or zero
FULL = 255  # of uint8
NO_FILTERS = np.zeros((0, 0, 0), np.int8)


@dataclass(frozen=True, eq=False)
class RunRow:
    """One run of the list: its id, its `name` and what `differs`, words for what is known of it, and what is drawn.

    `whole` is the name that no other run of the list has. `losses` (s,) are levels as `loss_levels` gives them, and
    `filters` (n, rows, columns[, 3]) bytes as `drawn_filters` gives them, to be drawn in the colours of signs, or as
    bars where they have one row.
    """

    id: str
    name: str
    differs: str
    whole: str
    status: str
    step: str
    figure: str
    changed: str
    tags: Sequence[str] = ()
    losses: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    filters: NDArray[np.int8] = field(default_factory=lambda: NO_FILTERS)


def run_rows(rows: Sequence[RunRow], chosen: Sequence[str], undo: tuple[str, float] | None = None) -> bytes:
    """Pack the rows of the list, the ids of the chosen runs, and the sentence and the seconds of an offer to undo.

    The header has the words of each row. `loss_at` (n + 1,) and `filter_at` (n + 1,) say where each row's part of
    `losses` (levels from 0, the least, to 255) and of `filters` (from -127 to 127) begins; `sides` (n, 4) are the
    number of filters, their rows, their columns and their colours.
    """
    curves, drawn = [row.losses for row in rows], [row.filters for row in rows]
    header = {
        "rows": [_words(row) for row in rows],
        "chosen": list(chosen),
        "undo": None if undo is None else {"text": undo[0], "seconds": undo[1]},
    }
    return packed(
        header,
        losses=_joined(curves, np.uint8),
        loss_at=_places(curves),
        filters=_joined(drawn, np.int8),
        filter_at=_places(drawn),
        sides=np.array([_sides(each) for each in drawn], np.int32).reshape(-1, 4),
    )


def loss_levels(losses: ArrayLike) -> NDArray[np.uint8]:
    """Losses (s,) as levels of a logarithmic axis from their least, 0, to their greatest, 255; at most `MOST_POINTS`.

    >>> loss_levels([100.0, 10.0, 1.0]).tolist()
    [255, 128, 0]
    """
    known = np.asarray(losses, np.float64)
    known = known[np.isfinite(known)]
    if len(known) < 2:
        return np.zeros(0, np.uint8)
    shown = np.unique(np.linspace(0, len(known) - 1, min(len(known), MOST_POINTS)).round().astype(np.intp))
    logs = np.log10(np.maximum(known[shown], SMALLEST))
    low, high = float(logs.min()), float(logs.max())
    share = (logs - low) / (high - low) if high > low else np.full(len(logs), 0.5)
    return (share * FULL).round().astype(np.uint8)


def drawn_filters(experiment: str, options: dict[str, Any], parameters: Mapping[str, ArrayLike]) -> NDArray[np.int8]:
    """The first filters (n, rows, columns[, 3]) of a model in bytes, each on a scale of its own.

    There are none where the parameters are not those of the experiment.

    >>> drawn_filters("find_peaks", {}, {"weights": [-1.0, 1.0, -1.0]}).tolist()
    [[[-127, 127, -127]]]
    """
    if experiment not in experiment_names():
        return NO_FILTERS
    declared = {parameter.name for parameter in describe_experiment(experiment).parameters}
    plain = {name: value for name, value in options.items() if name in declared and not isinstance(value, dict)}
    try:
        task = get_experiment(experiment, **plain)
        filters = task.listed_filters({name: np.asarray(values) for name, values in parameters.items()})
    except ValueError:
        return NO_FILTERS
    if filters is None or not 2 <= filters.ndim <= 4 or 0 in filters.shape or not np.isfinite(filters).all():
        return NO_FILTERS
    if filters.ndim == 2:
        filters = filters[:, None]
    shown = filters[:MOST_FILTERS, :LONGEST_SIDE, :LONGEST_SIDE]
    return np.stack([in_bytes(each)[0] for each in shown])


def _words(row: RunRow) -> dict[str, Any]:
    names = ("id", "name", "differs", "whole", "status", "step", "figure", "changed")
    return {name: getattr(row, name) for name in names} | {"tags": list(row.tags)}


def _sides(filters: NDArray[np.int8]) -> tuple[int, int, int, int]:
    return (*filters.shape[:3], math.prod(filters.shape[3:]))


def _places(parts: Sequence[NDArray[Any]]) -> NDArray[np.int32]:
    return np.cumsum([0, *(part.size for part in parts)]).astype(np.int32)


def _joined(parts: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, kind), *(part.ravel() for part in parts)])
