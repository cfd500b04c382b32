"""A grid of runs for the browser: a map of steps, score or loss, and the line of the critical rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.wire import packed
from core.learning import Experiment, Sweep, SweptSetting
from core.learning.study.sweep import Cells

Array = NDArray[np.float64]
SHOWN = ("steps", "score", "loss")


def sweep_map(
    experiment: Experiment,
    up: SweptSetting,
    across: SweptSetting,
    parts: Sequence[Cells],
    whole: Sweep | None,
    shown: str,
) -> bytes:
    """Pack the cells of a grid that are known so far, row by row from the bottom, a row for each value of `up`.

    `shown` is "steps" until the loss is within the tolerance, the task's "score", or the last "loss". `values` (n,)
    are what is drawn, NaN where there is nothing; `level` (n,) goes from 0 for the best to 1 for the worst, `diverged`
    and `converged` (n,) say how a run ended, `trained` (n,) whether its settings go together. `line` (m,) is, for each
    value of the other setting, where the critical rate lies along the axis of the rate, in cells from the first one's
    middle; it is empty where none applies.
    """
    steps = np.array([value for part in parts for value in part.steps], int)
    drawn = _drawn(experiment, parts, shown)
    line, on = critical_line(up, across, whole)
    header = {
        "up": {"title": up.title, "values": [up.written(value) for value in up.values]},
        "across": {"title": across.title, "values": [across.written(value) for value in across.values]},
        "shown": shown,
        "score": experiment.score.title,
        "is_better_above": _is_better_above(experiment, shown),
        "written": [_written(experiment, shown, value) for value in drawn],
        "steps": steps.tolist(),
        "on": on,
    }
    return packed(
        header,
        values=drawn,
        level=_levels_of(experiment, parts, shown),
        diverged=_diverged(parts),
        trained=_diverged(parts) | np.isfinite([value for part in parts for value in part.loss]),
        converged=steps >= 0,
        line=line,
    )


def best_cell(experiment: Experiment, parts: Sequence[Cells], shown: str) -> int:
    """The number of the cell that is best in what is drawn; the first where none is better than another.

    >>> from core.learning import get_experiment
    >>> best_cell(get_experiment("denoise"), [Cells((5, 3, -1), (1.0, 1.0, 0.0), (False,) * 3, ({},) * 3)], "steps")
    1
    """
    levels = _levels_of(experiment, parts, shown)
    return int(np.nanargmin(levels)) if np.isfinite(levels).any() else 0


def critical_line(up: SweptSetting, across: SweptSetting, whole: Sweep | None) -> tuple[Array, str]:
    """Where the critical rates lie along the axis of the rate, in cells; and which axis that is, "up" or "across"."""
    if whole is None or not whole.critical:
        return np.zeros(0), ""
    on = "up" if up.name == "learning_rate" else "across"
    rates = np.log((up if on == "up" else across).values)
    places = np.interp(np.log(whole.critical), rates, np.arange(len(rates)), left=np.nan, right=np.nan)
    return places, on


def _drawn(experiment: Experiment, parts: Sequence[Cells], shown: str) -> Array:
    """What is drawn of each cell (n,), NaN where there is nothing: of runs that diverged, or did not converge."""
    if shown == "steps":
        drawn = np.array([value if value >= 0 else np.nan for part in parts for value in part.steps])
    elif shown == "score":
        drawn = np.array([each.get(experiment.score.metric, np.nan) for part in parts for each in part.metrics])
    else:
        drawn = np.array([value for part in parts for value in part.loss])
    return np.where([value for part in parts for value in part.diverged], np.nan, drawn)


def _diverged(parts: Sequence[Cells]) -> NDArray[np.bool]:
    return np.array([value for part in parts for value in part.diverged], bool)


def _is_better_above(experiment: Experiment, shown: str) -> bool:
    return shown == "score" and not experiment.score.is_error


def _levels_of(experiment: Experiment, parts: Sequence[Cells], shown: str) -> Array:
    """From 0, the best, to 1, the worst (n,); NaN where there is nothing. Steps and losses are compared by factors."""
    values = _drawn(experiment, parts, shown)
    scaled = values if shown == "score" else np.log(np.maximum(values, np.finfo(float).tiny))
    finite = scaled[np.isfinite(scaled)]
    if not len(finite):
        return np.full(len(values), np.nan)
    low, high = float(finite.min()), float(finite.max())
    shares = (scaled - low) / (high - low) if high > low else np.where(np.isfinite(scaled), 0.0, np.nan)
    return 1 - shares if _is_better_above(experiment, shown) else shares


def _written(experiment: Experiment, shown: str, value: Any) -> str:
    if not np.isfinite(value):
        return ""
    if shown == "score":
        return experiment.score.written(float(value))
    return f"{value:,.0f}" if shown == "steps" else f"{value:.3g}"
