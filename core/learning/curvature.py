"""How steep the loss of one filter can be, and the learning rates that follow from it."""

from __future__ import annotations

import numpy as np

from core.cache import cached
from core.learning.experiment import Array, Experiment
from core.learning.losses import ScalarLoss
from core.learning.models import LinearModel


def design_matrix(experiment: Experiment) -> Array:
    """The patches (n, taps) that one filter is applied to, with a column of ones at the end where a bias is learned."""
    return LinearModel(experiment.filter_shape, experiment.has_bias).design(experiment.patches())


def hessian(design: Array, curvatures: Array) -> Array:
    """The Hessian (k, k) of a mean loss in the parameters of one filter, from the curvatures (n,) in its answers.

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition, 2009, equation 4.22,
    divided by the number of patches.

    >>> hessian(np.array([[1.0], [3.0]]), np.array([2.0, 2.0])).tolist()
    [[10.0]]
    """
    return np.asarray((design.T * curvatures) @ design / len(design))


@cached
def eigenvalue_bounds(experiment: Experiment) -> Array:
    """The Hessian's eigenvalues (k,) for one filter, ascending, or upper bounds where they depend on the answers.

    Raises ValueError for a loss whose answers are not single numbers.
    """
    steepest = scalar_loss(experiment).largest_curvatures(experiment.targets)
    eigenvalues = np.asarray(np.linalg.eigvalsh(hessian(design_matrix(experiment), steepest)), np.float64)
    eigenvalues.setflags(write=False)  # the cache hands the same array to every caller
    return eigenvalues


def scalar_loss(experiment: Experiment) -> ScalarLoss:
    """The experiment's loss where each answer is a single number; ValueError where it is not."""
    if isinstance(experiment.loss, ScalarLoss):
        return experiment.loss
    raise ValueError(f"experiment={experiment.name!r} has several numbers in each answer: give one with one number.")


def steepest_curvature(experiment: Experiment) -> float:
    """The largest of `eigenvalue_bounds`, or 1 where the loss is flat.

    Gradient descent converges at learning rates below 2 / curvature. The loss is flat for an input of zeros, whose
    gradient is zero at any rate.
    """
    return float(eigenvalue_bounds(experiment)[-1]) or 1.0
