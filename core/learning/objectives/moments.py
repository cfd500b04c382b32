"""A squared loss known by its second moments: every step costs k x k products, however many patches there are.

``loss(w) = mean((patch . w - target)^2)`` is a quadratic in w, so that its value and its gradient follow from the
patches' second moments and from the loss at its minimum (Hastie, Tibshirani and Friedman, The Elements of Statistical
Learning, 2nd edition, 2009, section 3.2). Measured from there no digits are lost to the difference of large numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.learning.curvature import hessian
from core.learning.losses import Squared
from core.learning.models import Array
from core.learning.objectives.objective import Rows


class SecondMoments:
    """Loss and gradient of one filter under a squared loss, over all patches of a design (n, k)."""

    knows_all = True

    def __init__(self, design: Array, targets: Array) -> None:
        self._curvature = hessian(design, Squared().curvatures(targets, targets))
        self.steepness = float(self._curvature.diagonal().max())
        self._near = np.linalg.lstsq(self._curvature, 2 * design.T @ targets / len(design), rcond=None)[0]
        self._loss = float(np.mean((design @ self._near - targets) ** 2))

    def __call__(self, theta: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient; `rows` must be None, which means all patches."""
        if rows is not None:
            raise ValueError(f"rows={rows!r} cannot be chosen from second moments: they are those of all patches.")
        away = theta - self._near
        # for so few numbers np.dot takes half the time of @
        gradient = away.dot(self._curvature)
        if away.ndim == 1:
            # NaN second: of two that cannot be compared max gives the first
            return self._loss + max(0.5 * float(away.dot(gradient)), 0.0), gradient
        return self._loss + np.maximum(0.0, 0.5 * (away * gradient).sum(axis=-1)), gradient

    def curvature_along(self, direction: Array) -> Any:
        """The loss's second derivative along a direction (..., k), shape (...)."""
        return ((direction @ self._curvature) * direction).sum(axis=-1)
