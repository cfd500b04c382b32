"""Tables of numbers in text: CSV as spreadsheets write it, in the customs of several countries."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.guard import decoding
from core.data.uploads.layout import Layout, layout_of
from core.data.uploads.limits import MAX_PIXELS, UnreadableUpload, shown_name

MOST_COLUMNS = 4096
NO_NUMBERS = "holds no numbers: choose a file with at least one."


@dataclass(frozen=True, eq=False)
class Table:
    """The numeric columns (rows, columns) of a table and their names; missing cells are NaN."""

    names: tuple[str, ...]
    values: NDArray[np.float64]


def read_table(data: bytes, filename: str, *, lone_row_is_column: bool = False) -> Table:
    """Read comma, semicolon, tab or space separated numbers, with or without a line of names.

    A comma is the decimal sign where semicolons, tabs or spaces part the columns and no number has a point.
    With `lone_row_is_column` a file of one line is read as one column. Raises UnreadableUpload where there are no
    numbers, more than 4,096 columns or 4 million cells, or text among the numbers.

    >>> read_table(b"t;x\\n0;1,5\\n", "a.csv")
    Table(names=('t', 'x'), values=array([[0. , 1.5]]))
    """
    name = shown_name(filename)
    # spaces and tabs may be empty cells
    text = _decoded(data, name).strip("\r\n")
    if not text.strip():
        raise UnreadableUpload(f"{name} {NO_NUMBERS}")
    with decoding(f"{name} could not be read as a table: upload numbers parted by commas, one row a line."):
        layout = layout_of(text)
    if lone_row_is_column and "\n" not in text and "\r" not in text:
        text = _turned(text, layout.separator)
        layout = Layout(layout.separator, layout.decimal, False, ("column 1",), (0,) if layout.numeric else ())
    if len(layout.names) > MOST_COLUMNS:
        raise UnreadableUpload(f"{name} has too many columns: upload a table of at most {MOST_COLUMNS:,} columns.")
    lines = max(text.count("\n"), text.count("\r")) + 1
    if lines * len(layout.names) > MAX_PIXELS + len(layout.names):
        raise UnreadableUpload(f"{name} has too many cells: upload a table of at most {MAX_PIXELS:,} cells.")
    if not layout.numeric:
        raise UnreadableUpload(f"{name} has no column of numbers: upload numbers parted by commas, one row a line.")
    values = _parsed(text, layout, name)
    if values.size == 0:
        raise UnreadableUpload(f"{name} {NO_NUMBERS}")
    return Table(tuple(layout.names[index] for index in layout.numeric), values)


def _turned(row: str, separator: str) -> str:
    """The cells of a row one below another; empty ones as NaN, because empty lines count for nothing."""
    if separator != " ":
        for _ in range(2):  # the second time for every other of several empty cells in a row
            row = row.replace(separator * 2, f"{separator}nan{separator}")
    return row.strip(separator).replace(separator, "\n")


def _parsed(text: str, layout: Layout, name: str) -> NDArray[np.float64]:
    import pandas as pd

    everything = len(layout.numeric) == len(layout.names)
    refusal = (
        f"{name} could not be read as a table: it has text among its numbers or rows of different lengths. "
        "Upload numbers parted by commas, one row a line."
    )
    with decoding(refusal):
        frame = pd.read_csv(
            io.StringIO(text),
            sep=r"\s+" if layout.separator == " " else layout.separator,
            decimal=layout.decimal,
            header=None,
            skiprows=1 if layout.has_names else 0,
            # given only where columns are left out: with it, pandas takes rows that are too long
            usecols=None if everything else list(layout.numeric),
            dtype=np.float64,
            float_precision="round_trip",
            skipinitialspace=True,
            low_memory=False,
        )
        values: NDArray[np.float64] = frame.to_numpy()
        if values.shape[1] != len(layout.numeric):
            raise UnreadableUpload(refusal)
        return values


def _decoded(data: bytes, name: str) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "latin-1")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableUpload(f"{name} is not text: save the table as CSV (UTF-8) and upload that.")
