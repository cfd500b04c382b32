"""What the player in the browser needs of a run: every snapshot's numbers, ready to be drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning import Optimum, Trajectory

MOST_FRAMES = 120


def player_data(trajectory: Trajectory, optimum: Optimum | None) -> dict[str, Any]:
    """Return a run as plain lists: steps, losses, weights, biases, and the answers on the test input.

    Weights are listed row by row with their `shape`; `designed` is the filter they are compared with.
    The answers (`responses`, one a frame) and what they should be (`target`) are lists for a signal; for an image the
    middle row of them is given.
    """
    chosen = _frames(len(trajectory.steps))
    experiment = trajectory.experiment
    designed = experiment.designed.weights
    weights, bias = trajectory.weights[chosen], trajectory.bias[chosen]
    responses = [_line(experiment.respond(filter_, float(level))) for filter_, level in zip(weights, bias, strict=True)]
    return {
        "steps": trajectory.steps[chosen].tolist(),
        "loss": _plain(trajectory.loss[chosen]),
        "best_loss": optimum.loss if optimum is not None and optimum.loss > 1e-12 else None,
        "shape": list(designed.shape),
        "weights": [_plain(filter_.ravel()) for filter_ in weights],
        "bias": _plain(bias) if experiment.has_bias else None,
        "designed": _plain(designed.ravel()),
        "target": _plain(_line(experiment.data.test_answer)),
        "is_probability": experiment.loss_name == "logistic",
        "responses": [_plain(line) for line in responses],
        "is_row": designed.ndim == 2,
    }


def _frames(count: int) -> NDArray[np.intp]:
    return np.unique(np.linspace(0, count - 1, min(count, MOST_FRAMES)).round().astype(np.intp))


def _line(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values if values.ndim == 1 else values[values.shape[0] // 2]


def _plain(values: NDArray[np.float64]) -> list[float]:
    """Rounded to six digits: more would only make the page heavier."""
    return [float(f"{value:.6g}") for value in values.tolist()]
