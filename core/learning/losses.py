"""How far answers are from targets: each loss is one object with all that depends on it.

Every loss has its mean over samples, the prediction that follows from an answer, and its form in torch. A loss whose
answers are single numbers also has each sample's slope and curvature, the first and second derivative in the answer,
which backpropagation and Newton's method need.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.learning.models import Array


@dataclass(frozen=True)
class Loss(ABC):
    """The distance of answers (..., n) or (..., n, classes) from targets (n,).

    `onnx_prediction` is the ONNX operator from answer to prediction, "" where the answer is the prediction.
    """

    name: ClassVar[str]
    onnx_prediction: ClassVar[str] = ""

    @abstractmethod
    def mean(self, answers: Any, targets: Array) -> Any:
        """The mean loss (...) over the samples."""

    @abstractmethod
    def torch_mean(self, answers: Any, targets: Any) -> Any:
        """The mean loss of tensors, by torch's own function."""

    def prediction(self, answers: Any) -> Any:
        """The values that are compared with the targets: the answers themselves, or their probabilities."""
        return answers

    def unit(self, targets: Array) -> float:
        """The scale of this loss: 1, unless the loss has a unit, which follows from that of the data."""
        return 1.0


@dataclass(frozen=True)
class ScalarLoss(Loss):
    """A loss of answers that are single numbers, with its slope and its curvature in each answer."""

    is_quadratic: ClassVar[bool] = False

    @abstractmethod
    def slopes(self, answers: Array, targets: Array) -> Array:
        """The first derivative of each sample's loss in its answer, shape (..., n)."""

    @abstractmethod
    def curvatures(self, answers: Array, targets: Array) -> Array:
        """The second derivative of each sample's loss in its answer, shape (n,)."""

    @abstractmethod
    def largest_curvatures(self, targets: Array) -> Array:
        """The upper bound of `curvatures` over all possible answers, shape (n,)."""


@dataclass(frozen=True)
class Squared(ScalarLoss):
    """(answer - target)^2.

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition, 2009, section 2.3.

    >>> Squared().mean(np.array([1.0, 3.0]), np.array([1.0, 1.0])).tolist()
    2.0
    """

    name: ClassVar[str] = "squared"
    is_quadratic: ClassVar[bool] = True

    def mean(self, answers: Any, targets: Array) -> Any:
        """The mean square of the differences."""
        return np.mean((answers - targets) ** 2, axis=-1)

    def torch_mean(self, answers: Any, targets: Any) -> Any:
        """torch's mse_loss."""
        from torch.nn import functional

        return functional.mse_loss(answers, targets)

    def slopes(self, answers: Array, targets: Array) -> Array:
        """Twice the difference."""
        return 2 * (answers - targets)

    def curvatures(self, answers: Array, targets: Array) -> Array:
        """2 everywhere."""
        return np.full(len(targets), 2.0)

    def largest_curvatures(self, targets: Array) -> Array:
        """2 everywhere."""
        return self.curvatures(targets, targets)

    def unit(self, targets: Array) -> float:
        """The loss of answering 0 everywhere, in the square of the data's unit."""
        return float(np.mean(targets**2)) or 1.0


