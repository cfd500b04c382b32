"""The columns of a table: which hold numbers, and how these are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.tables.cells.numerals import DecimalSign, Tally, is_missing, since_first, tallied
from core.data.uploads.tables.cells.quantities import is_quantity
from core.data.uploads.tables.cells.units import is_clock, words_and_unit
from core.data.uploads.tables.header import Header

JUDGED_ROWS = 100  # by which a column is one of numbers or of text; its decimal sign too, if one of them has it


@dataclass(frozen=True, eq=False)
class Column:
    """A column's name and unit, its cells as an Arrow array of text, whether they are numbers, and how written.

    `decimal` is "?" where the numbers mean one thing with decimal points and another with decimal commas.
    """

    name: str
    unit: str
    is_nameless: bool
    cells: Any
    is_numeric: bool
    decimal: DecimalSign | Literal["", "?"]

    def since_first(self) -> NDArray[np.float64]:
        """How far each number (rows,) is from the first one, free of the rounding of large numbers."""
        return since_first(self.cells, "," if self.decimal == "," else ".")


def columns_of(cells: Sequence[Any], header: Header, separator: str) -> tuple[Column, ...]:
    """The columns that are not empty; one that leaves its decimal sign open has that of the others in the file.

    Where none but times are numbers, those of numbers with units count as numeric, so that their refusal is seen.
    """
    import pyarrow.compute as pc

    columns = []
    for index, first in enumerate(tallied([column[:JUDGED_ROWS] for column in cells])):
        tally = first if first.filled else tallied([cells[index]])[0]
        if tally.filled:
            columns.append(_column(index, header, cells[index], tally))
    if not any(column.is_numeric and not _is_clock(column) for column in columns):
        columns = [replace(each, is_numeric=each.is_numeric or _is_measured(each)) for each in columns]
    told = {column.decimal for column in columns} - {"", "?"}

    def sign(column: Column) -> DecimalSign | Literal["", "?"]:
        if column.decimal != "?":
            return column.decimal
        if len(told) == 1:
            return min(told)
        # points are decimal ones, except where semicolons part the columns because commas are taken
        has_commas = pc.any(pc.match_substring(column.cells, ",")).as_py()
        return "?" if has_commas or separator == ";" else "."

    return tuple(replace(column, decimal=sign(column)) for column in columns)


def _column(index: int, header: Header, cells: Any, tally: Tally) -> Column:
    # settings of an instrument may stand beside the first samples
    is_text_aside = tally.numbers < tally.filled and 2 * tally.filled < min(len(cells), JUDGED_ROWS)
    is_numeric = 2 * tally.numbers >= tally.filled and not is_text_aside
    name = header.names[index]
    is_nameless = name == f"column {index + 1}"
    decimal = _decimal(cells, tally) if is_numeric else ""
    return Column(name, header.units[index], is_nameless, cells, is_numeric, decimal)


def _is_clock(column: Column) -> bool:
    return is_clock(*words_and_unit(column.name, column.unit))


def _is_measured(column: Column) -> bool:
    """Whether most cells are numbers with units or odd marks: who chooses the column is told of the first."""
    import pyarrow.compute as pc

    cells = column.cells[:JUDGED_ROWS]
    filled = cells.filter(pc.invert(is_missing(cells))).to_pylist()
    return 2 * sum(map(is_quantity, filled)) > len(filled)


def _decimal(cells: Any, first: Tally) -> DecimalSign | Literal["", "?"]:
    """The decimal sign of a column: that of its first cells, or of all where these leave it open."""
    import pyarrow.compute as pc

    if len(cells) <= JUDGED_ROWS or (first.signed and first.decimal != "?"):
        return first.decimal
    has_sign = pc.or_(pc.match_substring(cells, "."), pc.match_substring(cells, ","))
    return tallied([cells.filter(has_sign)])[0].decimal
