"""How a learned kernel relates to a designed one."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.kernels.weights import Weights, as_weights


@dataclass(frozen=True)
class Comparison:
    """What two kernels of one shape have in common, and by what they differ.

    With d the designed and w the learned weights as vectors, and norms Euclidean:

    - `cosine`: d.w / (|d| |w|), signed: 1 the same direction, -1 the opposite, 0 nothing in common;
    - `rotated_cosine`: the same with d turned by 180 degrees, the mask that a true convolution applies;
    - `scale`: the factor s that brings s d closest to w;
    - `relative_error`: |w - s d| / |w| at that best scale, which is sqrt(1 - cosine^2), from 0 to 1;
    - `weight_error`: |w - d| / |d|, no scale allowed;
    - `max_abs_difference`: the largest |w - d| of a single weight, no scale allowed;
    - `ratio`, `designed_ratio`: for kernels of three taps the centre over the mean of the two sides, of w and of d, the
      sides with their sign turned so that [-a b -a] has b / a;
      None for other shapes and for sides that cancel.

    Where one of the two is all zero there is no direction: `cosine`, `rotated_cosine` and `scale` are 0 and
    `relative_error` is 1. `weight_error` against an all-zero design is infinite, or 0 if both are zero.

    >>> compare([-1, 1, -1], [-1, 1, -1]).weight_error
    0.0
    """

    cosine: float
    rotated_cosine: float
    scale: float
    relative_error: float
    weight_error: float
    max_abs_difference: float
    ratio: float | None
    designed_ratio: float | None


def compare(designed: ArrayLike, learned: ArrayLike) -> Comparison:
    """Compare two kernels of the same shape, (k,) or (h, w), Kernel or array-like; see `Comparison`.

    Raises ValueError for shapes that differ and for weights that are empty, not finite or of other dimensions,
    TypeError for complex numbers, objects or text. (Scale and error are those of a projection onto a line:
    G. Strang, Introduction to Linear Algebra, 5th edition, 2016, section 4.2.)

    >>> twice = compare([-1, 1, -1], [-2, 2.2, -2])
    >>> round(twice.cosine, 3), round(twice.scale, 3), round(twice.ratio, 3)
    (0.999, 2.067, 1.1)
    """
    d, w = as_weights("designed", designed), as_weights("learned", learned)
    if d.shape != w.shape:
        raise ValueError(f"learned has shape {w.shape} but designed {d.shape}: compare kernels of one shape.")
    cosine, error = _direction(d, w)
    return Comparison(
        cosine=cosine,
        rotated_cosine=_direction(np.flip(d), w)[0],
        scale=cosine * _norm(w) / _norm(d) if d.any() else 0.0,
        relative_error=error,
        weight_error=_share(_norm(w - d), _norm(d)),
        max_abs_difference=float(np.abs(w - d).max()),
        ratio=_centre_over_sides(w),
        designed_ratio=_centre_over_sides(d),
    )


def _direction(d: Weights, w: Weights) -> tuple[float, float]:
    """The cosine between both, and the distance from w's direction to the line through d."""
    if not (d.any() and w.any()):
        return 0.0, 1.0
    along_d, along_w = _unit(d), _unit(w)
    cosine = max(-1.0, min(1.0, float(np.sum(along_d * along_w))))
    return cosine, min(1.0, _norm(along_w - cosine * along_d))


def _unit(weights: Weights) -> Weights:
    # Divided twice: the square of a weight below 1e-162 or above 1e154 leaves the range of floats.
    largest_is_one = weights / np.abs(weights).max()
    return np.asarray(largest_is_one / np.linalg.norm(largest_is_one))


def _norm(weights: Weights) -> float:
    largest = float(np.abs(weights).max())
    return largest * float(np.linalg.norm(weights / largest)) if largest else 0.0


def _share(part: float, whole: float) -> float:
    if whole:
        return part / whole
    return math.inf if part else 0.0


def _centre_over_sides(weights: Weights) -> float | None:
    if weights.shape != (3,):
        return None
    before, centre, after = (float(weight) for weight in weights)
    sides = (before + after) / 2
    cancels = abs(sides) <= 1e-12 * max(abs(before), abs(after))
    return None if cancels else -centre / sides
