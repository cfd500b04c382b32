"""Kernels as people type them: numbers with spaces or commas between, rows with semicolons."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

LARGEST_SIDE = 31
LARGEST_WEIGHT = 1e6
LONGEST_TEXT = 20_000


def read_weights(text: str, ndim: int) -> NDArray[np.float64]:
    """Read a kernel (k,) or (kh, kw) from text.

    Parameters
    ----------
    text : str
        Such as "-1 1 -1" or "[[0, 1, 0]; [1, -4, 1]; [0, 1, 0]]": brackets are passed over, rows end at a semicolon
        or a line's end.
    ndim : int
        1 for one row, 2 for an image's kernel.

    Raises
    ------
    ValueError
        In one sentence, for what is no number, rows of unequal length, more than 31 taps a side, or numbers that are
        not finite or beyond a million.

    Examples
    --------
    >>> read_weights("[-1 1 -1]", 1)
    array([-1.,  1., -1.])
    >>> read_weights("0 1; 1 0; 2", 2)
    Traceback (most recent call last):
    ...
    ValueError: The rows have 2, 2, 1 numbers: give every row the same length.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"The text has {len(text):,} characters: a kernel has at most {LARGEST_SIDE} numbers a side.")
    cleaned = text.translate(str.maketrans("[](){},|\u2212", "        -")).replace("\n", ";")
    rows = [[_number(word) for word in line.split()] for line in cleaned.split(";") if line.strip()]
    if not rows:
        raise ValueError("No numbers were given: write for example -1 1 -1.")
    lengths = [len(row) for row in rows]
    if len(set(lengths)) > 1:
        raise ValueError(f"The rows have {_few(lengths)} numbers: give every row the same length.")
    if ndim == 1 and len(rows) > 1:
        raise ValueError(f"{len(rows)} rows were given: a signal's kernel has one row, for example -1 1 -1.")
    if max(len(rows), lengths[0]) > LARGEST_SIDE:
        raise ValueError(f"{len(rows)} x {lengths[0]} numbers were given: at most {LARGEST_SIDE} a side are allowed.")
    return np.array(rows[0] if ndim == 1 else rows, dtype=np.float64)


def write_weights(weights: ArrayLike) -> str:
    """Write a kernel so that `read_weights` gives the same numbers back, bit for bit.

    >>> write_weights([[0, 1], [0.25, -1]])
    '0 1; 0.25 -1'
    """
    rows = np.atleast_2d(np.asarray(weights, dtype=np.float64)).tolist()
    return "; ".join(" ".join(_written(value) for value in row) for row in rows)


def _number(word: str) -> float:
    shown = word if len(word) <= 20 else word[:17] + "..."
    try:
        value = float(word)
    except ValueError:
        raise ValueError(f"{shown!r} is not a number: write for example -1 1 -1.") from None
    if not abs(value) <= LARGEST_WEIGHT:  # NaN fails every comparison
        raise ValueError(f"{shown} is not allowed: give numbers from -1,000,000 to 1,000,000.")
    return value


def _written(value: float) -> str:
    return repr(int(value)) if value.is_integer() else repr(value)


def _few(lengths: list[int]) -> str:
    return ", ".join(map(str, lengths[:6])) + (", ..." if len(lengths) > 6 else "")
