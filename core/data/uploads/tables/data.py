"""What a table is read for: one of its columns as a signal, or all of them as an image."""

from __future__ import annotations

import numpy as np

from core.cache import cached
from core.data.uploads.limits import UnreadableUpload, shown_name
from core.data.uploads.reader import Pixels, Row
from core.data.uploads.tables.read import Table, read_table
from core.data.uploads.tables.times import Times, rate_of, times_of

SIGNAL_ENDINGS, IMAGE_ENDINGS = ("csv", "txt"), ("csv",)


def names_of(data: bytes, filename: str) -> tuple[str, ...]:
    """The columns that can be read as a signal: those that hold numbers and do not count the rows."""
    return _opened(data, filename)[2]


def text_names_of(data: bytes, filename: str) -> tuple[str, ...]:
    """The columns that hold neither numbers nor times."""
    table, times, _ = _opened(data, filename)
    counting = {each.name for each in times}
    return tuple(each.name for each in table.columns if not each.is_numeric and each.name not in counting)


def read_column(data: bytes, filename: str, wanted: str | None) -> Row:
    """The numbers of the column that is `wanted`, or of the first, its sample rate, and why there is none.

    Raises UnreadableUpload where there is no such column, or for what cannot be read as numbers.
    """
    import pyarrow

    table, times, names = _opened(data, filename)
    wanted = names[0] if wanted is None else wanted
    column = next((each for each in table.numeric if each.name == wanted), None)
    if column is None:
        listed = ", ".join(names[:8])
        raise UnreadableUpload(f"{shown_name(filename)} has no column {wanted[:40]!r}: choose one of {listed}.")
    rate, note = rate_of(column, table, times)
    values = table.numbers(column)
    pyarrow.default_memory_pool().release_unused()  # it keeps what was needed for a while, 50 MB for 8 MB of text
    return Row(values, rate, column.unit, note)


def read_pixels(data: bytes, filename: str) -> Pixels:
    """The numbers (h, w) of all columns, but for those that only count the rows and say so."""
    table = read_table(data, filename)
    counting = {each.name for each in times_of(table)} if table.is_named else set()
    columns = [column for column in table.columns if column.name not in counting]
    pixels = np.empty((len(columns[0].cells), len(columns)))
    for place, column in enumerate(columns):
        pixels[:, place] = table.numbers(column)
    return Pixels(pixels)


@cached  # a page asks for the columns of a file, and then for one of them
def _opened(data: bytes, filename: str) -> tuple[Table, tuple[Times, ...], tuple[str, ...]]:
    """A table, its columns that count, and the names of the others."""
    table = read_table(data, filename, of_signals=True)
    times = times_of(table)
    counting = {each.name for each in times}
    return table, times, tuple(column.name for column in table.numeric if column.name not in counting)
