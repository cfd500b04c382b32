"""The loss as training uses it: a function of theta that returns its value and its gradient."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.learning.models import Array

Rows = NDArray[Any] | None


class Objective(Protocol):
    """The loss (...) and its gradient (..., size) at `theta` (..., size), one entry of the leading axis a seed.

    `rows` are the indices of a mini-batch's inputs, (batch,) or (seeds, batch); None stands for all.
    `is_cheap_over_all` tells whether the loss over all inputs is computed at every snapshot of a run on mini-batches.
    """

    is_cheap_over_all: bool

    def __call__(self, theta: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient."""
        ...


def one_by_one(objective: Objective, theta: Array, rows: Rows) -> tuple[Array, Array]:
    """Loss (k,) and gradient (k, size) of k runs at theta (k, size), for an objective that takes one run at a time."""
    each = [objective(run, rows if rows is None or rows.ndim == 1 else rows[index]) for index, run in enumerate(theta)]
    return np.array([loss for loss, _ in each]), np.stack([gradient for _, gradient in each])
