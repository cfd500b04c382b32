"""A squared loss of one filter, patch by patch: for mini-batches, which have no second moments ready."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.learning.models import Array
from core.learning.objectives.objective import Rows


class Squares:
    """loss = mean (patch . weights + bias - target)^2, and its gradient."""

    is_cheap_over_all = True

    def __init__(self, design: Array, targets: Array) -> None:
        self._design, self._targets = design, targets
        self.steepness = 2 * float((self._design**2).mean(axis=0).max())

    def __call__(self, theta: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient over these rows, None for all."""
        design, targets = self._design, self._targets
        if rows is not None:
            design, targets = design[rows], targets[rows]
        if rows is not None and rows.ndim == 2:
            residuals = np.einsum("kbt,kt->kb", design, theta) - targets
            return (residuals**2).mean(axis=-1), np.einsum("kb,kbt->kt", residuals, design) * (2 / residuals.shape[-1])
        residuals = theta @ design.T - targets
        return (residuals**2).mean(axis=-1), (residuals @ design) * (2 / residuals.shape[-1])
