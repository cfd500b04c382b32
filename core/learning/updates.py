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


def nesterov(
    parameters: Arrays, gradients: Arrays, memory: Arrays, settings: TrainingSettings, step: int
) -> tuple[Arrays, Arrays]:
    """Momentum that looks ahead: v = momentum v + gradient; w = w - rate (gradient + momentum v).

    Source: Nesterov, A method of solving a convex programming problem with convergence rate O(1/k^2), 1983; written
    as in torch.optim.SGD.
    """
    momentum, rate = settings.momentum or 0.0, rate_at(settings, step)
    velocity = {name: momentum * memory.get(name, 0.0) + gradients[name] for name in parameters}
    ahead = {name: gradients[name] + momentum * velocity[name] for name in parameters}
    return {name: parameters[name] - rate * ahead[name] for name in parameters}, velocity


def rmsprop(
    parameters: Arrays, gradients: Arrays, memory: Arrays, settings: TrainingSettings, step: int
) -> tuple[Arrays, Arrays]:
    """Each number's gradient is divided by its recent size, then momentum is applied.

    Source: Hinton, Neural networks for machine learning, lecture 6, 2012; decay 0.99 and epsilon 1e-8 as in
    torch.optim.RMSprop.
    """
    decay, epsilon = 0.99, 1e-8
    momentum, rate = settings.momentum or 0.0, rate_at(settings, step)
    updated, kept = {}, {}
    for name, gradient in gradients.items():
        square = decay * memory.get(f"{name} square", 0.0) + (1 - decay) * gradient**2
        velocity = momentum * memory.get(f"{name} velocity", 0.0) + gradient / (np.sqrt(square) + epsilon)
        kept[f"{name} square"], kept[f"{name} velocity"] = square, velocity
        updated[name] = parameters[name] - rate * velocity
    return updated, kept


def adamw(
    parameters: Arrays, gradients: Arrays, memory: Arrays, settings: TrainingSettings, step: int
) -> tuple[Arrays, Arrays]:
    """Adam, after every number has shrunk by rate x 0.01 of itself.

    Source: Loshchilov and Hutter, Decoupled weight decay regularization, 2019, algorithm 2.
    """
    shrunk = {name: value * (1 - rate_at(settings, step) * 0.01) for name, value in parameters.items()}
    return adam(shrunk, gradients, memory, settings, step)


RULES: dict[str, Rule] = {"sgd": sgd, "nesterov": nesterov, "rmsprop": rmsprop, "adam": adam, "adamw": adamw}
