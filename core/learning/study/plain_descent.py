"""The numbers of one filter after a few steps of plain gradient descent, from which the next step is taken apart."""

from __future__ import annotations

import dataclasses

import numpy as np

from core.cache import cached
from core.learning.curvature import steepest_curvature
from core.learning.experiment import Array, Experiment
from core.learning.models import bias_of
from core.learning.objectives import objective_of
from core.learning.training.initial import first_parameters

LEAST = 1e-290  # a curvature whose reciprocal is still a number, with room to multiply


@cached
def numbers_after(experiment: Experiment, seed: int, learning_rate: float, steps: int) -> tuple[Array, float]:
    """The weights, in the filter's shape, and the bias after `steps` steps over all patches, 0 where none is learned.

    The first numbers are those with which training starts from this seed. At any rate all steps are done: a loss that
    grows ends nothing here.

    >>> from core.learning import get_experiment, one_step
    >>> task = get_experiment("recover_kernel", input="thread")
    >>> (first, _), (second, _) = (numbers_after(task, 0, 0.3, steps) for steps in (0, 1))
    >>> bool(np.allclose(one_step(task, first, 0.3).new_weights, second))
    True
    """
    model, objective = experiment.model, objective_of(experiment)
    theta = first_parameters(experiment, dataclasses.replace(experiment.recommended, seed=seed))
    for _ in range(steps):
        theta = theta - learning_rate * objective(theta)[1]
    parameters = model.split(theta)
    weights = np.asarray(parameters["weights"], np.float64).copy()
    weights.setflags(write=False)  # the cache hands the same array to every caller
    return weights, float(bias_of(parameters))


def safe_rate(experiment: Experiment) -> float:
    """The learning rate 2 / (steepest curvature that the loss can have): below it every step lowers the loss.

    Under a squared loss, whose curvature is the same everywhere, this is the critical rate. Under a logistic loss the
    critical rate, which goes by the curvature at the lowest point alone, is larger.

    Raises ValueError for an input whose squares cannot be computed.

    Source: Nesterov, Introductory Lectures on Convex Optimization, 2004, section 1.2.3.

    >>> from core.learning import critical_learning_rate, get_experiment
    >>> task = get_experiment("recover_kernel", input="thread")
    >>> bool(np.isclose(safe_rate(task), critical_learning_rate(task), rtol=1e-12))
    True
    """
    try:
        steepest = steepest_curvature(experiment)
    except np.linalg.LinAlgError:  # squares beyond all numbers
        steepest = np.inf
    if not LEAST < steepest < 1 / LEAST:
        raise ValueError(
            "The numbers of this input are too large or too small for their squares to be computed: divide or multiply "
            "them by a power of ten."
        )
    return 2 / steepest
