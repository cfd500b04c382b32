"""First rows of numbers that name the columns: their count, years, or a scale that what was measured stands over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.tables.rows import Row

YEARS = 1900, 2100
FEWEST_STEPS, FEWEST_ROWS = 2, 2  # of a scale, and below it


def names_columns(data: Sequence[Row], pattern: str) -> bool:
    """Whether the first of these rows names the columns, some of which are of numbers (n in `pattern`).

    >>> rows = [Row(1, ("Country", "2019", "2020")), Row(2, ("A", "1", "2")), Row(3, ("B", "4", "5"))]
    >>> names_columns(rows, "tnn"), names_columns(rows[1:], "tnn")
    (True, False)
    """
    return _counts_columns(data) or (pattern.startswith("t") and _is_scale(data, pattern))


def _counts_columns(data: Sequence[Row]) -> bool:
    """Whether the first row only counts the columns from 0, as pandas writes a table without names."""
    first, below = data[0].cells, data[1:]
    counted = first[0] == "" and first[1:] == tuple(map(str, range(len(first) - 1)))
    return counted and len(first) > 1 and bool(below) and all(row.cells[0] for row in below)


def _is_scale(data: Sequence[Row], pattern: str) -> bool:
    """Whether the first row has years and no other has, or even steps that no other has and values beyond theirs."""
    numbers = np.array([_numbers(row, pattern) for row in data if row.width == data[0].width])
    first, below = numbers[0], numbers[1:]
    if not len(below) or not _are_even(first):
        return False
    if _are_years(first):
        return not any(map(_are_years, below))
    beyond = (first < below.min(axis=0)) | (first > below.max(axis=0))
    is_long = len(first) > FEWEST_STEPS and len(below) >= FEWEST_ROWS
    return is_long and bool(beyond.all()) and not any(map(_are_even, below))


def _numbers(row: Row, pattern: str) -> list[float]:
    """The numbers of a row in the columns of numbers, NaN for what is none or has marks between thousands."""
    numbers = []
    for cell, kind, there in zip(row.cells, row.kinds, pattern, strict=False):
        if there == "n":
            is_plain = kind == "n" and cell.replace(",", ".").lstrip("+-").replace(".", "", 1).isdecimal()
            numbers.append(float(cell.replace(",", ".")) if is_plain else np.nan)
    return numbers


def _are_years(numbers: NDArray[np.float64]) -> bool:
    earliest, latest = YEARS
    return bool(((numbers >= earliest) & (numbers <= latest) & (numbers == np.round(numbers))).all())


def _are_even(numbers: NDArray[np.float64]) -> bool:
    """Whether there are steps and all are the same, and not 0; NaN is not."""
    steps = np.diff(numbers)
    return len(steps) > 0 and steps[0] != 0 and bool(np.allclose(steps, steps[0], rtol=1e-6, atol=0))
