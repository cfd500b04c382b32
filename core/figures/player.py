"""What the player in the browser needs of a run: every snapshot's numbers, ready to be drawn."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.bank import MOST_FILTERS
from core.learning import Experiment, Optimum, Trajectory

MOST_FRAMES = 120


def player_data(
    trajectory: Trajectory,
    optimum: Optimum | None,
    *,
    most_frames: int = MOST_FRAMES,
    answers: MutableMapping[int, list[float]] | None = None,
) -> dict[str, Any]:
    """Return a run as plain lists: steps, losses, weights, biases, and the answers on the shown input.

    `shape` is (filters, rows, columns); weights are listed filter by filter and row by row. They are `compared` with
    the designed filter where one is learned, else with the numbers that the run began with, as `comparison` says.
    The answers (`responses`, one a frame) and what they should be (`target`) are lists for a signal; for an image the
    middle row of them is given. `response_title` says what they are. A run that is drawn again and again while it grows
    brings its `answers` by step along: those that are missing are added.
    """
    chosen = _frames(len(trajectory.steps), most_frames)
    experiment = trajectory.experiment
    model = experiment.model
    weights = trajectory.weights[chosen].reshape(len(chosen), model.filters, -1)[:, :MOST_FILTERS]
    is_single = model.filters == 1
    compared = experiment.designed.weights.ravel() if is_single else weights[0].ravel()
    answers = {} if answers is None else answers
    for place in chosen:
        if int(trajectory.steps[place]) not in answers:
            moment = {name: values[place] for name, values in trajectory.parameters.items()}
            answers[int(trajectory.steps[place])] = _plain(_line(experiment.respond(moment)))
    has_level = is_single and experiment.has_bias
    return {
        "steps": trajectory.steps[chosen].tolist(),
        "loss": _plain(trajectory.loss[chosen]),
        "best_loss": optimum.loss if optimum is not None and optimum.loss > 1e-12 else None,
        "shape": [weights.shape[1], *(1, *experiment.filter_shape)[-2:]],
        "weights": [_plain(filters.ravel()) for filters in weights],
        "bias": _plain(trajectory.bias[chosen]) if has_level else None,
        "compared": _plain(compared),
        "comparison": "Difference from the designed kernel" if is_single else "Change since the first step shown",
        "target": _plain(_line(experiment.data.shown_answer)),
        "response_title": _response_title(experiment),
        "responses": [answers[int(step)] for step in trajectory.steps[chosen]],
    }


def _response_title(experiment: Experiment) -> str:
    if experiment.loss_name == "cross_entropy":
        return "Probability of each direction (dashed: the true one)"
    if experiment.loss_name == "logistic":
        what = "an edge along one row" if len(experiment.filter_shape) == 2 else "a peak"
        return f"Probability of {what} (dashed: where they are)"
    return (
        "Answer along one row (dashed: target)"
        if len(experiment.filter_shape) == 2
        else ("Answer on a signal (dashed: target)")
    )


def _frames(count: int, most: int) -> NDArray[np.intp]:
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.intp))


def _line(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values if values.ndim == 1 else values[values.shape[0] // 2]


def _plain(values: NDArray[Any]) -> list[float]:
    """Rounded to six digits: more would only make the page heavier."""
    return [float(f"{value:.6g}") for value in values.tolist()]
