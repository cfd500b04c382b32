"""A squared loss from second moments: every step costs k x k products, however many patches there are.

``loss(w) = mean((patch . w - target)^2)`` is a quadratic in w, so that its value and its gradient follow from the
patches' second moments and from the loss at its minimum (Hastie, Tibshirani and Friedman, The Elements of Statistical
Learning, 2nd edition, 2009, section 3.2). Measured from the minimum, it
loses no digits to the difference of large numbers.
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

    is_cheap_over_all = True

    def __init__(self, design: Array, targets: Array) -> None:
        self._hessian = hessian(design, Squared().curvatures(targets, targets))
        self.steepness = float(self._hessian.diagonal().max())
        self._minimiser = np.linalg.lstsq(self._hessian, 2 * design.T @ targets / len(design), rcond=None)[0]
        self._smallest_loss = float(np.mean((design @ self._minimiser - targets) ** 2))

    def __call__(self, theta: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient over all patches; `rows` must be None."""
        if rows is not None:
            raise ValueError(f"rows={rows!r} cannot be chosen from second moments: they are those of all patches.")
        offset = theta - self._minimiser
        # for so few parameters np.dot takes half the time of @
        gradient = offset.dot(self._hessian)
        if offset.ndim == 1:
            # max returns its first argument where that is NaN, so that a diverged loss stays NaN
            return self._smallest_loss + max(0.5 * float(offset.dot(gradient)), 0.0), gradient
        return self._smallest_loss + np.maximum(0.0, 0.5 * (offset * gradient).sum(axis=-1)), gradient

    def curvature_along(self, direction: Array) -> Any:
        """The loss's second derivative along a direction (..., k), shape (...)."""
        return ((direction @ self._hessian) * direction).sum(axis=-1)
