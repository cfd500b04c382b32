"""How steep the loss of one filter can be, and the learning rates that follow from it."""

from __future__ import annotations

import numpy as np

from core.kept import kept
from core.learning.experiment import Array, Experiment
from core.learning.losses import costs_of, probability_of


def design_matrix(experiment: Experiment) -> Array:
    """The patches, with a column of ones at the end where a bias is learned."""
    patches = experiment.patches()
    return np.column_stack([patches, np.ones(len(patches))]) if experiment.has_bias else patches


def logistic_derivatives(experiment: Experiment, design: Array, solution: Array) -> tuple[Array, Array]:
    """Gradient (k,) and Hessian (k, k) of the logistic loss with respect to `solution` (k,).

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition, 2009,
    equations 4.21 and 4.22, each patch weighted by its cost and divided by their number.
    """
    targets = experiment.targets
    cost = costs_of(experiment, targets)
    probability = probability_of(design @ solution)
    gradient = design.T @ (cost * (probability - targets)) / len(targets)
    curvature = cost * probability * (1 - probability)
    return gradient, (design.T * curvature) @ design / len(targets)


@kept
def eigenvalue_bounds(experiment: Experiment) -> Array:
    """The Hessian's eigenvalues (k,) for one filter, ascending: exact for squares, else bounds of them.

    For the logistic loss p (1 - p) is at most 1/4, so the patches' second moments over 4, weighted by their costs,
    bound it wherever the weights are.
    """
    design = design_matrix(experiment)
    if experiment.loss_name == "squared":
        hessian = 2 * design.T @ design / len(design)
    else:
        hessian = (design.T * costs_of(experiment, experiment.targets)) @ design / len(design) / 4
    eigenvalues = np.asarray(np.linalg.eigvalsh(hessian), np.float64)
    eigenvalues.setflags(write=False)  # shared by all who ask
    return eigenvalues


def steepest_curvature(experiment: Experiment) -> float:
    """The largest of `eigenvalue_bounds`: gradient descent is safe below 2 over it. 1 where the loss is flat.

    An input that is all zero has no gradient that could be too large.
    """
    return float(eigenvalue_bounds(experiment)[-1]) or 1.0
