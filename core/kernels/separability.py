"""Whether a two-dimensional kernel is a column times a row, and which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.kernels.weights import Weights, as_weights

# Relative to the largest singular value: far above the rounding of a product, far below any designed difference.
TOLERANCE = 1e-10


@dataclass(frozen=True, eq=False)
class Separability:
    """How close a kernel (h, w) comes to ``np.outer(column, row)``.

    `rank` counts `singular_values` above 1e-10 of the largest. `column` (h,) and `row` (w,) are the closest such
    pair; both have the same Euclidean length, and signs with which their sums add up to a positive number, or,
    where both sums vanish, with which the last of the column's largest entries is positive. `error` is the
    Frobenius norm of what the product misses, relative to the kernel's.

    >>> separability([[4, 4], [4, 4]]).column
    array([2., 2.])
    """

    rank: int
    singular_values: Weights
    column: Weights
    row: Weights
    error: float

    def __post_init__(self) -> None:
        for array in (self.singular_values, self.column, self.row):
            array.flags.writeable = False

    @property
    def is_separable(self) -> bool:
        """Whether a pass along the rows and one down the columns do the work of the whole kernel."""
        return self.rank <= 1


def separability(kernel: ArrayLike) -> Separability:
    """Return rank, singular values and the best column and row of a 2-D kernel (h, w).

    The truncated singular value decomposition is the closest product of a column and a row: C. Eckart and
    G. Young, "The approximation of one matrix by another of lower rank", Psychometrika 1(3), 1936, 211-218.

    Raises ValueError for a 1-D kernel and for weights that are empty or not finite, TypeError for complex numbers,
    objects or text.

    >>> sobel = separability([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    >>> sobel.is_separable, (sobel.column / sobel.column[0]).round(9)
    (True, array([1., 2., 1.]))
    >>> separability([[0, 1, 0], [1, -4, 1], [0, 1, 0]]).rank
    2
    """
    weights = as_weights("kernel", kernel)
    if weights.ndim != 2:
        raise ValueError(f"kernel has shape {weights.shape}: separability asks for two dimensions, (h, w).")
    left, values, right = np.linalg.svd(weights, full_matrices=False)
    column, row = _with_sign(left[:, 0] * np.sqrt(values[0]), right[0] * np.sqrt(values[0]))
    norm = float(np.linalg.norm(values))
    return Separability(
        rank=int(np.count_nonzero(values > TOLERANCE * values[0])),
        singular_values=values,
        column=column,
        row=row,
        error=float(np.linalg.norm(values[1:])) / norm if norm else 0.0,
    )


def _with_sign(column: Weights, row: Weights) -> tuple[Weights, Weights]:
    deciding = column.sum() + row.sum()
    sizes = np.abs(column)
    if abs(deciding) <= TOLERANCE * (sizes.sum() + np.abs(row).sum()):
        # Equal entries differ by rounding, and rounding must not choose the sign.
        largest = np.flatnonzero(sizes >= (1 - TOLERANCE) * sizes.max())
        deciding = column[largest[-1]]
    sign = -1.0 if deciding < 0 else 1.0
    return sign * column + 0.0, sign * row + 0.0


def multiplied(weights: Weights) -> int:
    """Numbers that are multiplied for one answer of a kernel: those that are not 0, or a column's and a row's.

    >>> multiplied(np.outer([1.0, 2.0, 1.0], [1.0, 2.0, 1.0]))
    6
    """
    whole = int(np.count_nonzero(weights))
    if weights.ndim != 2 or not weights.any():
        return whole
    parts = separability(weights)
    if not parts.is_separable:
        return whole
    return min(whole, int(np.count_nonzero(parts.column) + np.count_nonzero(parts.row)))
