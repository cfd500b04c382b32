"""The rows of a table: cut out of its text, checked for their number, and parsed by Arrow into columns of text."""

from __future__ import annotations

import re
from typing import Any

from core.data.uploads.limits import MAX_PIXELS, MAX_SAMPLES, UnreadableUpload, check_samples, shown_name
from core.data.uploads.tables.dialect import Dialect
from core.data.uploads.tables.header import Header
from core.data.uploads.tables.rows import iterate_rows, odd_row, squeezed

MOST_COLUMNS = 4096
MINUS = "\u2212"  # which is never text, and quicker to replace in a whole table than cell by cell
REMARK = re.compile(r"(?:#|%|//)(?:[ \t]|$)")
FULL_LINE = re.compile(r"[^\n]+")


def as_column(text: str, dialect: Dialect, filename: str) -> str:
    """The cells of the only line of a text one below another; empty ones as NaN, because empty lines count for nothing.

    >>> as_column("1;;3\\n", Dialect(";", ""), "a.csv")
    '1\\nnan\\n3'
    """
    separator, mark = dialect.separator, dialect.quote
    row = text.strip("\n" + separator)
    check_samples(row.count(separator) + 1, filename)
    if mark and mark in row:
        cells = (cell.replace(mark, "") for each in iterate_rows(row, separator, mark) for cell in each.cells)
        return "\n".join(mark + cell + mark if cell else "nan" for cell in cells)
    if separator == " ":
        return squeezed(row).replace(" ", "\n")
    for _ in range(2):  # the second time for every other of several empty cells in a row
        row = row.replace(separator * 2, f"{separator}nan{separator}")
    return row.replace(separator, "\n")


def body_of(text: str, header: Header, dialect: Dialect) -> str:
    """The text from a table's first row on, without empty rows and remarks at its end, in a form that Arrow reads."""
    start = 0
    for _ in range(header.line - 1):
        start = text.index("\n", start) + 1
    end = text.find("\n", _end(text, start, dialect))
    body = text[start:] if end < 0 else text[start:end]
    body = body.replace(MINUS, "-") if MINUS in body else body
    if dialect.separator == " ":
        return squeezed(body)
    if "\n " in body or "\n\t" in body:
        body = re.sub("(?m)^[ \t]+$", "", body)
    if dialect.quote and dialect.separator + " " in body:
        body = re.sub(f"{re.escape(dialect.separator)} +{dialect.quote}", dialect.separator + dialect.quote, body)
    return body


def _end(text: str, start: int, dialect: Dialect) -> int:
    """Where the last row ends, but for empty cells behind it."""
    empty = dialect.separator + " \t\n"
    end = len(text.rstrip(empty))
    while (line := text.rfind("\n", start, end) + 1) and REMARK.match(text, line, end):
        if dialect.quote and text.find(dialect.quote, line, end) >= 0:
            break
        end = line
        while text[end - 1] in empty and end > start:
            end -= 1
    return end


def check_size(body: str, header: Header, dialect: Dialect, filename: str, most_rows: int = MAX_PIXELS) -> None:
    """Raise UnreadableUpload for a table that has too many columns, rows or cells, before it is parsed."""
    name, lines = shown_name(filename), body.count("\n") + 1
    if header.width > MOST_COLUMNS:
        raise UnreadableUpload(f"{name} has too many columns: upload a table of at most {MOST_COLUMNS:,} columns.")
    if lines > most_rows == MAX_SAMPLES and not (dialect.quote and dialect.quote in body):
        check_samples(lines if "\n\n" not in body else sum(1 for _ in FULL_LINE.finditer(body)), filename)
    if lines * header.width > MAX_PIXELS + header.width:
        raise UnreadableUpload(f"{name} has too many cells: upload a table of at most {MAX_PIXELS:,} cells.")


def parsed(body: str, header: Header, dialect: Dialect, filename: str) -> list[Any]:
    """The columns of a table as Arrow arrays of text, without blanks around the cells.

    Raises UnreadableUpload for the first row that has not as many cells as the table.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    content = body.encode()
    names = [str(index) for index in range(header.width)]
    try:
        table = csv.read_csv(
            pa.BufferReader(content),
            csv.ReadOptions(use_threads=False, block_size=len(content) + 1, column_names=names),
            csv.ParseOptions(
                delimiter=dialect.separator,
                quote_char=dialect.quote or False,
                newlines_in_values=bool(dialect.quote),
            ),
            csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid as error:
        odd = odd_row(body, dialect.separator, dialect.quote, header.width)
        if odd is None:
            raise
        line, width = odd
        there = f"line {header.line} has"
        raise uneven(filename, header.line + line - 1, width, there, header.width) from error
    cells = [column.combine_chunks() for column in table.columns]
    has_blanks = b" " in content or b"\t" in content or not content.isascii()
    return [pc.utf8_trim_whitespace(each) for each in cells] if has_blanks else cells


def uneven(filename: str, line: int, width: int, others: str, expected: int) -> UnreadableUpload:
    """The refusal of a row that has not as many cells as `others` have."""
    return UnreadableUpload(
        f"{shown_name(filename)}, line {line}: it has {_cells(width)} where {others} {expected:,}. "
        "Give all rows as many cells and upload the file again."
    )


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"
