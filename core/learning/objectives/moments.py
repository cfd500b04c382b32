"""A squared loss known by its second moments: every step costs k x k products, however many patches there are.

``loss(w) = mean((patch . w - target)^2)`` is a quadratic in w, so that its value and its gradient follow from the
patches' second moments and from the loss at one other point (Hastie, Tibshirani and Friedman, The Elements of
Statistical Learning, 2nd edition, 2009, section 3.2). That point is taken near the minimum, where the difference
of large numbers would cost most digits.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.learning.curvature import design_matrix
from core.learning.experiment import Array, Experiment
from core.learning.objectives.objective import Rows


class SecondMoments:
    """Loss and gradient of one experiment with a squared loss, over all its patches."""

    knows_all = True

    def __init__(self, experiment: Experiment) -> None:
        design = design_matrix(experiment)
        self._curvature = 2 * design.T @ design / len(design)
        self._near = np.linalg.lstsq(self._curvature, 2 * design.T @ experiment.targets / len(design), rcond=None)[0]
        residual = design @ self._near - experiment.targets
        self._slope = 2 * design.T @ residual / len(design)
        self._loss = float(np.mean(residual**2))

    def __call__(self, place: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient; `rows` must be None, which means all patches."""
        if rows is not None:
            raise ValueError(f"rows={rows!r} cannot be chosen from second moments: they are those of all patches.")
        away = place - self._near
        steepness = away @ self._curvature
        loss = self._loss + (away * (0.5 * steepness + self._slope)).sum(axis=-1)
        return loss, steepness + self._slope

    def curvature_along(self, direction: Array) -> Any:
        """The loss's second derivative along a direction (..., k), shape (...)."""
        return ((direction @ self._curvature) * direction).sum(axis=-1)
