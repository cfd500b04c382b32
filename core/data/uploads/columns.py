"""The columns of a table: which hold numbers, and how these are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.header import Header
from core.data.uploads.numerals import DecimalSign, Tally, since_first, tallied

JUDGED_ROWS = 100  # by which a column is one of numbers or of text, and its decimal sign unless they leave it open


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
    """The columns that are not empty; one that leaves its decimal sign open has that of the others in the file."""
    import pyarrow.compute as pc

    columns = []
    for index, tally in enumerate(tallied([column[:JUDGED_ROWS] for column in cells])):
        whole = tally
        if len(cells[index]) > JUDGED_ROWS and (not tally.filled or tally.decimal == "?"):
            (whole,) = tallied([cells[index]])
        if whole.filled:
            columns.append(_column(index, header, cells[index], tally if tally.filled else whole, whole.decimal))
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


def _column(index: int, header: Header, cells: Any, tally: Tally, decimal: DecimalSign | Literal["", "?"]) -> Column:
    # settings of an instrument may stand beside the first samples
    is_text_aside = tally.numbers < tally.filled and 2 * tally.filled < min(len(cells), JUDGED_ROWS)
    is_numeric = 2 * tally.numbers >= tally.filled and not is_text_aside
    name = header.names[index]
    is_nameless = name == f"column {index + 1}"
    return Column(name, header.units[index], is_nameless, cells, is_numeric, decimal if is_numeric else "")
