"""The loss as training uses it: a function of theta that returns its value and its gradient."""

from __future__ import annotations

from typing import Any, Protocol

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
