"""Errors without a second look at the data: products of an answer and its target, summed over parts of the data.

With z = (answer, 1, target) the sum of z z' over a part tells, for any gain and offset, the sum of the squared errors
there, so that both can be fitted on some parts and scored on others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.study.division import Box, Segment, Tile

Array = NDArray[np.float64]
ROUNDED = 1e-12  # share of the largest eigenvalue below which a direction is not decided by the data


def part_of(values: NDArray[Any], box: Box) -> NDArray[Any]:
    """The values inside a box.

    >>> part_of(np.arange(6.0), ((1, 3),))
    array([1., 2.])
    """
    return values[tuple(slice(low, high) for low, high in box)]


def sums_of(
    answers: Sequence[Array],
    targets: Sequence[Array],
    parts: Iterable[Segment | Tile],
    counted: Sequence[NDArray[np.bool]] | None = None,
) -> Array:
    """The sums of products (parts, 3, 3) of answers and targets, one array of each for every file.

    Where `counted` is given, samples that it does not mark are left out.

    >>> from core.study.division import Tile
    >>> sums_of([np.array([1.0, 2.0])], [np.array([3.0, 4.0])], [Tile(0, ((0, 2),), 0)])[0]
    array([[ 5.,  3., 11.],
           [ 3.,  2.,  7.],
           [11.,  7., 25.]])
    """
    found = []
    for part in parts:
        answer, target = (part_of(each[part.file], part.box).ravel() for each in (answers, targets))
        if counted is not None:
            chosen = part_of(counted[part.file], part.box).ravel()
            answer, target = answer[chosen], target[chosen]
        rows = np.stack([answer, np.ones_like(answer), target])
        found.append(rows @ rows.T)
    return np.array(found)


def squared_error(sums: Array, coefficients: Array) -> Array:
    """The sum of squared errors (...,) from sums (..., k, k) whose last row is the target's, for k - 1 coefficients.

    >>> rows = np.array([[1.0, 2.0], [1.0, 1.0], [3.0, 4.0]])
    >>> float(squared_error(rows @ rows.T, np.array([1.0, 2.0])))
    0.0
    """
    signed = np.append(coefficients, -1.0)
    # rounding can leave a little less than nothing
    return np.maximum((sums @ signed) @ signed, 0.0)


def fitted(sums: Array) -> Array:
    """The coefficients (k - 1,) with the smallest squared error, by least squares; 0 along what is not decided.

    >>> rows = np.array([[1.0, 2.0, 3.0], [1.0, 1.0, 1.0], [3.0, 5.0, 7.0]])
    >>> fitted(rows @ rows.T).round(9).tolist()
    [2.0, 1.0]
    """
    products, target = sums[:-1, :-1], sums[:-1, -1]
    size = np.sqrt(np.diag(products))
    scale = np.where(size > 0, size, 1.0)
    values, vectors = np.linalg.eigh(products / np.outer(scale, scale))
    kept = values > ROUNDED * values[-1]
    inverse = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T
    return np.asarray(inverse @ (target / scale) / scale)
