"""The data of a run for the player in the browser: every frame, ready to be drawn."""

from __future__ import annotations

import json
import math
from collections.abc import MutableMapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.bank import MOST_FILTERS
from core.learning import Optimum, Trajectory, least_loss, without_rounding

MOST_FRAMES = 120
MOST_NUMBERS = 250_000  # of all frames' weights: two megabytes
ROUNDING = 1e-12  # of the largest weight: smaller weights are rounding


def player_data(
    trajectory: Trajectory,
    optimum: Optimum | None,
    *,
    most_frames: int = MOST_FRAMES,
    known: MutableMapping[int, str] | None = None,
) -> str:
    """Return a run as JSON: `frames`, each with step, loss, weights, bias and response, and what all frames share.

    `total` is the number of steps of the whole run. A loss that is nothing but rounding is 0, which a logarithmic axis
    shows at `least_loss`. `shape` is (filters, rows, columns), `colours` is 1 or 3; weights are listed filter by
    filter, row by row and, in colour, as red, green and blue. Runs with many weights have fewer frames.
    `compared` are the weights that they are compared with: the designed filter where one filter is learned, else the
    first weights shown, as `comparison` says. The `response` (the answers) and the `target` are lists; for an image,
    the row in which the target varies most. `response_title` names the answers, `unit` what each belongs to.
    A caller that draws a growing run again and again passes its `known` frames by step: missing ones are added there.
    """
    experiment = trajectory.experiment
    shown_filters = min(experiment.model.filters, MOST_FILTERS)
    most = min(most_frames, max(2, MOST_NUMBERS // (shown_filters * experiment.model.taps)))
    chosen = _frames(len(trajectory.steps), most)
    row = _row(experiment.data.shown_answer)
    known = {} if known is None else known
    frames = []
    for index in chosen:
        step = int(trajectory.steps[index])
        if step not in known:
            known[step] = json.dumps(_frame(trajectory, int(index), row))
        frames.append(known[step])
    first = trajectory.weights[chosen[0]].reshape(experiment.model.filters, -1)[:MOST_FILTERS]
    is_single = experiment.model.filters == 1
    compared = experiment.designed.weights if is_single else first
    shared = {
        "total": trajectory.settings.steps,
        "best_loss": None if optimum is None else float(without_rounding(experiment, optimum.loss)) or None,
        "least_loss": least_loss(experiment),
        "shape": [len(first), *(1, *experiment.filter_shape[:2])[-2:]],
        "colours": 3 if len(experiment.filter_shape) == 3 else 1,
        "compared": _plain(compared.ravel()),
        "comparison": "Difference from the designed kernel" if is_single else "Change since the first step shown",
        "target": _plain(_line(experiment.data.shown_answer, row)),
        "response_title": experiment.answer_title,
        "unit": experiment.answer_unit,
    }
    return f'{{"frames": [{", ".join(frames)}], {json.dumps(shared)[1:]}'


def _frame(trajectory: Trajectory, index: int, row: int) -> dict[str, Any]:
    experiment = trajectory.experiment
    parameters = {name: values[index] for name, values in trajectory.parameters.items()}
    has_bias = experiment.model.filters == 1 and experiment.has_bias
    weights = parameters["weights"].reshape(experiment.model.filters, -1)[:MOST_FILTERS]
    return {
        "step": int(trajectory.steps[index]),
        "loss": _plain(without_rounding(experiment, trajectory.loss[index : index + 1]))[0],
        "weights": _plain(np.where(np.abs(weights) < ROUNDING * np.abs(weights).max(), 0.0, weights).ravel()),
        "bias": _plain(np.atleast_1d(trajectory.bias[index]))[0] if has_bias else None,
        "response": _plain(_line(experiment.respond(parameters), row)),
    }


def _frames(count: int, most: int) -> NDArray[np.intp]:
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.intp))


def _row(answer: NDArray[np.float64]) -> int:
    """The row of an image to show: the one in which the target varies most, such as a row with edges."""
    return 0 if answer.ndim == 1 else int(answer.var(axis=1).argmax())


def _line(values: NDArray[np.float64], row: int) -> NDArray[np.float64]:
    return values if values.ndim == 1 else values[row]


def _plain(values: NDArray[Any]) -> list[float | None]:
    """Values rounded to six digits, which is enough to draw them; None for NaN and infinity, which JSON cannot hold."""
    return [float(f"{value:.6g}") if math.isfinite(value) else None for value in values.tolist()]
