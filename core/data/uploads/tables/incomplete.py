"""Rows of a table that lack numbers where the others have them, and how they are told from names."""

from __future__ import annotations

from core.data.uploads.tables.cells.quantities import is_no_name, stands_for_number
from core.data.uploads.tables.cells.units import is_unit
from core.data.uploads.tables.rows import Row

LETTERLESS_UNITS = "%‰°"


def may_be_row(row: Row, pattern: str) -> bool:
    """Whether a row may be one of the table, if names stand above it: it has numbers, a date among dates, or nothing
    but what may stand for numbers, in the columns that `pattern` gives a letter each.

    >>> [may_be_row(Row(1, cells), "nn") for cells in (("0", "overload"), ("OL", "ERR"), ("time", "error"))]
    [True, True, False]
    """
    over = _over_numbers(row, pattern)
    spoilt = bool(over) and all(map(stands_for_number, over))
    return not row.is_comment and ("n" in row.kinds or spoilt or is_row(row, pattern))


def is_row(row: Row, pattern: str) -> bool:
    """Whether a row is one of the table for certain: it has a date among dates, a number beside what may stand for one,
    or text that is no name and no unit.

    >>> [is_row(Row(1, cells), "nn") for cells in (("0", "OL"), ("---", "---"), ("OL", "ERR"))]
    [True, True, False]
    """
    pairs = set(zip(row.kinds, pattern, strict=True))
    over = _over_numbers(row, pattern)
    if ("d", "d") in pairs or not over:
        return ("d", "d") in pairs
    is_beside = ("n", "n") in pairs and all(map(stands_for_number, over))
    odd = any(map(is_no_name, over)) or not has_letters("".join(over))
    return is_beside or (odd and not any(map(is_unit, over)))


def has_letters(text: str) -> bool:
    """Whether there are letters, or signs that stand for units.

    >>> has_letters("CH1"), has_letters("°"), has_letters("(1)")
    (True, True, False)
    """
    return any(sign.isalpha() or sign in LETTERLESS_UNITS for sign in text)


def _over_numbers(row: Row, pattern: str) -> list[str]:
    """The text of a row in the columns of numbers."""
    cells = zip(row.cells, row.kinds, pattern, strict=False)
    return [cell for cell, kind, there in cells if there == "n" and kind in "tm"]
