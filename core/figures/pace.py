"""How fast a run is played: its first steps, in which most of the movement happens, get most of the time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

SECONDS = 8.0
EVENLY = 0.4  # share of the time that is spread over the frames, the rest over their movement


def moments(weights: ArrayLike, seconds: float = SECONDS) -> NDArray[np.float64]:
    """The second at which each frame (s, ...) of a run is reached when it is played, 0 for the first.

    A part of the time is the same for all frames, so that no one is passed over; the rest goes to the frames by how
    much they move the weights.

    >>> moments([[0.0], [3.0], [4.0]]).round(2).tolist()
    [0.0, 5.2, 8.0]
    """
    frames = np.asarray(weights, np.float64)
    frames = np.nan_to_num(frames.reshape(len(frames), -1), nan=0.0, posinf=0.0, neginf=0.0)
    moved = np.linalg.norm(np.diff(frames, axis=0), axis=1)
    if not len(moved):
        return np.zeros(1)
    even = np.full(len(moved), 1 / len(moved))
    shares = EVENLY * even + (1 - EVENLY) * moved / moved.sum() if moved.sum() > 0 else even
    return np.concatenate([[0.0], np.cumsum(shares)]) * seconds
