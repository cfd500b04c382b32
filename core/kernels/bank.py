"""Sets of filters: how much of what one set sees another sees too, and what chance would give."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def principal_cosines(first: ArrayLike, second: ArrayLike) -> Array:
    """Cosines of the angles between the spaces that two sets of filters span, largest first.

    Filters that are mixtures of others see the same: [Sobel x, Sobel y] and the same pair turned by 45 degrees have
    cosines of 1, whatever their single numbers. Sets (m, *shape) and (n, *shape) give min(m, n) cosines, fewer where
    filters of a set are mixtures of each other.

    Source: Björck and Golub, Numerical methods for computing angles between linear subspaces, 1973.

    >>> principal_cosines([[1, 0, 0], [0, 1, 0]], [[1, 1, 0], [1, -1, 0]]).round(6).tolist()
    [1.0, 1.0]
    """
    one, other = _rows("first", first), _rows("second", second)
    if one.shape[1] != other.shape[1]:
        raise ValueError(f"second has filters of {other.shape[1]} taps, first of {one.shape[1]}: compare equal shapes.")
    cosines = np.linalg.svd(_orthonormal(one) @ _orthonormal(other).T, compute_uv=False)
    return np.asarray(np.clip(cosines, 0.0, 1.0))


def best_cosines(filters: ArrayLike, bank: ArrayLike) -> Array:
    """For each filter (n, *shape) the largest |cosine| to any filter of a bank (m, *shape), shape (n,).

    >>> best_cosines([[3.0, 4.0]], [[1, 0], [0, -1]]).round(6).tolist()
    [0.8]
    """
    one, other = _rows("filters", filters), _rows("bank", bank)
    return np.asarray(np.abs(_unit(one) @ _unit(other).T).max(axis=1))


def chance_cosines(bank: ArrayLike, draws: int = 10_000, seed: int = 0) -> Array:
    """What `best_cosines` gives for filters of random normal numbers: the level that must be beaten, shape (draws,)."""
    rows = _rows("bank", bank)
    return best_cosines(np.random.default_rng(seed).normal(size=(draws, rows.shape[1])), rows)


def _rows(name: str, filters: ArrayLike) -> Array:
    array = np.asarray(filters, np.float64)
    if array.ndim < 2 or not array.size or not np.isfinite(array).all():
        raise ValueError(f"{name} has shape {array.shape}: give filters (n, *shape) of finite numbers.")
    return array.reshape(len(array), -1)


def _unit(rows: Array) -> Array:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0))


def _orthonormal(rows: Array) -> Array:
    """A basis of the rows' space."""
    _, sizes, basis = np.linalg.svd(_unit(rows), full_matrices=False)
    return np.asarray(basis[sizes > 1e-10 * max(sizes[0], 1e-300)])
