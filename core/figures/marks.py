"""Marks on a curve: which of many are drawn, and how they are counted in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST_MARKS = 100  # more would bury a curve


def spread_marks(marks: NDArray[np.intp], values: NDArray[np.float64], most: int = MOST_MARKS) -> NDArray[np.intp]:
    """At most `most` of the marks (m,), which are ascending indices into `values` (n,): the highest of each stretch.

    >>> spread_marks(np.array([1, 3, 8]), np.array([0, 5, 0, 6, 0, 0, 0, 0, 2, 0.0]), most=2).tolist()
    [3, 8]
    """
    if len(marks) <= most:
        return marks
    edges = np.linspace(marks[0], marks[-1] + 1, most + 1)
    starts = np.unique(np.searchsorted(marks, edges[:-1]))
    heights = values[marks]
    highest = np.repeat(np.maximum.reduceat(heights, starts), np.diff(starts, append=len(marks)))
    at = np.flatnonzero(heights == highest)
    # of equally high marks in a stretch the first
    _, firsts = np.unique(np.searchsorted(starts, at, side="right"), return_index=True)
    return marks[at[firsts]]


def marking(count: int, label: str = "peaks", most: int = MOST_MARKS) -> str:
    """The words for the marks of a curve; `label` is in the plural.

    >>> marking(3), marking(1), marking(0)
    ('3 peaks marked', '1 peak marked', 'no peaks')
    >>> marking(123_456)
    '123,456 peaks, the highest of each stretch marked'
    """
    if not count:
        return f"no {label}"
    if count > most:
        return f"{count:,} {label}, the highest of each stretch marked"
    return f"{count} {label.removesuffix('s') if count == 1 else label} marked"
