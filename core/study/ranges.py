"""Which values can be compared: sums of their squares must not lose what tells them apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.study.sums import Array

LARGEST, SMALLEST = 1e30, 1e-30  # of a file's largest value
LEAST_SPREAD = 1e-6  # of the largest value: below that squares in double precision tell too little


def check_values(name: str, files: Sequence[Array]) -> None:
    """Raise ValueError for values too large, too small, or too far from zero for their spread.

    >>> check_values("data", [np.array([1e9, 1e9 + 1])])
    Traceback (most recent call last):
        ...
    ValueError: data varies by 1 around values of 1e+09: take the offset away first.
    """
    for values in files:
        largest, spread = float(np.abs(values).max()), float(np.ptp(values))
        if largest > LARGEST or 0 < largest < SMALLEST:
            raise ValueError(
                f"{name} has values of {largest:.2g}: scale them to between {SMALLEST:g} and {LARGEST:g} first."
            )
        if 0 < spread < LEAST_SPREAD * largest:
            raise ValueError(
                f"{name} varies by {spread:.2g} around values of {largest:.2g}: take the offset away first."
            )


def check_varies(name: str, files: Sequence[Array]) -> None:
    """Raise ValueError where all values of all files are the same.

    >>> check_varies("after", [np.ones(4)])
    Traceback (most recent call last):
        ...
    ValueError: after has one value only, 1: there is nothing to be found. Bring data that vary.
    """
    lowest, highest = min(float(each.min()) for each in files), max(float(each.max()) for each in files)
    if lowest == highest:
        raise ValueError(f"{name} has one value only, {lowest:g}: there is nothing to be found. Bring data that vary.")
