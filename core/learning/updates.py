"""How a gradient becomes an update: one pure function a rule, its memory passed in and out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.settings import TrainingSettings, rate_at

Arrays = Mapping[str, NDArray[Any]]
Rule = Callable[[Arrays, Arrays, Arrays, TrainingSettings, int], tuple[Arrays, Arrays]]


def sgd(
    parameters: Arrays, gradients: Arrays, memory: Arrays, settings: TrainingSettings, step: int
) -> tuple[Arrays, Arrays]:
    """Gradient descent with Polyak's momentum: v = momentum v + gradient; w = w - rate v.

    Source: Polyak, Some methods of speeding up the convergence of iteration methods, 1964; written as in
    torch.optim.SGD, so that the learning rates of the two mean the same.
    """
    momentum = settings.momentum or 0.0
    velocity = {name: momentum * memory.get(name, 0.0) + gradients[name] for name in parameters}
    rate = rate_at(settings, step)
    return {name: parameters[name] - rate * velocity[name] for name in parameters}, velocity


def adam(
    parameters: Arrays, gradients: Arrays, memory: Arrays, settings: TrainingSettings, step: int
) -> tuple[Arrays, Arrays]:
    """Adam: each number's step is scaled by the recent size of its own gradient.

    Source: Kingma and Ba, Adam: a method for stochastic optimization, 2015, algorithm 1, with beta2 = 0.999 and
    epsilon = 1e-8; beta1 is the momentum.
    """
    beta1, beta2, epsilon = settings.momentum or 0.0, 0.999, 1e-8
    rate = rate_at(settings, step)
    updated, kept = {}, {}
    for name, gradient in gradients.items():
        mean = beta1 * memory.get(f"{name} mean", 0.0) + (1 - beta1) * gradient
        square = beta2 * memory.get(f"{name} square", 0.0) + (1 - beta2) * gradient**2
        kept[f"{name} mean"], kept[f"{name} square"] = mean, square
        mean_unbiased, square_unbiased = mean / (1 - beta1 ** (step + 1)), square / (1 - beta2 ** (step + 1))
        updated[name] = parameters[name] - rate * mean_unbiased / (np.sqrt(square_unbiased) + epsilon)
    return updated, kept


RULES: dict[str, Rule] = {"sgd": sgd, "adam": adam}
