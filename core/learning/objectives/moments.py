"""A squared loss known by its second moments: every step costs k x k products, however many patches there are.

``loss(w) = mean((patch . w - target)^2)`` is a quadratic in w, so that its value and its gradient follow from the
patches' second moments and from the loss at its minimum (Hastie, Tibshirani and Friedman, The Elements of Statistical
Learning, 2nd edition, 2009, section 3.2). Measured from there no digits are lost to the difference of large numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.kept import kept
from core.learning.curvature import design_matrix
from core.learning.experiment import Array, Experiment
from core.learning.objectives.objective import Rows


@kept
def second_moments(experiment: Experiment) -> SecondMoments:
    """The moments of an experiment, made once: they take a pass over its patches, and no step changes them."""
    return SecondMoments(experiment)


class SecondMoments:
    """Loss and gradient of one experiment with a squared loss, over all its patches."""

    knows_all = True

    def __init__(self, experiment: Experiment) -> None:
        design = design_matrix(experiment)
        self._curvature = 2 * design.T @ design / len(design)
        self.steepness = float(self._curvature.diagonal().max())
        self._near = np.linalg.lstsq(self._curvature, 2 * design.T @ experiment.targets / len(design), rcond=None)[0]
        self._loss = float(np.mean((design @ self._near - experiment.targets) ** 2))

    def __call__(self, place: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient; `rows` must be None, which means all patches."""
        if rows is not None:
            raise ValueError(f"rows={rows!r} cannot be chosen from second moments: they are those of all patches.")
        away = place - self._near
        # for so few numbers np.dot takes half the time of @
        gradient = away.dot(self._curvature)
        if away.ndim == 1:
            # NaN second: of two that cannot be compared max gives the first
            return self._loss + max(0.5 * float(away.dot(gradient)), 0.0), gradient
        return self._loss + np.maximum(0.0, 0.5 * (away * gradient).sum(axis=-1)), gradient

    def curvature_along(self, direction: Array) -> Any:
        """The loss's second derivative along a direction (..., k), shape (...)."""
        return ((direction @ self._curvature) * direction).sum(axis=-1)
