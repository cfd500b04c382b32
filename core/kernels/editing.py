"""Edits of a kernel's numbers as a whole: scale them, turn them, mirror them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.kernels.weights import Weights

VANISHES = 1e-9  # of the sum of absolute values: a sum below that is rounding


@dataclass(frozen=True)
class Edit:
    """An edit by its name: its title, what it does in words, and the function that does it.

    `ndim` are the numbers of dimensions of the kernels that it can be applied to.
    """

    title: str
    words: str
    apply: Callable[[Weights], Weights]
    ndim: tuple[int, ...] = (1, 2)


def has_sum(weights: Weights) -> bool:
    """Whether the numbers add up to something else than zero, rounding aside.

    >>> has_sum(np.array([0.1, 0.2, -0.3])), has_sum(np.array([1.0, 2.0, 1.0]))
    (False, True)
    """
    return abs(float(weights.sum())) > VANISHES * float(np.abs(weights).sum())


def normalise(weights: Weights) -> Weights:
    """Scale the numbers so that they add up to 1, or, where they add up to 0, so that their absolute values do.

    Numbers that are all 0 stay so.

    >>> normalise(np.array([1.0, 2.0, 1.0])), normalise(np.array([-1.0, 0.0, 1.0]))
    (array([0.25, 0.5 , 0.25]), array([-0.5,  0. ,  0.5]))
    """
    total = float(weights.sum()) if has_sum(weights) else float(np.abs(weights).sum())
    return weights / total if total else weights.copy()


def edits(ndim: int) -> dict[str, Edit]:
    """The edits of kernels with this many dimensions, by name.

    >>> list(edits(1))
    ['normalise', 'flip', 'double', 'halve']
    """
    return {name: edit for name, edit in EDITS.items() if ndim in edit.ndim}


EDITS: dict[str, Edit] = {
    "normalise": Edit(
        "Normalise",
        "Scales the numbers so that they add up to 1; where they add up to 0, so that their absolute values do.",
        normalise,
    ),
    "flip": Edit("Flip left-right", "Mirrors the kernel: the first column becomes the last.", lambda w: w[..., ::-1]),
    "flip_up_down": Edit(
        "Flip up-down", "Mirrors the kernel: the first row becomes the last.", lambda w: w[::-1], ndim=(2,)
    ),
    "rotate": Edit("Rotate by 90°", "Turns the kernel to the right.", lambda w: np.rot90(w, -1), ndim=(2,)),
    "transpose": Edit("Transpose", "Makes rows of the columns.", lambda w: w.T, ndim=(2,)),
    "double": Edit("Double", "Multiplies every number by 2.", lambda w: 2 * w),
    "halve": Edit("Halve", "Divides every number by 2.", lambda w: w / 2),
}
