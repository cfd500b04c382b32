"""Many starts for the browser: the losses of all runs, where their filters are, and how like the designed one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.pace import moments
from core.figures.shown_filters import are_numbers, colours_of, fitted_scales, shown_filters, shown_scale, sides_of
from core.figures.wire import packed
from core.learning import Ends, Experiment, Starts, least_loss

SECONDS, FEW_SECONDS = 6.0, 1.5
MOST_POINTS = 20_000  # dots that the browser draws at once
INSIDE = 0.995  # of all points lie within the plane that is shown, and all that are there at first
MARGIN = 0.08  # of the plane, on each side

Array = NDArray[np.float64]


def starts_figure(runs: Starts, ends: Ends | None, axes: tuple[int, int] | None) -> bytes:
    """Pack k runs, and where they end once all of them are there.

    `steps` (s,), `times` (s,) in seconds, `log_loss` (k, s) to the base of 10; `points` (m, k, f, 2) are the filters'
    places in a plane at the steps of number `kept` (m,): their numbers `axes` or, with None, their principal
    directions, those in which the last filters differ most. `designed` and `best` (n, 2) are places as well,
    `corners` (4,) the plane's ends across and upwards. `group` (k,) counts from 0, -1 where no groups are known yet.

    Source of the directions: Pearson, On lines and planes of closest fit to systems of points in space, 1901.
    """
    experiment = runs.experiment
    filters = _filters(experiment, runs.weights)
    plane = _plane(filters, axes)
    designed = np.reshape(experiment.designed_parameters["weights"], (-1, experiment.model.taps))
    points, given = plane(filters), plane(designed)
    best = np.zeros((0, 2)) if ends is None or ends.best is None else plane(ends.best.reshape(1, -1))
    is_whole = ends is not None
    losses = np.log10(np.maximum(np.nan_to_num(runs.loss, nan=np.inf), least_loss(experiment)))
    arrays: dict[str, NDArray[Any]] = {
        "steps": runs.steps.astype(np.int32),
        "times": _times(runs),
        "kept": runs.kept.astype(np.int32),
        "log_loss": np.where(np.isfinite(losses), losses, np.nan),
        "points": np.moveaxis(points, 1, 0),
        "designed": given,
        "best": best,
        "corners": _corners(points, given, best),
        "diverged": runs.diverged,
        "group": ends.groups.labels.astype(np.int32) if ends is not None else np.full(len(runs.seeds), -1, np.int32),
        "is_best": ends.is_best if ends is not None else np.zeros(len(runs.seeds), bool),
        "likeness": ends.likeness if ends is not None else np.zeros((2, 0)),
    }
    header = {
        "seeds": list(runs.seeds),
        "total": runs.settings.steps,
        "least_log": math.log10(least_loss(experiment)),
        "axes": None if axes is None else [index + 1 for index in axes],
        "filters": experiment.model.filters,
        "shape": list(sides_of(experiment)),
        "colours": colours_of(experiment),
        "is_whole": is_whole,
        "is_linear": experiment.is_linear,
        "designed_title": experiment.designed_title,
        "chance": ends.chance if ends is not None else 0.0,
        "has_groups": ends is not None and len(ends.groups.sizes) > 1 and not ends.groups.is_continuum,
        "verdict": ends.said() if ends is not None else "",
    }
    return packed(header, **arrays)


def pinned_run(runs: Starts, seed: int) -> dict[str, Any]:
    """The filters of one run at the steps that are kept, as the figure draws them: a part of the message's header.

    `filters` has a list of numbers, or of bytes, for each of these steps, `scale` what they are divided by; `limit` is
    the largest number, None for bytes. `designed` is drawn beside them.

    >>> from core.learning import get_experiment, many_starts
    >>> run = many_starts(get_experiment("recover_kernel"), count=2).work(range(2))
    >>> pinned_run(run, 1)["designed"]
    [-1.0, 1.0, -1.0]
    """
    experiment = runs.experiment
    weights = np.asarray(runs.weights[runs.seeds.index(seed)], np.float64)
    scales, limit = np.array([shown_scale(experiment, each) for each in weights]), None
    if are_numbers(experiment):
        scales, limit = fitted_scales(experiment, weights, scales)
    drawn = [shown_filters(experiment, each / scale) for each, scale in zip(weights, scales, strict=True)]
    designed = shown_filters(experiment, experiment.designed_parameters["weights"])
    return {
        "seed": seed,
        "filters": [_listed(each) for each in drawn],
        "scale": [round(float(scale), 6) for scale in scales],
        "designed": _listed(designed),
        "limit": limit,
    }


def _listed(values: NDArray[Any]) -> list[float]:
    """Numbers for JSON: six digits are enough to draw them."""
    return [float(f"{value:.6g}") for value in np.asarray(values, np.float64).ravel()]


def _filters(experiment: Experiment, weights: NDArray[Any]) -> Array:
    """The filters (k, m, f, taps) of all runs, so many of each that the browser can draw them."""
    runs, kept = weights.shape[:2]
    filters = weights.reshape(runs, kept, experiment.model.filters, experiment.model.taps)
    return np.asarray(filters[:, :, : max(1, MOST_POINTS // runs)], np.float64)


class _Plane:
    """Two coordinates of each filter: two of its numbers, or its part along two directions."""

    def __init__(self, origin: Array, directions: Array) -> None:
        self._origin, self._directions = origin, directions

    def __call__(self, filters: NDArray[Any]) -> Array:
        return np.asarray((filters - self._origin) @ self._directions.T)


def _plane(filters: Array, axes: tuple[int, int] | None) -> _Plane:
    taps = filters.shape[-1]
    if axes is not None:
        return _Plane(np.zeros(taps), np.eye(taps)[list(axes)])
    last = filters[:, -1].reshape(-1, taps)
    last = last[np.isfinite(last).all(axis=1)]
    if not len(last):
        return _Plane(np.zeros(taps), np.eye(taps)[:2])
    origin = last.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov(last - origin, rowvar=False))
    directions = vectors[:, :-3:-1].T
    # a direction and its opposite are the same: the largest part points forwards
    largest = np.take_along_axis(directions, np.abs(directions).argmax(axis=1)[:, None], axis=1)
    return _Plane(origin, directions * np.sign(largest))


def _corners(points: Array, designed: Array, best: Array) -> Array:
    """The ends of the plane, left, right, bottom and top: a few points that lie far out later do not count."""
    flat = points.reshape(-1, 2)
    flat = flat[np.isfinite(flat).all(axis=1)]
    first = points[:, 0].reshape(-1, 2)
    ends = []
    for axis in range(2):
        marks = [*designed[:, axis], *best[:, axis], *first[:, axis]]
        inside = np.quantile(flat[:, axis], [1 - INSIDE, INSIDE]) if len(flat) else np.zeros(2)
        low, high = min([*inside, *marks]), max([*inside, *marks])
        margin = MARGIN * (high - low) or 1.0
        ends += [low - margin, high + margin]
    return np.array(ends)


def _times(runs: Starts) -> Array:
    """The seconds at which the recorded steps are shown: most time for those that move the filters most."""
    if len(runs.kept) < len(runs.steps):
        return np.linspace(0, FEW_SECONDS, len(runs.steps))
    return moments(np.moveaxis(runs.weights, 1, 0), SECONDS)
