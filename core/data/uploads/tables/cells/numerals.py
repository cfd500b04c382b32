"""How numbers are written: decimal points or commas, marks between thousands, and what stands for a missing one.

A numeral is judged cell by cell; which sign is the decimal one, by a whole column, and where that leaves it open, by
the other columns of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

DecimalSign = Literal[".", ","]
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"  # hyphens, dashes and the typographic minus
MISSING = frozenset({"", "--", "?", "na", "n/a", "#n/a", "nan", "null", "none"} | set(DASHES))
# no-break, narrow no-break and thin space, as word processors and French spreadsheets write them
SPACES = " \u00a0\u202f\u2009"
EXACT_DIGITS = 37, 12  # of decimal128, 12 after the point: nanoseconds since 1970 need 19 before it
QUOTES = "'\u2019"


def _numeral(decimal: str, mark: str) -> str:
    """The pattern of a number; groups of thousands never follow a zero and have no exponent."""
    grouped = "|".join(rf"(?:{sign}\d{{3}})+" for sign in (mark, f"[{QUOTES}]", f"[{SPACES}]"))
    plain = rf"(?:\d+(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][{DASHES}+]?\d+)?"
    indian = r"|[1-9]\d?(?:,\d\d)+,\d{3}" if mark == "," else ""  # 12,34,567
    whole = rf"[1-9]\d{{0,2}}(?:{grouped}){indian}"
    return rf"^[{DASHES}+]?(?:{plain}|(?:{whole})(?:{decimal}\d*)?|(?i:inf(?:inity)?))$"


# read by Python's re and by RE2 alike
NUMERALS: dict[DecimalSign, str] = {".": _numeral(r"\.", ","), ",": _numeral(",", r"\.")}
NUMERAL = re.compile("|".join(NUMERALS.values()))


class NotANumber(ValueError):
    """A cell among numbers that is none; `row` is counted from 0."""

    def __init__(self, row: int, cell: str) -> None:
        super().__init__(cell)
        self.row, self.cell = row, cell


class Tally(NamedTuple):
    """How many cells hold anything and how many are numbers; of those with points or commas, how many are numbers at
    all, with decimal points, with decimal commas.
    """

    filled: int
    numbers: int
    signed: int
    point: int
    comma: int

    @property
    def decimal(self) -> DecimalSign | Literal["", "?"]:
        """The decimal sign: "" where none is needed, "?" where both would do."""
        if self.point != self.comma:
            return "." if self.point > self.comma else ","
        return "?" if self.signed and self.signed == self.point else ""


def is_missing(cells: Any) -> Any:
    """Which cells (n,) of an Arrow array stand for no value."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.is_in(pc.utf8_lower(cells), value_set=pa.array(sorted(MISSING)))


def tallied(columns: Sequence[Any]) -> list[Tally]:
    """Count the numbers in Arrow arrays of cells, all of one length.

    >>> import pyarrow
    >>> tallied([pyarrow.array(["1,5", "2", "", "x"]), pyarrow.array(["1,234", "1.5", "7", "-"])])
    [Tally(filled=3, numbers=2, signed=1, point=0, comma=1), Tally(filled=3, numbers=3, signed=2, point=2, comma=1)]
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = pa.concat_arrays(columns)
    filled = pc.invert(is_missing(cells))
    signed = pc.match_substring_regex(cells, "[.,]")
    point, comma = (pc.match_substring_regex(cells, NUMERALS[sign]) for sign in (".", ","))
    number = pc.and_(filled, pc.or_(point, comma))
    of_signed = (pc.and_(signed, each) for each in (number, point, comma))
    counted = [mask.to_numpy(zero_copy_only=False) for mask in (filled, number, *of_signed)]
    sums = np.array(counted).reshape(len(counted), len(columns), -1).sum(axis=2)
    return [Tally(*column) for column in sums.T.tolist()]


def numbers(cells: Any, decimal: DecimalSign) -> NDArray[np.float64]:
    """The values (n,) of an Arrow array of cells, NaN where one is missing.

    Raises NotANumber for the first cell that is text.

    >>> import pyarrow
    >>> numbers(pyarrow.array(["1.234,5", "-,5", "2e-3", ""]), ",")
    array([ 1.2345e+03, -5.0000e-01,  2.0000e-03,         nan])
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    missing = is_missing(cells)
    if decimal == "." or not pc.any(pc.match_substring(cells, ".")).as_py():
        point = pc.replace_substring(cells, ",", ".") if decimal == "," else cells
        try:
            return _floats(pc.if_else(missing, "nan", point))
        except pa.ArrowInvalid:  # text, or marks between thousands
            pass
    row = pc.index(pc.or_(missing, pc.match_substring_regex(cells, NUMERALS[decimal])), False).as_py()
    if row >= 0:
        raise NotANumber(row, cells[row].as_py())
    return _floats(pc.if_else(missing, "nan", _plain(cells, decimal)))


def since_first(cells: Any, decimal: DecimalSign) -> NDArray[np.float64]:
    """How far each number (n,) of an Arrow array is from the first, for large numbers without their rounding.

    >>> import pyarrow
    >>> since_first(pyarrow.array(["1700000000000000001", "1700000000000000002"]), ".")
    array([0., 1.])
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        exact = pc.cast(_plain(cells, decimal), pa.decimal128(*EXACT_DIGITS))
    except pa.ArrowInvalid:  # more digits, or a power of ten
        values = numbers(cells, decimal)
        return values - values[0]
    return _floats(pc.subtract(exact, exact[0]))


def _plain(cells: Any, decimal: DecimalSign) -> Any:
    """The numbers with decimal points, plain signs and nothing between thousands."""
    import pyarrow.compute as pc

    plain = pc.replace_substring_regex(cells, f"[{'.' if decimal == ',' else ','}{QUOTES}{SPACES}]", "")
    plain = pc.replace_substring_regex(plain, f"[{DASHES}]", "-")
    return pc.replace_substring(plain, ",", ".") if decimal == "," else plain


def _floats(values: Any) -> NDArray[np.float64]:
    import pyarrow as pa

    return values.cast(pa.float64()).to_numpy(zero_copy_only=False)
