"""Cells that are no numbers and stand for some: numbers with a unit or in brackets, and what is written in need of one.

They are never read, since a wrong value is worse than none; they are known, so that they are not taken for names.
"""

from __future__ import annotations

import re

from core.data.uploads.tables.cells.units import UNIT

LONGEST = 40
_SIGN = "[-+\u2010-\u2014\u2212]?"
_MONEY = "[$\u20ac\u00a3\u00a5]?"
_FIGURE = rf"{_SIGN}{_MONEY} ?{_SIGN}[.,]?\d[\d.,'\u2019\u00a0\u202f]*(?:[eE][-+]?\d+)?"
_WITH_UNIT = rf"{_FIGURE}(?: ?(?:{UNIT.pattern})| ?[$\u20ac\u00a3\u00a5]|-)?"
QUANTITY = re.compile(rf"[<>\u2264\u2265~\u2248]?=? ?{_WITH_UNIT}|\( ?{_WITH_UNIT} ?\)")
# below and above what can be told; as spreadsheets and C print what is no number; signs alone
NO_NAME = re.compile(
    rf"[<>\u2264\u2265]=? ?(?:{_FIGURE}|lo[dq])|\( ?{_FIGURE} ?\)|#[a-z/0]+[!?]|[-+]?1\.#[a-z]+|[^\w\s%]{{2,}}|\u221e",
    re.IGNORECASE,
)
FAILURE = re.compile(
    r"err(?:or)?[ .:]?\d*|[o0]\.?l\.?|ov(?:e?r?ld|er|l|rflw)|(?:over|under)[ -]?(?:load|range|flow)|b?lo[dq]|bdl|"
    r"n\.[ad]\.|faults?|fail(?:ed|ure)?|invalid|bad|missing|no ?data|[-+]?nan\(\w*\)|[-+]nan",
    re.IGNORECASE,
)


def is_quantity(cell: str) -> bool:
    """Whether a cell is figures and a unit, a currency, brackets or odd marks, or nothing but figures and marks.

    >>> [is_quantity(cell) for cell in ("5 kOhm", "(12.50)", "$1.5", "1,2,3", "CH1")]
    [True, True, True, True, False]
    """
    return len(cell) <= LONGEST and bool(QUANTITY.fullmatch(cell))


def is_no_name(cell: str) -> bool:
    """Whether a cell can only stand for a number.

    >>> [is_no_name(cell) for cell in ("(12.50)", "---", "#VALUE!", "<LOD", "error", "5 V")]
    [True, True, True, True, False, False]
    """
    return len(cell) <= LONGEST and bool(NO_NAME.fullmatch(cell))


def stands_for_number(cell: str) -> bool:
    """Whether a cell may stand for a number, though it may be a name as well.

    >>> [stands_for_number(cell) for cell in ("5 V", "OL", "Err 1", "---", "volts")]
    [True, True, True, True, False]
    """
    return is_quantity(cell) or is_no_name(cell) or (len(cell) <= LONGEST and bool(FAILURE.fullmatch(cell)))
