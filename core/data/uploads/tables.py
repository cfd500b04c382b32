"""Tables of numbers in text: CSV as spreadsheets write it, in the customs of several countries."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.limits import MAX_PIXELS, UnreadableUpload, shown_name

MOST_COLUMNS = 4096
LONGEST_COLUMN_NAME = 40


@dataclass(frozen=True, eq=False)
class Table:
    """The numeric columns (rows, columns) of a table and their names; missing cells are NaN."""

    names: tuple[str, ...]
    values: NDArray[np.float64]


def read_table(data: bytes, filename: str) -> Table:
    """Read comma, semicolon, tab or space separated numbers, with or without a line of names.

    A comma is the decimal sign where semicolons or tabs part the columns and no point is used.
    """
    name = shown_name(filename)
    text = _decoded(data, name)
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise UnreadableUpload(f"{name} holds no numbers: choose a file with at least one.")
    separator = _separator(lines)
    if lines[0].count(separator) >= MOST_COLUMNS or len(lines) * (lines[0].count(separator) + 1) > 2 * MAX_PIXELS:
        raise UnreadableUpload(f"{name} has too many columns or cells: upload at most {MOST_COLUMNS:,} columns.")
    decimal = "," if separator in ";\t" and "," in text and "." not in text else "."
    has_names = not all(_is_number(cell, decimal) for cell in lines[0].split(separator) if cell.strip())
    columns = _parsed("\n".join(lines), separator, decimal, has_names, name)
    kept = [(title, values) for title, values in columns if not np.isnan(values).all()]
    if not kept:
        raise UnreadableUpload(f"{name} has no column of numbers: upload numbers parted by commas, one row a line.")
    return Table(tuple(title for title, _ in kept), np.column_stack([values for _, values in kept]))


def _parsed(
    text: str, separator: str, decimal: str, has_names: bool, name: str
) -> list[tuple[str, NDArray[np.float64]]]:
    import pandas as pd

    try:
        frame = pd.read_csv(
            io.StringIO(text),
            sep=r"\s+" if separator == " " else separator,
            decimal=decimal,
            header=0 if has_names else None,
            skipinitialspace=True,
            index_col=False,
            low_memory=False,
        )
        numbers = frame.apply(pd.to_numeric, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    # the parser meets arbitrary text, and whatever it raises means the same: this is no table
    except Exception as error:
        raise UnreadableUpload(
            f"{name} could not be read as a table: upload numbers parted by commas, one row a line."
        ) from error
    if numbers.size == 0:
        raise UnreadableUpload(f"{name} holds no numbers: choose a file with at least one.")
    titles = [_title(given, index, has_names) for index, given in enumerate(frame.columns)]
    return list(zip(titles, numbers.T, strict=True))


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


def _separator(lines: list[str]) -> str:
    """The sign that parts as many columns in the first lines, semicolons and tabs before commas and spaces."""
    for candidate in (";", "\t", ",", " "):
        counts = {line.strip().count(candidate) for line in lines[:20]}
        if counts != {0} and (len(counts) == 1 or candidate in ";\t"):
            return candidate
    return ","


def _is_number(cell: str, decimal: str) -> bool:
    try:
        float(cell.strip().strip('"').replace(decimal, "."))
    except ValueError:
        return False
    return True


def _title(given: object, index: int, has_names: bool) -> str:
    text = "".join(sign for sign in str(given) if sign.isprintable()).strip()
    return text[:LONGEST_COLUMN_NAME] if has_names and text else f"column {index + 1}"
