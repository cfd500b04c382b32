"""The loss over two weights, how deep it lies, and a run's path on it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning import Optimum, Trajectory
from core.learning.study.loss_plane import loss_plane

DEEPEST = 1e-4  # of the highest loss above the lowest: below it all is one band


def loss_map(
    run: Trajectory, best: Optimum | None, first: int, second: int, frames: NDArray[np.intp]
) -> dict[str, NDArray[Any]]:
    """The arrays of the map: `plane` (n, n) from 0, the lowest loss, to 255, and `path` (s, 2) at these frames.

    The scale is logarithmic. `corners` (4,) are the weights at the left and right, bottom and top; `ends` (2, 2) the
    designed filter and the best one, NaN where there is none. The first row of the plane lies at the bottom.
    """
    made = loss_plane(run, best, first, second)
    lowest = made.losses.min() if best is None else min(float(best.loss), float(made.losses.min()))
    excess = np.maximum(made.losses - lowest, 0.0)
    highest = float(excess.max()) or 1.0  # of a loss that is flat, all lies deepest
    depth = np.log(np.maximum(excess / highest, DEEPEST)) / np.log(DEEPEST)
    designed = run.experiment.designed.weights.ravel()[[first, second]]
    top = np.full(2, np.nan) if best is None else best.weights.ravel()[[first, second]]
    return {
        "plane": ((1 - depth) * 255).round().astype(np.uint8),
        "corners": np.array([*made.across[[0, -1]], *made.down[[0, -1]]]),
        "path": made.path[frames],
        "ends": np.array([designed, top]),
    }
