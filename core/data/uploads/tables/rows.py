"""The first rows of a table, cell by cell, under one separator and one quotation mark."""

from __future__ import annotations

import contextlib
import csv
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from core.data.uploads.tables.cells.numerals import MISSING, NUMERAL
from core.data.uploads.tables.cells.quantities import is_no_name, is_quantity

NO_SEPARATOR = "\x1f"  # a sign that no text has: the cells of one column
JUDGED_CELLS = 32  # of a row: enough to tell numbers from text
COMMENT = re.compile(r"[#%;!]|//")
COMMENT_MARKS = ("#", "%", "//")
CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?"
DATE = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}\.\d{1,2}\.\d{2,4}|\d{1,2}/\d{1,2}/\d{2,4}"
TIMESTAMP = re.compile(rf"(?:{DATE})(?:(?:[T ]|, ){CLOCK}(?:Z| ?[-+]\d{{2}}:?\d{{2}})?)?|{CLOCK}")


@dataclass(frozen=True)
class Row:
    """The cells of a row, the line it begins in, and the kinds of its first cells, a letter each.

    n is a number, d a date or time, m a number with a unit or odd marks (n as well where `is_lenient`), t any other
    text, - a missing value, and a space an empty cell.

    >>> Row(1, ("1,5", "2024-01-01", "x", "NA", "")).kinds
    'ndt- '
    """

    line: int
    cells: tuple[str, ...]
    is_comment: bool = False
    is_lenient: bool = False

    @property
    def width(self) -> int:
        """How many cells the row has."""
        return len(self.cells)

    @cached_property
    def kinds(self) -> str:  # noqa: D102 - the class says it
        kinds = "".join(map(_kind, self.cells[:JUDGED_CELLS]))
        return kinds.replace("m", "n") if self.is_lenient else kinds

    @property
    def is_text(self) -> bool:
        """Whether it has words and neither numbers nor dates: a line of names, of units, of a preamble."""
        return bool({"t", "m"} & set(self.kinds)) and not {"n", "d"} & set(self.kinds)


def rows_of(text: str, separator: str, quote: str) -> list[Row]:
    """The rows of a text; lines that are empty or blank are left out, and counted.

    >>> rows_of('a;"x; y"\\n\\n1;2', ";", '"')
    [Row(line=1, cells=('a', 'x; y'), ...), Row(line=3, cells=('1', '2'), ...)]
    """
    rows = iterate_rows(squeezed(text) if separator == " " else text, separator, quote)
    return [row for row in rows if row.width > 1 or row.cells[0]]


def iterate_rows(text: str, separator: str, quote: str) -> Iterator[Row]:
    """The rows of a text one by one, as far as a cell of more than 131,072 signs."""
    for cells, line in _records(text, separator, quote):
        stripped = tuple(cell.strip() for cell in cells)
        apart = separator == " " and len(stripped) > 1 and stripped[0] in COMMENT_MARKS
        is_comment = bool(COMMENT.match(stripped[0])) and not is_no_name(stripped[0])
        yield Row(line, stripped[1:] if apart else stripped, is_comment)


def line_of_row(text: str, separator: str, quote: str, wanted: int) -> int | None:
    """The line, counted from 1, in which a row, counted from 0, begins; None where it was not reached."""
    return next((line for _, line in itertools.islice(_records(text, separator, quote), wanted, None)), None)


def odd_row(text: str, separator: str, quote: str, width: int) -> tuple[int, int] | None:
    """The line and the width of the first row that has not as many cells as it should."""
    records = _records(text, separator, quote)
    return next(((line, len(cells)) for cells, line in records if len(cells) != width), None)


def _records(text: str, separator: str, quote: str) -> Iterator[tuple[list[str], int]]:
    """The cells of each row that is not empty, and the line in which it begins."""
    reader = csv.reader(
        _lines(text),
        delimiter=separator,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        skipinitialspace=True,
    )
    line = 1
    with contextlib.suppress(csv.Error):
        for cells in reader:
            if cells:
                yield cells, line
            line = reader.line_num + 1


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, each with its end; a stream of text would take four bytes a sign."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def squeezed(text: str) -> str:
    """The text with one space where there are several blanks, none at the ends of lines."""
    return re.sub("[ \t]+", " ", text).replace("\n ", "\n").replace(" \n", "\n").strip(" ")


def _kind(cell: str) -> str:
    if cell.lower() in MISSING:
        return "-" if cell else " "
    if NUMERAL.match(cell):
        return "n"
    if TIMESTAMP.fullmatch(cell):
        return "d"
    return "m" if is_quantity(cell) else "t"
