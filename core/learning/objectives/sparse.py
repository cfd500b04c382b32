"""The loss of a sparse code and its gradient in closed form.

With filters U of unit length and answers z = U x, the patch given back is U'z. What is lost depends on the patches'
second moments C = mean x x' alone, so that it is known over all patches at every step; with P = U C and G = U U'

    mean |U'z - x|^2 = tr(P U' G) - 2 tr(P U') + tr C,    half of its gradient in U: G P + P U' U - 2 P.

The cost of the answers is measured on a batch: its gradient is the mean of strength tanh(z) x'. (Le et al., 2011,
differentiated.)
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.losses import SparseReconstruction
from core.learning.models import Array, SparseCode
from core.learning.models.sparse_code import lengths_of
from core.learning.objectives.objective import Rows, one_by_one

FACTORS = 64  # numbers from 1 to 2 whose product is well within the range of float32


class Sparse:
    """Loss and gradient of the filters of whitened patches (n, taps), before they are made unit length.

    What is lost is that of all patches; `rows` choose those on which answers are counted.
    """

    is_cheap_over_all = False  # there are as many patches as in sixty batches

    def __init__(self, model: SparseCode, loss: SparseReconstruction, patches: NDArray[Any]) -> None:
        self._patches, self._filters = patches, model.filters
        self._span = model.whitening.span.astype(model.dtype)
        self._strength = model.dtype(loss.strength)
        self._moments = (patches.T @ patches / len(patches)).astype(model.dtype)
        self._power = float(np.trace(self._moments))

    def __call__(self, theta: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient, the answers of these rows, None for all."""
        if theta.ndim == 2:
            return one_by_one(self, theta, rows)
        weights = theta.reshape(self._filters, -1) @ self._span
        lengths = lengths_of(weights)
        filters = weights / lengths
        lost, gradient = self._lost(filters)
        cost, slope = self._cost(filters, self._patches if rows is None else self._patches[rows])
        gradient += slope
        # the loss does not change with a filter's length; all of this lies in the patches' span already
        gradient -= (gradient * filters).sum(axis=1, keepdims=True) * filters
        gradient /= lengths
        return lost + cost, gradient.ravel()

    def _lost(self, filters: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        """Half the mean square of what is not given back, and its gradient in the filters."""
        products, overlaps = filters @ self._moments, filters @ filters.T
        powers = products @ filters.T
        lost = np.vdot(overlaps, powers) - 2 * np.trace(powers) + self._power
        return 0.5 * float(lost), overlaps @ products + powers @ filters - 2 * products

    def _cost(self, filters: NDArray[Any], patches: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        """The mean cost of the answers to these patches, and its gradient in the filters.

        log cosh z is |z| - log(1 + |tanh z|), and one logarithm serves many answers: that of a product.
        """
        answers = patches @ filters.T
        slopes = np.tanh(answers)
        factors = np.abs(slopes)
        factors += 1
        products = np.multiply.reduceat(factors, range(0, len(factors), FACTORS), axis=0)
        total = float(np.abs(answers, out=answers).sum(dtype=np.float64)) - float(
            np.log(products).sum(dtype=np.float64)
        )
        share = self._strength / len(patches)
        return total * float(share), (slopes.T @ patches) * share
