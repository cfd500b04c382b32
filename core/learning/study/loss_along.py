"""The loss along one step: what it would be at any other learning rate, from the same numbers and the same gradient."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import Chebyshev
from numpy.typing import ArrayLike

from core.learning.curvature import scalar_loss
from core.learning.experiment import Array, Experiment
from core.learning.objectives.choice import second_moments
from core.learning.study.ledger import Ledger

DEGREE = 7  # of the polynomial that a logistic loss is drawn by


@dataclass(frozen=True, eq=False)
class LossAlong:
    """The loss of the new numbers as a function of the learning rate.

    For a squared loss this is a parabola. Its lowest point is at `best_rate`, and at `return_rate`, twice as large, the
    loss is what it was before the step. Both are None for another loss, and where the gradient is zero.
    """

    at_rate: Callable[[float], float]
    degree: int
    best_rate: float | None
    return_rate: float | None

    def at(self, rates: ArrayLike) -> Array:
        """The loss at each of these rates, shape (m,)."""
        return np.array([self.at_rate(float(rate)) for rate in np.asarray(rates, np.float64)])

    def curve(self, most: float, points: int) -> tuple[Array, Array]:
        """Rates (points,) from 0 to `most` and the losses there, to be drawn: a polynomial through a few of them.

        It is exact for a parabola, and within a thousandth of the fall of the loss for others.
        """
        rates = np.linspace(0.0, most, points)
        return rates, np.asarray(Chebyshev.interpolate(self.at, self.degree, (0.0, most))(rates))


def loss_along(experiment: Experiment, ledger: Ledger) -> LossAlong:
    """Find how the loss after a step depends on the step's learning rate.

    Source: Boyd and Vandenberghe, Convex Optimization, 2004, section 9.2, exact line search.

    >>> from core.learning import get_experiment, one_step
    >>> task = get_experiment("recover_kernel", input="thread")
    >>> ledger = one_step(task, [0.0, 0.0, 0.0], 0.1)
    >>> along = loss_along(task, ledger)
    >>> bool(np.allclose(along.at([0.0, 0.1]), [ledger.loss, ledger.new_loss])), along.return_rate / along.best_rate
    (True, 2.0)
    """
    loss = scalar_loss(experiment)
    if not loss.is_quadratic:
        moved = ledger.patches @ ledger.gradient.ravel() + ledger.bias_gradient
        answers, targets = ledger.answers, ledger.targets
        return LossAlong(lambda rate: float(loss.mean(answers - rate * moved, targets)), DEGREE, None, None)
    gradient = ledger.gradient.ravel()
    if experiment.has_bias:
        gradient = np.append(gradient, ledger.bias_gradient)
    # measured in its largest number, whose square large data would not leave finite
    size = float(np.abs(gradient).max()) or 1.0
    unit = gradient / size
    slope, curvature = float(unit @ unit), float(second_moments(experiment).curvature_along(unit))
    best = slope / curvature if curvature > 0 else None
    return LossAlong(
        lambda rate: max(0.0, ledger.loss - rate * size * (slope - rate * curvature / 2) * size),
        2,
        best,
        None if best is None else 2 * best,
    )
