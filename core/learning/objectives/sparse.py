"""The loss of a sparse code and its gradient in closed form.

With filters U of unit length, answers z = U x and G = U U', the patch given back is U'z, and

    |U'z - x|^2 = z'(G - 2) z + |x|^2,    gradient in U: (G z - 2 z + strength tanh z) x' + z z' U,

because U x is z: the patches given back are never needed, only products of answers. (Le et al., 2011, differentiated.)
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.losses import SparseReconstruction
from core.learning.models import Array, SparseCode
from core.learning.models.sparse_code import lengths_of
from core.learning.objectives.objective import Rows

LOG_2 = float(np.log(2))
FACTORS = 64  # numbers from 1 to 2 whose product is well within the range of float32


class Sparse:
    """Loss and gradient of the filters of whitened patches (n, taps), before they are made unit length."""

    is_cheap_over_all = False  # there are as many patches as in sixty steps

    def __init__(self, model: SparseCode, loss: SparseReconstruction, patches: NDArray[Any]) -> None:
        self._patches, self._filters = patches, model.filters
        self._strength = model.dtype(loss.strength)

    def __call__(self, theta: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient over these rows, None for all."""
        if theta.ndim == 2:
            each = [self(row, rows if rows is None or rows.ndim == 1 else rows[i]) for i, row in enumerate(theta)]
            return np.array([loss for loss, _ in each]), np.stack([gradient for _, gradient in each])
        patches = self._patches if rows is None else self._patches[rows]
        weights = theta.reshape(self._filters, -1)
        lengths = lengths_of(weights)
        filters = weights / lengths
        answers = patches @ filters.T
        slopes = answers @ (filters @ filters.T)
        slopes -= answers
        lost = np.vdot(answers, slopes - answers) + np.vdot(patches, patches)
        slopes += self._strength * np.tanh(answers)
        loss = (0.5 * lost + self._strength * _sum_log_cosh(answers)) / len(patches)
        gradient = (slopes - answers).T @ patches
        gradient += (answers.T @ answers) @ filters
        gradient /= len(patches)
        # the loss does not change with a filter's length
        gradient -= (gradient * filters).sum(axis=1, keepdims=True) * filters
        gradient /= lengths
        return float(loss), gradient.ravel()


def _sum_log_cosh(answers: NDArray[Any]) -> float:
    """The sum of log cosh, with one logarithm for many answers: a product of numbers from 1 to 2 in place of a sum."""
    sizes = np.abs(answers)
    factors = 1 + np.exp(-2 * sizes)
    count = answers.shape[1]
    starts = range(0, count, FACTORS)
    products = np.multiply.reduceat(factors, starts, axis=1)
    return float(sizes.sum(dtype=np.float64) + np.log(products).sum(dtype=np.float64)) - LOG_2 * answers.size
