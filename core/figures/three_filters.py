"""One signal, three filters and their answers, for the figure of the first page: one designed, two learned."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.convolution import local_maxima
from core.figures.pace import moments
from core.figures.wire import packed
from core.kernels import Kernel
from core.learning import Trajectory, both_goals

MOST_FRAMES = 60


def three_filters(signal: ArrayLike, designed: Kernel, imitator: Trajectory, finder: Trajectory) -> bytes:
    """Pack a signal (n,), a designed filter of three numbers, and two runs that learn three numbers, for the browser.

    Each filter has a row of frames: its `weights` (s, 3), the `scale` (s,) by which they are divided to be drawn, its
    `answers` (s, n - 2) for each window of three samples that lies on the signal as a whole, and the `steps` and
    seconds (`times`) at which the frames come. An answer above zero says that the window's centre is a peak; `is_peak`
    says which samples are. `verdict` is what is said once nothing moves any more.
    """
    samples = np.asarray(signal, np.float64)
    is_peak = np.isin(np.arange(len(samples)), local_maxima(samples))
    rows = [
        _row(samples, designed.weights[None], np.zeros(1), np.zeros(1, np.int64), 1),
        _row(samples, *_frames(imitator)),
        _row(samples, *_frames(finder)),
    ]
    arrays = {f"{name}_{index}": values for index, row in enumerate(rows) for name, values in row.items()}
    return packed({"verdict": both_goals(imitator, finder)}, signal=samples, is_peak=is_peak, **arrays)


def scale_of(weights: ArrayLike) -> float:
    """The number by which three weights are divided to be drawn: the mean size of the outer two, 1 where it is less.

    >>> scale_of([-8.0, 15.0, -8.0]), scale_of([0.1, -0.1, 0.6])
    (8.0, 1.0)
    """
    left, _, right = np.abs(np.asarray(weights, np.float64))
    return max(1.0, float(left + right) / 2)


def _frames(run: Trajectory) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], int]:
    """Weights, biases and steps of frames that are spread evenly over the run's recorded steps; its number of steps."""
    count = len(run.steps)
    chosen = np.unique(np.linspace(0, count - 1, min(count, MOST_FRAMES)).round().astype(np.intp))
    return run.weights[chosen], np.asarray(run.bias)[chosen], run.steps[chosen], run.settings.steps


def _row(
    samples: NDArray[np.float64], weights: NDArray[Any], biases: NDArray[Any], steps: NDArray[Any], total: int
) -> dict[str, NDArray[Any]]:
    windows = np.lib.stride_tricks.sliding_window_view(samples, weights.shape[1])  # for all frames at once
    scale = np.array([scale_of(each) for each in weights])
    return {
        "weights": weights,
        "scale": scale,
        "answers": weights @ windows.T + biases[:, None],
        "steps": np.append(steps, total),
        "times": moments(weights / scale[:, None]),
    }