@dataclass(frozen=True)
class Logistic(ScalarLoss):
    """The cross-entropy between a target of 0 or 1 and the probability 1 / (1 + exp(-answer)).

    A sample with target 0 counts `false_positive_weight` times.

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition, 2009, section 4.4.

    >>> Logistic().mean(np.zeros(2), np.array([0.0, 1.0])).round(6).tolist()
    0.693147
    """

    name: ClassVar[str] = "logistic"
    onnx_prediction: ClassVar[str] = "Sigmoid"

    false_positive_weight: float = 1.0

    def costs(self, targets: Any) -> Any:
        """The weight of each sample: 1 where the target is 1, the weight of a false positive elsewhere."""
        return targets + (1 - targets) * self.false_positive_weight

    def prediction(self, answers: Any) -> Any:
        """1 / (1 + exp(-answer)), written so that nothing overflows."""
        return 0.5 * (1 + np.tanh(0.5 * answers))

    def mean(self, answers: Any, targets: Array) -> Any:
        """The mean of cost times cross-entropy."""
        return np.mean(self.costs(targets) * (np.logaddexp(0, answers) - targets * answers), axis=-1)

    def torch_mean(self, answers: Any, targets: Any) -> Any:
        """torch's binary_cross_entropy_with_logits."""
        from torch.nn import functional

        return functional.binary_cross_entropy_with_logits(answers, targets, weight=self.costs(targets))

    def slopes(self, answers: Array, targets: Array) -> Array:
        """Probability less target, times the cost."""
        return (self.prediction(answers) - targets) * self.costs(targets)

    def curvatures(self, answers: Array, targets: Array) -> Array:
        """p (1 - p), times the cost."""
        probability = self.prediction(answers)
        return self.costs(targets) * probability * (1 - probability)

    def largest_curvatures(self, targets: Array) -> Array:
        """A quarter of the cost: p (1 - p) is largest where p is one half."""
        return self.costs(targets) / 4


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """The cross-entropy of the true class; classes have probabilities exp(answer) / sum(exp(answers)).

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition, 2009, section 11.3.

    >>> CrossEntropy().prediction(np.zeros((1, 4))).tolist()
    [[0.25, 0.25, 0.25, 0.25]]
    """

    name: ClassVar[str] = "cross_entropy"
    onnx_prediction: ClassVar[str] = "Softmax"

    def prediction(self, answers: Any) -> Any:
        """Softmax over the last axis."""
        exponentials = np.exp(answers - answers.max(axis=-1, keepdims=True))
        return exponentials / exponentials.sum(axis=-1, keepdims=True)

    def mean(self, answers: Any, targets: Array) -> Any:
        """The mean of minus the logarithm of the true class's probability."""
        top = answers.max(axis=-1, keepdims=True)
        total = np.log(np.exp(answers - top).sum(axis=-1)) + top[..., 0]
        return np.mean(total - answers[..., np.arange(len(targets)), targets.astype(int)], axis=-1)

    def torch_mean(self, answers: Any, targets: Any) -> Any:
        """torch's cross_entropy."""
        from torch.nn import functional

        return functional.cross_entropy(answers, targets.long())


@dataclass(frozen=True)
class SparseReconstruction(Loss):
    """Half the square of what the answers do not give back, plus `strength` times sum log cosh(answer).

    An answer of the model (..., n, taps + filters) is the patch that was given back, then the filters' answers; targets
    (n, taps) are the patches. log cosh is nearly the absolute value, which few strong answers keep smaller than many
    weak ones of the same power.

    Source: Le, Karpenko, Ngiam and Ng, ICA with reconstruction cost for efficient overcomplete feature learning, 2011.

    >>> SparseReconstruction(1.0).mean(np.array([[1.0, 0.0]]), np.array([[3.0]])).tolist()
    2.0
    """

    name: ClassVar[str] = "sparse_reconstruction"

    strength: float

    def mean(self, answers: Any, targets: Array) -> Any:
        """The mean over the patches."""
        taps = targets.shape[-1]
        lost = answers[..., :taps] - targets
        sparsity = log_cosh(answers[..., taps:]).sum(axis=-1)
        return np.mean(0.5 * (lost * lost).sum(axis=-1) + self.strength * sparsity, axis=-1)

    def torch_mean(self, answers: Any, targets: Any) -> Any:
        """The same of tensors."""
        import torch

        taps = targets.shape[-1]
        lost = answers[..., :taps] - targets
        sizes = answers[..., taps:].abs()
        sparsity = (sizes + torch.log1p(torch.exp(-2 * sizes)) - np.log(2)).sum(-1)
        return (0.5 * (lost * lost).sum(-1) + self.strength * sparsity).mean(-1)

    def unit(self, targets: Array) -> float:
        """The loss of giving nothing back."""
        return float(np.mean((targets * targets).sum(axis=-1))) / 2 or 1.0


def log_cosh(values: Any) -> Any:
    """log cosh, written so that nothing overflows.

    >>> log_cosh(np.array([0.0, 1000.0])).round(4).tolist()
    [0.0, 999.3069]
    """
    size = np.abs(values)
    return size + np.log1p(np.exp(-2 * size)) - np.log(2)
