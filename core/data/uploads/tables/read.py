"""Tables of numbers in text: CSV as spreadsheets and instruments write it, in the customs of several countries.

The encoding, the dialect and the header are judged first; then Arrow parses the whole table into columns of text, and
each column that is asked for becomes numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.guard import decoding
from core.data.uploads.limits import MAX_PIXELS, MAX_SAMPLES, UnreadableUpload, check_samples, shown_name
from core.data.uploads.tables.body import as_column, body_of, check_size, parsed, uneven
from core.data.uploads.tables.cells.numerals import NotANumber, numbers
from core.data.uploads.tables.columns import Column, columns_of
from core.data.uploads.tables.dialect import DECLARATION, SEPARATORS, Dialect, dialect_of, sample_of
from core.data.uploads.tables.header import Header, header_of
from core.data.uploads.tables.rows import NO_SEPARATOR, line_of_row, rows_of
from core.data.uploads.tables.text import decoded
from core.data.words import plain_text

SHOWN_CELL = 20
SOMETHING = re.compile(r"[^\n \t,;|]")
ONE_LINE = re.compile(r"\n*[^\n]+\n*")
NO_COLUMN = "has no column of numbers: upload numbers parted by commas, one row a line."
COMMAS = (
    "has commas that could stand between columns or within numbers: write a name above each column, and upload the "
    "file again."
)
SUMMARY = re.compile(
    r"(?:grand |sub[- ]?)?totals?|sums?|averages?|avg|mean|(?:gesamt)?summe|(?:ins)?gesamt|mittelwert|durchschnitt"
    r"|somme|moyenne",
    re.IGNORECASE,
)
PLAIN = "Save the table with decimal points, nothing between thousands and commas between columns, and upload that."


@dataclass(frozen=True, eq=False)
class Table:
    """The columns of a table that are not empty, whether they brought names, and in which line each row begins."""

    filename: str
    columns: tuple[Column, ...]
    is_named: bool
    line_of: Callable[[int], int]

    @cached_property
    def numeric(self) -> tuple[Column, ...]:
        """The columns that hold numbers."""
        return tuple(column for column in self.columns if column.is_numeric)

    def numbers(self, column: Column) -> NDArray[np.float64]:
        """The numbers (rows,) of one column, NaN for missing ones; UnreadableUpload says what stands in the way."""
        import pyarrow.compute as pc

        try:
            if column.decimal != "?":
                return numbers(column.cells, "," if column.decimal == "," else ".")
            row = pc.index(pc.match_substring_regex(column.cells, "[.,]"), True).as_py()
            cell = column.cells[row].as_py()
            trouble = f"could mean {cell.replace(',', '.')} or {re.sub('[.,]', '', cell)}. {PLAIN}"
        except NotANumber as error:
            row, cell = error.row, error.cell
            trouble = "is not a number. Correct it, or take its line out, and upload the file again."
        raise self._trouble(column, row, cell, trouble)

    def check_last_row(self) -> None:
        """Raise UnreadableUpload where the last row is no sample: its first cell, or text in place of a number, says
        that it sums up those above.
        """
        row = len(self.columns[0].cells) - 1
        is_first = row > 0
        for column in self.columns:
            cell = column.cells[row].as_py()
            if (is_first or column.is_numeric) and SUMMARY.fullmatch(cell.rstrip(" :=")):
                trouble = "sums up the rows above. Take its line out, and upload the file again."
                raise self._trouble(column, row, cell, trouble)
            is_first &= not cell

    def _trouble(self, column: Column, row: int, cell: str, trouble: str) -> UnreadableUpload:
        shown = plain_text(cell, SHOWN_CELL)
        place = f"{shown_name(self.filename)}, line {self.line_of(row)}, column '{column.name}'"
        return UnreadableUpload(f"{place}: '{shown}' {trouble}")


def read_table(data: bytes, filename: str, *, of_signals: bool = False) -> Table:
    r"""Read a table whose columns are parted by commas, semicolons, tabs, bars or spaces.

    With `of_signals` a file of one line is read as one column, a million rows are the most, and commas that could
    part columns or belong to the numbers are refused. Raises UnreadableUpload where there are no numbers,
    more than 4,096 columns or 4 million cells, rows of different lengths, or a last row that sums up the others.

    >>> table = read_table(b"t;x\n0;1,5\n", "a.csv")
    >>> [column.name for column in table.columns], table.numbers(table.columns[1])
    (['t', 'x'], array([1.5]))
    """
    name = shown_name(filename)
    with decoding(f"{name} could not be read as a table: upload numbers parted by commas, one row a line."):
        text, separators = _text(data, filename)
        dialect = dialect_of(sample_of(text), separators)
        if dialect is None and of_signals:
            raise UnreadableUpload(f"{name} {COMMAS}")
        dialect = dialect or Dialect(",", "")
        is_row = of_signals and ONE_LINE.fullmatch(text) is not None
        if is_row:
            text = as_column(text, dialect, filename)
            dialect = Dialect(NO_SEPARATOR, dialect.quote)
        header = _header(text, dialect, filename)
        body = body_of(text, header, dialect)
        del text  # 8 MB; another copy is made for Arrow
        check_size(body, header, dialect, filename, MAX_SAMPLES if of_signals else MAX_PIXELS)
        cells = parsed(body, header, dialect, filename)
        if of_signals:
            check_samples(len(cells[0]), filename)
        columns = columns_of(cells, header, dialect.separator)
        if not any(column.is_numeric for column in columns):
            raise UnreadableUpload(f"{name} {NO_COLUMN}")
        table = Table(filename, columns, header.is_named, partial(_line, data, dialect, header, is_row))
        if of_signals and not is_row:
            table.check_last_row()
    return table


def _text(data: bytes, filename: str) -> tuple[str, Sequence[str]]:
    """The text of a file and the separators that may part its columns: the one that its first line declares, or all."""
    text = decoded(data, filename)
    declared = DECLARATION.match(text)
    if declared:
        text = "\n" + text[declared.end() :]
    if not SOMETHING.search(text):
        raise UnreadableUpload(f"{shown_name(filename)} holds no numbers: choose a file with at least one.")
    return text, (declared[1],) if declared else SEPARATORS


def _header(text: str, dialect: Dialect, filename: str) -> Header:
    header = header_of(rows_of(sample_of(text), dialect.separator, dialect.quote))
    if header is None:
        raise UnreadableUpload(f"{shown_name(filename)} {NO_COLUMN}")
    if header.misfit:
        are_names = header.misfit.is_text
        there = f"the names in line {header.misfit.line} are" if are_names else f"line {header.misfit.line} has"
        raise uneven(filename, header.line, header.width, there, header.misfit.width)
    return header


def _line(data: bytes, dialect: Dialect, header: Header, is_row: bool, row: int) -> int:
    """The line in which a row of the table begins, counted from 1 as an editor does; read again for a refusal alone."""
    text, _ = _text(data, "")
    if is_row:
        return 1 + len(text) - len(text.lstrip("\n"))
    found = line_of_row(body_of(text, header, dialect), dialect.separator, dialect.quote, row)
    return header.line + (found or 1) - 1
