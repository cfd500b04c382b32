"""The best possible filter, computed without training: least squares or Newton's method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.cache import cached
from core.learning.curvature import design_matrix, hessian, scalar_loss
from core.learning.experiment import Array, Experiment
from core.learning.losses import ScalarLoss

ROUNDED = 1e-12  # share of a Hessian's largest eigenvalue below which the smallest has few right digits
LARGEST_ANSWER = 1e6  # of a logistic filter: the weights of one that separates the labels without error grow for ever


@dataclass(frozen=True, eq=False)
class Optimum:
    """The one filter with the smallest training loss, and the shape of the valley around it.

    `eigenvalues` are those of the loss's Hessian in ascending order: how steep the valley is along each of its
    axes. Gradient descent follows the axis of eigenvalue e at the rate ``|1 - learning_rate * e|`` a step, so it
    contracts below `critical_learning_rate` = 2 / largest eigenvalue, and takes about `condition_number` =
    largest / smallest steps.
    """

    weights: Array
    bias: float
    loss: float
    condition_number: float
    eigenvalues: Array
    critical_learning_rate: float

    def __setstate__(self, state: dict[str, Any]) -> None:
        # pickled arrays come back writeable
        vars(self).update(state)
        for array in (self.weights, self.eigenvalues):
            array.setflags(write=False)

    @property
    def parameters(self) -> dict[str, Array]:
        """Weights and bias by name."""
        return {"weights": self.weights, "bias": np.array(self.bias)}

    def rates(self, learning_rate: float) -> Array:
        """The factor by which a step of plain descent changes the distance along each axis, shape (k,).

        Above 1 the distance grows. Source: Goh, Why momentum really works, 2017.
        """
        return np.abs(1 - learning_rate * self.eigenvalues)


@cached
def rank(experiment: Experiment) -> int:
    """The rank of the design matrix: how many combinations of weights and bias the training input decides.

    >>> from core.data import Signal
    >>> from core.learning import get_experiment
    >>> flat = Signal("flat", "Flat", np.full(99, 5.0))
    >>> rank(get_experiment("recover_kernel", input=flat))
    1
    """
    design = design_matrix(experiment)
    squared = np.linalg.eigvalsh(design.T @ design)
    if squared[0] > ROUNDED * squared[-1]:
        # full rank, far from the rounding at which a direction counts as undecided, in a fiftieth of the time
        return int(design.shape[1])
    return int(np.linalg.matrix_rank(design))


@cached
def solve(experiment: Experiment) -> Optimum | None:
    """Find the filter with the smallest training loss.

    Parameters
    ----------
    experiment : Experiment
        With one filter and a squared loss (solved by least squares) or a logistic one (by Newton's method).

    Returns
    -------
    Optimum or None
        None where no single filter is best: there are fewer independent patches than taps, or these are so faint that
        their squares are lost; or a filter separates the labels without error, so that growing weights lower the loss
        for ever; or the model has several filters, whose order, and often sign, is free.

    Source: Boyd and Vandenberghe, Convex Optimization, 2004, sections 1.2.1 and 9.5.

    Examples
    --------
    >>> from core.learning import get_experiment
    >>> best = solve(get_experiment("recover_kernel", kernel="peak_detector", input="white"))
    >>> best.weights.round(6).tolist()
    [-1.0, 1.0, -1.0]
    """
    if not experiment.is_linear:
        return None
    design = design_matrix(experiment)
    if rank(experiment) < design.shape[1]:
        return None
    loss, targets = scalar_loss(experiment), experiment.targets
    if loss.is_quadratic:
        solution: Array | None = np.asarray(np.linalg.lstsq(design, targets, rcond=None)[0], np.float64)
    else:
        solution = _newton(loss, design, targets)
    if solution is None:
        return None
    answers = design @ solution
    taps = experiment.patches().shape[1]
    weights = solution[:taps].reshape(experiment.filter_shape)
    bias = float(solution[taps]) if experiment.has_bias else 0.0
    eigenvalues = np.asarray(np.linalg.eigvalsh(hessian(design, loss.curvatures(answers, targets))), np.float64)
    if loss.is_quadratic and eigenvalues[0] <= ROUNDED * eigenvalues[-1]:
        # in the square of the design matrix the smallest eigenvalues are lost to rounding
        eigenvalues = 2 * np.linalg.svd(design, compute_uv=False)[::-1] ** 2 / len(design)
    if not eigenvalues[0] > 0:
        return None  # of data so faint that their squares are lost
    for array in (weights, eigenvalues):
        array.setflags(write=False)  # the cache hands the same arrays to every caller
    return Optimum(
        weights=weights,
        bias=bias,
        loss=float(loss.mean(answers, targets)),
        condition_number=float(eigenvalues[-1] / eigenvalues[0]),
        eigenvalues=eigenvalues,
        critical_learning_rate=float(2 / eigenvalues[-1]),
    )


def _newton(loss: ScalarLoss, design: Array, targets: Array) -> Array | None:
    """Newton's method with step halving; None where the loss has no minimum at finite weights."""
    solution = np.zeros(design.shape[1])
    current = float(loss.mean(design @ solution, targets))
    for _ in range(100):
        answers = design @ solution
        gradient = design.T @ loss.slopes(answers, targets) / len(targets)
        try:
            step = np.linalg.solve(hessian(design, loss.curvatures(answers, targets)), gradient)
        except np.linalg.LinAlgError:
            return None
        # twice the gain of a full step, to second order: where it is below rounding, this step is the last
        if gradient @ step <= 1e-14 * current:
            return solution - step
        size = 1.0
        while (lower := float(loss.mean(design @ (solution - size * step), targets))) > current and size > 1e-6:
            size /= 2
        solution, current = solution - size * step, min(lower, current)
        if not np.abs(design @ solution).max() <= LARGEST_ANSWER:
            return None
    return None
