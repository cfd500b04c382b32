"""Sets of filters: how much of what one set sees another sees too, and what chance would give."""

from __future__ import annotations

import math

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
    return best_cosines(random_filters(rows.shape[1:], draws, seed), rows)


def random_filters(
    shape: tuple[int, ...], draws: int = 1000, seed: int = 0, covariance: ArrayLike | None = None
) -> Array:
    """Filters of random normal numbers, (draws, *shape), with the covariance (taps, taps) of other filters if given.

    With ``filters.T @ filters / n`` of filters (n, taps) they have the same spectrum as these, and nothing else of
    them: what is more like a Gabor function than such filters owes it to more than smoothness.

    Raises ValueError for a covariance of another shape, with NaN or infinity, not symmetric, or with negative
    eigenvalues.

    >>> random_filters((2, 3), draws=1).round(2).tolist()
    [[[0.13, -0.13, 0.64], [0.1, -0.54, 0.36]]]
    """
    taps = math.prod(shape)
    numbers = np.random.default_rng(seed).normal(size=(draws, taps))
    if covariance is not None:
        numbers = numbers @ _root(np.asarray(covariance, np.float64), taps)
    return numbers.reshape(draws, *shape)


def _root(covariance: Array, taps: int) -> Array:
    """The symmetric matrix whose square is the covariance."""
    if covariance.shape != (taps, taps) or not np.isfinite(covariance).all():
        raise ValueError(
            f"covariance has shape {covariance.shape}: give finite numbers of shape {taps, taps} for filters of "
            f"{taps} taps."
        )
    values, vectors = np.linalg.eigh(covariance)
    rounding = 1e-10 * np.abs(covariance).max()
    if np.abs(covariance - covariance.T).max() > rounding or values[0] < -taps * rounding:
        raise ValueError(
            "covariance is not one of any filters: give a symmetric matrix without negative eigenvalues, such as "
            "filters.T @ filters / n."
        )
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T)


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
