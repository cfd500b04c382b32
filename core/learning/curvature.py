"""How steep the loss of one filter can be, and the learning rates that follow from it."""

from __future__ import annotations

import numpy as np

from core.cache import cached
from core.learning.experiment import Array, Experiment
from core.learning.losses import ScalarLoss
from core.learning.models import LinearModel


def design_matrix(experiment: Experiment) -> Array:
    """The patches that one filter sees, with a column of ones at the end where a bias is learned."""
    return LinearModel(experiment.filter_shape, experiment.has_bias).design(experiment.patches())


def hessian(design: Array, curvatures: Array) -> Array:
    """Second derivatives (k, k) of a mean loss in the numbers of one filter, from those in its answers (n,).

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition, 2009, equation 4.22,
    divided by the number of patches.

    >>> hessian(np.array([[1.0], [3.0]]), np.array([2.0, 2.0])).tolist()
    [[10.0]]
    """
    return np.asarray((design.T * curvatures) @ design / len(design))


@cached
def eigenvalue_bounds(experiment: Experiment) -> Array:
    """The Hessian's eigenvalues (k,) for one filter, ascending, or bounds of them where they depend on the answers.

    ValueError for a loss of several numbers a sample.
    """
    steepest = scalar_loss(experiment).largest_curvatures(experiment.targets)
    eigenvalues = np.asarray(np.linalg.eigvalsh(hessian(design_matrix(experiment), steepest)), np.float64)
    eigenvalues.setflags(write=False)  # shared by all who ask
    return eigenvalues


def scalar_loss(experiment: Experiment) -> ScalarLoss:
    """The loss of an experiment whose answers are single numbers; ValueError for another."""
    if isinstance(experiment.loss, ScalarLoss):
        return experiment.loss
    raise ValueError(f"experiment={experiment.name!r} has answers of several numbers: give one whose answer is one.")


def steepest_curvature(experiment: Experiment) -> float:
    """The largest of `eigenvalue_bounds`: gradient descent is safe below 2 over it. 1 where the loss is flat.

    An input that is all zero has no gradient that could be too large.
    """
    return float(eigenvalue_bounds(experiment)[-1]) or 1.0
