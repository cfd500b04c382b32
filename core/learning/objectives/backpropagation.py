"""Loss and gradient by torch's automatic differentiation: for any model, and what the other ways are held to."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.learning.experiment import Array, Experiment
from core.learning.models import torch_on_one_thread
from core.learning.objectives.objective import Rows


class Backpropagation:
    """The loss of a model and its gradient in every parameter.

    Tensors stay inside; places come and gradients go as arrays of the model's type.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._torch = torch_on_one_thread()
        self._experiment, self._model = experiment, experiment.model
        # a copy, because torch cannot hold memory that must not be written
        self._inputs = self._torch.tensor(experiment.inputs)
        self._targets = self._torch.tensor(experiment.targets)
        if experiment.loss_name == "cross_entropy":
            self._targets = self._targets.long()
        # a network's loss over all its pictures would take as long as many steps
        self.knows_all = experiment.loss_name != "cross_entropy"

    def __call__(self, place: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient over these rows, None for all."""
        if place.ndim == 2:
            each = [self(one, rows if rows is None or rows.ndim == 1 else rows[i]) for i, one in enumerate(place)]
            return np.array([loss for loss, _ in each]), np.stack([gradient for _, gradient in each])
        torch = self._torch
        leaf = torch.tensor(place, requires_grad=True)
        inputs, targets = self._inputs, self._targets
        if rows is not None:
            chosen = torch.tensor(rows)
            inputs, targets = inputs[chosen], targets[chosen]
        loss = self._loss(self._model.answers(self._model.split(leaf), inputs), targets)
        loss.backward()
        return loss.item(), leaf.grad.numpy()

    def _loss(self, answers: Any, targets: Any) -> Any:
        functional = self._torch.nn.functional
        if self._experiment.loss_name == "squared":
            return functional.mse_loss(answers, targets)
        if self._experiment.loss_name == "cross_entropy":
            return functional.cross_entropy(answers, targets)
        weight = targets + (1 - targets) * self._experiment.false_positive_weight
        return functional.binary_cross_entropy_with_logits(answers, targets, weight=weight)
