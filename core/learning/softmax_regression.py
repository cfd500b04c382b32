"""The best linear layer for given features: multinomial logistic regression, solved without training."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MOST_ITERATIONS = 500


def softmax_regression(features: Array, targets: NDArray[Any], classes: int, decay: float) -> tuple[Array, Array]:
    """Weights (classes, k) and biases (classes,) with the smallest mean cross-entropy plus decay / 2 |weights|^2.

    `features` are (n, k), `targets` (n,) the indices of classes, `decay` an L2 penalty above 0. The loss is convex;
    L-BFGS goes towards its minimum, for at most 500 iterations.

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition, 2009, section 4.4.

    >>> weights, biases = softmax_regression(np.array([[-1.0], [1.0]]), np.array([0, 1]), 2, 0.01)
    >>> bool(weights[1, 0] > 0 > weights[0, 0]), biases.round(3).tolist()
    (True, [0.0, 0.0])
    """
    from scipy.optimize import minimize

    count, size = features.shape
    is_class = np.equal.outer(targets, np.arange(classes)).astype(np.float64)

    def loss_and_slope(theta: Array) -> tuple[float, Array]:
        weights, biases = theta[: classes * size].reshape(classes, size), theta[classes * size :]
        answers = features @ weights.T + biases
        answers -= answers.max(axis=1, keepdims=True)
        exponentials = np.exp(answers)
        totals = exponentials.sum(axis=1)
        loss = np.log(totals).sum() - (answers * is_class).sum()
        slopes = exponentials / totals[:, None] - is_class
        gradient = slopes.T @ features / count + decay * weights
        return loss / count + decay / 2 * (weights**2).sum(), np.append(gradient.ravel(), slopes.mean(axis=0))

    found = minimize(
        loss_and_slope,
        np.zeros(classes * (size + 1)),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": MOST_ITERATIONS},
    ).x
    return found[: classes * size].reshape(classes, size), found[classes * size :]
