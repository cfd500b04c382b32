"""Loss and gradient by torch's automatic differentiation: for any model, and the reference for the other objectives."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from core.learning.losses import Loss
from core.learning.models import Array, Model, torch_on_one_thread
from core.learning.objectives.objective import Rows, one_by_one


class Backpropagation:
    """The loss of a model and its gradient in every parameter.

    Parameters come in, and gradients are returned, as arrays of the model's type.
    """

    def __init__(self, model: Model, loss: Loss, inputs: NDArray[Any], targets: Array) -> None:
        self._torch = torch_on_one_thread()
        self._model, self._loss = model, loss
        # copies, because torch cannot share read-only memory
        self._inputs, self._targets = self._torch.tensor(inputs), self._torch.tensor(targets)
        # over all pictures the loss would take as long as many steps
        self.is_cheap_over_all = inputs.ndim == 2

    def __call__(self, theta: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient over these rows, None for all."""
        if theta.ndim == 2:
            return one_by_one(self, theta, rows)
        torch = self._torch
        leaf = torch.tensor(theta, requires_grad=True)
        inputs, targets = self._inputs, self._targets
        if rows is not None:
            chosen = torch.tensor(rows)
            inputs, targets = inputs[chosen], targets[chosen]
        named = self._model.split(leaf)
        loss = self._loss.torch_mean(self._model.answers(named, inputs), targets) + self._model.penalty(named)
        loss.backward()
        return loss.item(), leaf.grad.numpy()
