"""A squared loss known by its second moments: every step costs k x k products, however many patches there are.

``loss(w) = mean((patch . w - target)^2)`` is a quadratic in w, so that its value and its gradient follow from the
patches' second moments and from the loss at one other point (Hastie, Tibshirani and Friedman, The Elements of
Statistical Learning, 2nd edition, 2009, section 3.2). That point is taken near the minimum, where the difference
of large numbers would cost most digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.learning.experiment import Array, Experiment

if TYPE_CHECKING:
    from core.learning.updates import Arrays


class SecondMoments:
    """Loss and gradients of one experiment with a squared loss, over all its patches."""

    def __init__(self, experiment: Experiment, design: Array) -> None:
        self._shape = experiment.filter_shape
        self._taps = design.shape[1] - experiment.has_bias
        self._has_bias = experiment.has_bias
        self._curvature = 2 * design.T @ design / len(design)
        self._near = np.linalg.lstsq(self._curvature, 2 * design.T @ experiment.targets / len(design), rcond=None)[0]
        residual = design @ self._near - experiment.targets
        self._slope = 2 * design.T @ residual / len(design)
        self._loss = float(np.mean(residual**2))

    def at(self, places: Array) -> tuple[Array, Array]:
        """Loss (...) and gradient (..., k) at weights, a bias last where one is learned, of shape (..., k)."""
        away = places - self._near
        steepness = away @ self._curvature
        loss = self._loss + (away * (0.5 * steepness + self._slope)).sum(axis=-1)
        return loss, steepness + self._slope

    def __call__(self, parameters: Arrays, rows: NDArray[np.intp] | None = None) -> tuple[float, dict[str, Array]]:
        """The loss and its gradient in each parameter; `rows` must be None, which means all patches."""
        if rows is not None:
            raise ValueError(f"rows={rows!r} cannot be chosen from second moments: they are those of all patches.")
        weights = parameters["weights"].ravel()
        loss, gradient = self.at(np.append(weights, parameters["bias"]) if self._has_bias else weights)
        gradients = {"weights": gradient[: self._taps].reshape(self._shape)}
        if self._has_bias:
            gradients["bias"] = gradient[self._taps]
        return float(loss), gradients
