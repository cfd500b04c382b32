"""The loss along one step: what it would be at any other learning rate, from the same numbers and the same gradient."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.learning.curvature import scalar_loss
from core.learning.experiment import Array, Experiment
from core.learning.study.ledger import Ledger


@dataclass(frozen=True, eq=False)
class LossAlong:
    """The loss (m,) of the new numbers at each of m learning `rates`.

    For a squared loss this is a parabola. Its lowest point is at `best_rate`, and at `return_rate`, twice as large, the
    loss is what it was before the step. Both are None for another loss, and where the gradient is zero.
    """

    rates: Array
    losses: Array
    best_rate: float | None
    return_rate: float | None


def loss_along(experiment: Experiment, ledger: Ledger, rates: ArrayLike) -> LossAlong:
    """Compute the loss after one step at each of these rates, shape (m,).

    Source: Boyd and Vandenberghe, Convex Optimization, 2004, section 9.2, exact line search.

    >>> from core.learning import get_experiment, one_step
    >>> task = get_experiment("recover_kernel", input="thread")
    >>> along = loss_along(task, one_step(task, [0.0, 0.0, 0.0], 0.1), [0.0, 0.1])
    >>> bool(along.losses[0] > along.losses[1]), round(along.return_rate / along.best_rate, 12)
    (True, 2.0)
    """
    tried, loss = np.asarray(rates, np.float64), scalar_loss(experiment)
    moved = ledger.patches @ ledger.gradient.ravel() + ledger.bias_gradient  # how far each answer falls at rate 1
    if not loss.is_quadratic:
        losses = [float(loss.mean(ledger.answers - rate * moved, ledger.targets)) for rate in tried]
        return LossAlong(tried, np.array(losses), None, None)
    slope, curvature = float(np.mean(ledger.errors * moved)), 2 * float(np.mean(moved * moved))
    parabola = ledger.loss - tried * slope + tried**2 * curvature / 2
    best = slope / curvature if curvature else None
    return LossAlong(tried, np.maximum(parabola, 0.0), best, None if best is None else 2 * best)
