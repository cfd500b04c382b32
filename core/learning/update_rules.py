"""How a gradient becomes an update: each update rule is one pure function, its memory passed in and out.

`theta` (..., k) is a vector of all parameters, with a row for each seed where there are many; the step size then has a
number for each seed. `step` counts the updates before this one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from core.learning.models import Array

Arrays = Mapping[str, NDArray[Any]]


class StepSize(NamedTuple):
    """Learning rate and momentum of an update, each a number, or a column (seeds, 1)."""

    rate: Any
    momentum: Any


UpdateRule = Callable[[Array, Array, Arrays, StepSize, int], tuple[Array, Arrays]]

EPSILON = 1e-8  # added to a gradient's size before it is divided by
FAINT = 1e-3  # steepness of a squared loss below which EPSILON would no longer be small beside the gradients


class Quadratic(Protocol):
    """A loss whose second derivative is known."""

    def curvature_along(self, direction: Array) -> Any:
        """The second derivative along a direction (..., k), shape (...)."""
        ...


def sgd(theta: Array, gradient: Array, memory: Arrays, size: StepSize, step: int) -> tuple[Array, Arrays]:
    """Gradient descent with Polyak's momentum: v = momentum v + gradient; w = w - rate v.

    Source: Polyak, Some methods of speeding up the convergence of iteration methods, 1964; written as in
    torch.optim.SGD, so that the learning rates of the two mean the same.
    """
    has_momentum = isinstance(size.momentum, np.ndarray) or size.momentum != 0
    velocity = size.momentum * memory["velocity"] + gradient if memory and has_momentum else gradient
    return theta - size.rate * velocity, {"velocity": velocity}


def polyak(theta: Array, gradient: Array, memory: Arrays, size: StepSize, step: int) -> tuple[Array, Arrays]:
    """Momentum whose first step is short, so that the best rate and momentum for a quadratic never raise the loss.

    With these a full first step would overshoot the steepest axis by three times its distance, and the loss would
    grow by the condition number's size before it falls; rate / (1 + momentum) is the best single step.
    Source: Golub and Varga, Chebyshev semi-iterative methods, successive overrelaxation iterative methods, and second
    order Richardson iterative methods, 1961, section 3.
    """
    velocity = size.momentum * memory["velocity"] + gradient if memory else gradient / (1 + size.momentum)
    return theta - size.rate * velocity, {"velocity": velocity}


def nesterov(theta: Array, gradient: Array, memory: Arrays, size: StepSize, step: int) -> tuple[Array, Arrays]:
    """Momentum that looks ahead: v = momentum v + gradient; w = w - rate (gradient + momentum v).

    Source: Nesterov, A method of solving a convex programming problem with convergence rate O(1/k^2), 1983; written
    as in torch.optim.SGD.
    """
    velocity = size.momentum * memory["velocity"] + gradient if memory else gradient
    return theta - size.rate * (gradient + size.momentum * velocity), {"velocity": velocity}


def rmsprop(
    theta: Array, gradient: Array, memory: Arrays, size: StepSize, step: int, epsilon: float = EPSILON
) -> tuple[Array, Arrays]:
    """The gradient of each parameter is divided by its recent size, then momentum is applied.

    Source: Hinton, Neural networks for machine learning, lecture 6, 2012; decay 0.99 and epsilon 1e-8 as in
    torch.optim.RMSprop.
    """
    decay = 0.99
    square = decay * memory.get("square", 0.0) + (1 - decay) * gradient**2
    velocity = size.momentum * memory.get("velocity", 0.0) + gradient / (np.sqrt(square) + epsilon)
    return theta - size.rate * velocity, {"square": square, "velocity": velocity}


def adam(
    theta: Array, gradient: Array, memory: Arrays, size: StepSize, step: int, epsilon: float = EPSILON
) -> tuple[Array, Arrays]:
    """Adam: the step of each parameter is scaled by the recent size of its own gradient.

    Source: Kingma and Ba, Adam: a method for stochastic optimization, 2015, algorithm 1, with beta2 = 0.999 and
    epsilon = 1e-8; beta1 is the momentum.
    """
    beta1, beta2 = size.momentum, 0.999
    mean = beta1 * memory.get("mean", 0.0) + (1 - beta1) * gradient
    square = beta2 * memory.get("square", 0.0) + (1 - beta2) * gradient**2
    unbiased = mean / (1 - beta1 ** (step + 1))
    spread = np.sqrt(square / (1 - beta2 ** (step + 1))) + epsilon
    return theta - size.rate * unbiased / spread, {"mean": mean, "square": square}


def adamw(
    theta: Array, gradient: Array, memory: Arrays, size: StepSize, step: int, epsilon: float = EPSILON
) -> tuple[Array, Arrays]:
    """Adam, after every parameter has shrunk by rate x 0.01 of itself.

    Source: Loshchilov and Hutter, Decoupled weight decay regularization, 2019, algorithm 2.
    """
    return adam(theta * (1 - size.rate * 0.01), gradient, memory, size, step, epsilon)


def line_search(loss: Quadratic) -> UpdateRule:
    """Steepest descent to the lowest point along each gradient g: w = w - (g.g / g.Hg) g.

    Source: Nocedal and Wright, Numerical Optimization, 2nd edition, 2006, equation 3.26.
    """

    def update(theta: Array, gradient: Array, memory: Arrays, _: StepSize, __: int) -> tuple[Array, Arrays]:
        along = (gradient**2).sum(axis=-1, keepdims=True)
        return theta - _share(along, loss.curvature_along(gradient)[..., None]) * gradient, memory

    return update


def conjugate_gradient(loss: Quadratic) -> UpdateRule:
    """Exact line search along conjugate directions: as many steps as parameters reach the minimum, but for rounding.

    Source: Hestenes and Stiefel, Methods of conjugate gradients for solving linear systems, 1952, in the form of
    Nocedal and Wright, Numerical Optimization, 2nd edition, 2006, algorithm 5.2.
    """

    def update(theta: Array, gradient: Array, memory: Arrays, _: StepSize, __: int) -> tuple[Array, Arrays]:
        square = (gradient**2).sum(axis=-1, keepdims=True)
        direction = -gradient
        if memory:
            direction = direction + _share(square, memory["square"]) * memory["direction"]
        along = _share(-(gradient * direction).sum(axis=-1, keepdims=True), loss.curvature_along(direction)[..., None])
        return theta + along * direction, {"direction": direction, "square": square}

    return update


def _share(part: Array, whole: Array) -> Array:
    """part / whole, 0 where nothing is left to divide by: at the minimum itself."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


