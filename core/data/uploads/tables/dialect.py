"""How a table is written: the sign between its columns and the one around its cells.

Judged by trying: the right pair is the one under which most rows are equally long and most cells are numbers, dates or
empty, with a line of names of the same length above them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.data.uploads.tables.header import header_of
from core.data.uploads.tables.rows import NO_SEPARATOR, Row, rows_of

SEPARATORS = (";", "\t", "|", " ", ",", NO_SEPARATOR)  # of two that are as good, the earlier is taken
JUDGED_LINES, JUDGED_CHARACTERS = 300, 50_000
FEWEST_LINES, MOST_CHARACTERS = 4, 250_000  # of wide tables: names, units and two rows of 4,096 cells
NEVER_IN_NUMBERS = ";\t|"
# what a fitting line of names, and such a sign in all rows, are worth against the share of cells that are read
NAMES_COUNT, SEPARATOR_COUNTS = 0.2, 0.3
SURE = 8  # rows that count on, by which the first of two whole numbers is no part of a decimal number
BEGINS_AS_NUMBER = re.compile(r"\W?\d")
DECLARATION = re.compile(r'"?sep=(.)"?[ \t]*\n', re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """The separator of columns (`NO_SEPARATOR` for one column) and the quotation mark, "" for none."""

    separator: str
    quote: str


def sample_of(text: str) -> str:
    """The first lines of a text by which it is judged, whole ones as far as that is possible."""
    end = start = 0
    for count in range(JUDGED_LINES):
        end = text.find("\n", start, MOST_CHARACTERS)
        if end < 0 or (end > JUDGED_CHARACTERS and count >= FEWEST_LINES):
            break
        start = end + 1
    else:
        return text[:start]
    return text[:start] if start and (end >= 0 or len(text) > MOST_CHARACTERS) else text[:MOST_CHARACTERS]


def dialect_of(sample: str, separators: Sequence[str] = SEPARATORS) -> Dialect | None:
    r"""Judge the dialect by a sample of the text; None where a comma may be the separator or the decimal sign.

    >>> dialect_of("t;volts\n0;1,5\n1;2,5\n"), dialect_of("volts\n0,5\n0,7\n").separator == NO_SEPARATOR
    (Dialect(separator=';', quote=''), True)
    >>> dialect_of("1,5\n2,7\n") is None
    True
    """
    marks = [mark for mark in ('"', "'") if mark in sample]
    opening = {mark: _opening(mark, sample) for mark in marks}
    quotes = sorted(marks, key=lambda mark: -opening[mark])
    if not marks or opening[quotes[0]] <= sample.count("\n"):  # else cells would be cut within their quotation marks
        quotes.append("")
    tried = [each for each in separators if each in sample or each == NO_SEPARATOR] or [NO_SEPARATOR]
    fits = {
        (separator, quote): round(_fit(rows_of(sample, separator, quote), separator), 3)
        for quote, separator in itertools.product(quotes, tried)
    }
    separator, quote = max(fits, key=lambda each: fits[each])
    if separator == "," and fits.get((NO_SEPARATOR, quote)) == fits[separator, quote]:
        return _with_commas(rows_of(sample, ",", quote), quote)
    if separator == NO_SEPARATOR and fits.get((",", quote)):
        return _with_names_in(sample, quote)
    return Dialect(separator, quote)


def _with_names_in(sample: str, quote: str) -> Dialect | None:
    """One column, unless the line above it has commas as well: then as many as its rows, or nothing tells."""
    one, several = header_of(rows_of(sample, NO_SEPARATOR, quote)), header_of(rows_of(sample, ",", quote))
    above = [row.width for row in rows_of(sample, ",", quote) if one and row.line < one.line]
    if not above or above[-1] == 1 or not (one and several and one.is_named):
        return Dialect(NO_SEPARATOR, quote)
    return Dialect(",", quote) if above[-1] == several.width else None


def _opening(mark: str, sample: str) -> int:
    """How often a quotation mark stands where a cell may begin; behind a space it counts less."""
    return sum(len(re.findall(rf"(?m)(?:^|[{before}] ?){mark}", sample)) for before in (";\t|,", ";\t|, "))


def _fit(rows: Sequence[Row], separator: str) -> float:
    """The share of rows of one length times the share of their cells that are read, and more for clear signs."""
    header = header_of(rows)
    if header is None or (header.width == 1) != (separator == NO_SEPARATOR):
        return 0.0
    data = [row for row in rows if row.line >= header.line or BEGINS_AS_NUMBER.match(row.cells[0])]
    even = [row.kinds for row in data if row.width == header.width]
    text = sum(kinds.count("t") + kinds.count("m") / 2 for kinds in even)
    read = 1 - text / sum(map(len, even))
    is_plain = separator in NEVER_IN_NUMBERS and len(even) == len(data)
    is_named = header.is_named and not BEGINS_AS_NUMBER.match(header.names[0])
    return len(even) / len(data) * read + NAMES_COUNT * is_named + SEPARATOR_COUNTS * is_plain


def _with_commas(rows: Sequence[Row], quote: str) -> Dialect | None:
    """Whether commas part numbers or stand within them where both make a table; None where nothing tells."""
    parting, within = Dialect(",", quote), Dialect(NO_SEPARATOR, quote)
    header = header_of(rows)
    data = [row.cells for row in rows if header and row.line >= header.line]
    if header is None or header.is_named or len(data) == 1:
        return parting
    left, right = [cells[0] for cells in data], [cell for cells in data for cell in cells[1:]]
    if any(map(re.compile(r"0\d").match, right)) or {"", "-", "-0"} & set(left):
        return within  # nobody writes whole numbers so
    if header.width > 2 or not all(map(re.compile(r"-?\d+").fullmatch, left)) or not all(map(str.isdigit, right)):
        return None
    digits = {len(each) for each in right}
    if len(digits) > 1 and any(each.endswith("0") and each != "0" for each in right):
        return parting  # decimal places that vary in number do not end with zeros
    steps = {int(after) - int(before) for before, after in itertools.pairwise(left)}
    return parting if len(data) >= SURE and len(steps) == 1 and steps != {0} and len(set(right)) > 1 else None
