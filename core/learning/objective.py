"""The two losses of a single filter, by backpropagation for training and by formula for the optimum.

*squared*: mean of (answer - target)^2 over the patches. *logistic*: mean of the cross-entropy between the
target (0 or 1) and the probability ``1 / (1 + exp(-answer))``, patches with target 0 weighted by the cost of a
false positive. Both are convex in the weights, because the answer is linear in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.learning.experiment import Array, Experiment

if TYPE_CHECKING:
    import torch

    from core.learning.updates import Arrays


class Backpropagation:
    """Loss and gradients of one experiment, computed by torch's automatic differentiation in float64.

    Tensors stay inside; parameters come and gradients go as arrays.
    """

    def __init__(self, experiment: Experiment) -> None:
        import torch

        # one thread gives the same bits every time; the setting is the whole process's, so it is made once
        if torch.get_num_threads() != 1:
            torch.set_num_threads(1)
        self._torch = torch
        self._experiment = experiment
        # a copy, because torch cannot hold memory that must not be written
        self._patches = torch.tensor(experiment.patches())
        self._targets = torch.tensor(experiment.targets)

    def __call__(self, parameters: Arrays, rows: NDArray[np.intp] | None = None) -> tuple[float, dict[str, Array]]:
        """The loss over these rows of the data (None: all) and its gradient in each parameter."""
        torch = self._torch
        leaves = {name: torch.tensor(value, requires_grad=True) for name, value in parameters.items()}
        patches, targets = self._patches, self._targets
        if rows is not None:
            chosen = torch.from_numpy(rows)
            patches, targets = patches[chosen], targets[chosen]
        answers = patches @ leaves["weights"].reshape(-1)
        if "bias" in leaves:
            answers = answers + leaves["bias"]
        loss = self._loss(answers, targets)
        loss.backward()  # type: ignore[no-untyped-call, unused-ignore]
        return loss.item(), {name: _gradient(leaf) for name, leaf in leaves.items()}

    def _loss(self, answers: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        functional = self._torch.nn.functional
        if self._experiment.loss_name == "squared":
            return functional.mse_loss(answers, targets)
        weight = targets + (1 - targets) * self._experiment.false_positive_weight
        return functional.binary_cross_entropy_with_logits(answers, targets, weight=weight)


def _gradient(leaf: Any) -> Array:
    return leaf.grad.numpy().copy()


def costs_of(experiment: Experiment, targets: Array) -> Array:
    """How much each patch counts in a logistic loss."""
    return targets + (1 - targets) * experiment.false_positive_weight


def probability_of(answers: Array) -> Array:
    """``1 / (1 + exp(-answer))``, by tanh, which never overflows, as exp would."""
    return 0.5 * (1 + np.tanh(answers / 2))


def loss_at(experiment: Experiment, weights: Array, bias: float = 0.0) -> float:
    """The training loss of a filter, by formula."""
    answers = experiment.patches() @ np.ravel(weights) + bias
    if experiment.loss_name == "squared":
        return float(np.mean((answers - experiment.targets) ** 2))
    targets = experiment.targets
    cost = costs_of(experiment, targets)
    return float(np.mean(cost * (np.logaddexp(0, answers) - targets * answers)))


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


def design_matrix(experiment: Experiment) -> Array:
    """The patches, with a column of ones at the end where a bias is learned."""
    patches = experiment.patches()
    return np.column_stack([patches, np.ones(len(patches))]) if experiment.has_bias else patches


def steepest_curvature(experiment: Experiment) -> float:
    """A bound on the Hessian's largest eigenvalue wherever the weights are.

    Exact for the squared loss; for the logistic loss p (1 - p) is at most 1/4, so the patches' second moments
    over 4, weighted by their costs, bound it.
    """
    design = design_matrix(experiment)
    if experiment.loss_name == "squared":
        return float(2 * np.linalg.eigvalsh(design.T @ design / len(design))[-1])
    targets = experiment.targets
    cost = costs_of(experiment, targets)
    return float(np.linalg.eigvalsh((design.T * cost) @ design / len(design))[-1] / 4)