@dataclass(frozen=True)
class Optimiser:
    """An update rule with its name, and all that depends on which rule it is.

    `memory` names the arrays that pass from one step to the next. `moves_by_distance`: the learning rate is about how
    far a parameter moves in a step, whatever the gradient's size. `needs_quadratic`: the loss must be a squared one
    over all inputs. `follows_curvature`: the rule is made for one loss, whose curvature it uses. `is_tuned`: rate and
    momentum follow from the loss's curvature where they are left open. `written` is how people write the name, if
    not as its words.
    """

    name: str
    rule: Callable[..., Any]
    memory: frozenset[str] = frozenset()
    moves_by_distance: bool = False
    needs_quadratic: bool = False
    follows_curvature: bool = False
    is_tuned: bool = False
    written: str = ""

    @property
    def title(self) -> str:
        """The name as people write it.

        >>> OPTIMISERS["sgd"].title, OPTIMISERS["line_search"].title
        ('SGD', 'line search')
        """
        return self.written or self.name.replace("_", " ")

    def rule_for(self, loss: Any, frozen_mask: NDArray[np.bool] | None = None) -> UpdateRule:
        """The update rule for training on this loss; where the mask (size,) is set, parameters are not moved."""
        rule = self._rule_for(loss)
        return rule if frozen_mask is None else partial(_moving_others, rule, frozen_mask)

    def _rule_for(self, loss: Any) -> UpdateRule:
        if self.follows_curvature:
            rule: UpdateRule = self.rule(loss)
            return rule
        # the gradient of a squared loss has the square of the data's unit: gradients of microvolts are below EPSILON
        steepness = getattr(loss, "steepness", 1.0) or 1.0
        is_faint = self.moves_by_distance and steepness < FAINT
        return partial(self.rule, epsilon=EPSILON * steepness) if is_faint else self.rule

    def can_go_on_with(self, memory: Arrays) -> bool:
        """Whether a run can go on with this memory: an empty one, or exactly the arrays that the rule passes on.

        >>> OPTIMISERS["adam"].can_go_on_with({}), OPTIMISERS["adam"].can_go_on_with({"velocity": np.zeros(3)})
        (True, False)
        """
        return not memory or frozenset(memory) == self.memory


def _moving_others(
    rule: UpdateRule,
    frozen_mask: NDArray[np.bool],
    theta: Array,
    gradient: Array,
    memory: Arrays,
    size: StepSize,
    step: int,
) -> tuple[Array, Arrays]:
    """A step of the rule that leaves frozen parameters as they are, also where the rule lets all weights decay."""
    moved, memory = rule(theta, gradient, memory, size, step)
    return np.where(frozen_mask, theta, moved), memory


VELOCITY, ADAM_MOMENTS = frozenset({"velocity"}), frozenset({"mean", "square"})

# in the order of menus
OPTIMISERS: dict[str, Optimiser] = {
    each.name: each
    for each in (
        Optimiser("sgd", sgd, VELOCITY, written="SGD"),
        Optimiser("nesterov", nesterov, VELOCITY, written="Nesterov"),
        Optimiser("rmsprop", rmsprop, frozenset({"square", "velocity"}), moves_by_distance=True, written="RMSprop"),
        Optimiser("adam", adam, ADAM_MOMENTS, moves_by_distance=True, written="Adam"),
        Optimiser("adamw", adamw, ADAM_MOMENTS, moves_by_distance=True, written="AdamW"),
        Optimiser("polyak", polyak, VELOCITY, needs_quadratic=True, is_tuned=True, written="Polyak"),
        Optimiser("line_search", line_search, needs_quadratic=True, follows_curvature=True),
        Optimiser(
            "conjugate_gradient", conjugate_gradient, frozenset({"direction", "square"}),
            needs_quadratic=True, follows_curvature=True,
        ),
    )
}  # fmt: skip
