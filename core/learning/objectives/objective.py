"""What training asks of a loss."""

from __future__ import annotations

from typing import Any, Protocol

from numpy.typing import NDArray

from core.learning.models import Array

Rows = NDArray[Any] | None


class Objective(Protocol):
    """The loss (...) and its gradient (..., size) at `theta` (..., size), one entry of the leading axis a seed.

    `rows` are the inputs of a mini-batch, (batch,) or (seeds, batch); None stands for all. `knows_all` tells whether
    the loss over all inputs is cheap enough to be asked for at every snapshot of a run on mini-batches.
    """

    knows_all: bool

    def __call__(self, theta: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient."""
        ...
