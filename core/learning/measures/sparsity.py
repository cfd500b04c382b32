"""How few filters describe a patch: the kurtosis of answers, answers near zero, and the power outside their span."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

NEAR_ZERO = 0.25  # of a filter's root mean square; one in five answers of a normal distribution is nearer to zero


def kurtosis(answers: Array) -> Array:
    """The kurtosis about zero of each filter's answers (n, filters), shape (filters,): 3 for normal ones, more for
    sparse ones.

    A filter that never answers has none and counts as 3. Source: Field, What is the goal of sensory coding?, 1994.

    >>> kurtosis(np.array([[1.0, 0.0], [-1.0, 0.0], [1.0, 2.0], [-1.0, 0.0]])).round(3).tolist()
    [1.0, 4.0]
    """
    squares = answers**2
    power = squares.mean(axis=0)
    return np.divide((squares**2).mean(axis=0), power**2, out=np.full(len(power), 3.0), where=power > 0)


def share_near_zero(answers: Array) -> float:
    """The share of answers (n, filters) below a quarter of their filter's root mean square.

    >>> share_near_zero(np.array([[1.0], [0.0], [0.1], [2.0]]))
    0.5
    """
    limits = NEAR_ZERO * np.sqrt((answers**2).mean(axis=0))
    return float((np.abs(answers) <= limits).mean())


def share_lost(filters: Array, patches: Array) -> float:
    """The share of the power of patches (n, taps) that lies outside the space that filters (m, taps) span.

    Answers to the filters tell where a patch lies within that space, and nothing of the rest. Source: Strang,
    Introduction to Linear Algebra, 5th edition, 2016, section 4.2.

    >>> share_lost(np.array([[2.0, 0.0]]), np.array([[3.0, 4.0]]))
    0.64
    """
    _, sizes, basis = np.linalg.svd(filters, full_matrices=False)
    seen = patches @ basis[sizes > 1e-6 * max(sizes[0], 1e-300)].T
    return max(0.0, 1 - float((seen**2).sum() / (patches**2).sum()))
