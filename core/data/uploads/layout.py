"""How a table is laid out, judged by its first lines: separator, decimal sign, names, and which columns are numbers."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

LONGEST_COLUMN_NAME = 40
JUDGED_CHARACTERS = 200_000
JUDGED_LINES = 50
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none"})
DECIMAL_COMMA = re.compile(r"[-+]?\d*,\d+([eE][-+]?\d+)?")


@dataclass(frozen=True)
class Layout:
    """What parts the columns, which sign is the decimal one, the names, and the positions of numeric columns.

    >>> Layout(",", ".", True, ("t", "note"), (0,)).names
    ('t', 'note')
    """

    separator: str
    decimal: str
    has_names: bool
    names: tuple[str, ...]
    numeric: tuple[int, ...]


def layout_of(text: str) -> Layout:
    """Judge the layout of a table from its first lines.

    >>> layout_of("time;volts;note\\n0,5;1;good\\n")
    Layout(separator=';', decimal=',', has_names=True, names=('time', 'volts', 'note'), numeric=(0, 1))
    """
    beginning = text[:JUDGED_CHARACTERS]
    lines = [line for line in beginning.splitlines()[: JUDGED_LINES + 1] if line.strip()]
    if len(beginning) < len(text) and 1 < len(lines) <= JUDGED_LINES:
        lines.pop()  # cut in two
    separator = _separator(lines)
    rows = [_cells(line, separator) for line in lines]
    decimal = _decimal(rows) if separator != "," else "."
    has_names = _begins_with_names(rows, decimal)
    body = rows[1:] if has_names else rows
    width = max(map(len, rows[:2]))
    columns = [[row[index] for row in body if index < len(row) and _filled(row[index])] for index in range(width)]
    numeric = [
        index
        for index, column in enumerate(columns)
        if column and 2 * sum(_is_number(cell, decimal) for cell in column) >= len(column)
    ]
    return Layout(separator, decimal, has_names, _names(rows[0] if has_names else [], width), tuple(numeric))


def _begins_with_names(rows: list[list[str]], decimal: str) -> bool:
    """Whether the first row is text alone, or text above numbers: a date above dates is no name."""
    texts = [index for index, cell in enumerate(rows[0]) if _filled(cell) and not _is_number(cell, decimal)]
    if len(texts) == sum(map(_filled, rows[0])):
        return bool(texts)
    below = [[row[index] for row in rows[1:] if index < len(row) and _filled(row[index])] for index in texts]
    return any(column and all(_is_number(cell, decimal) for cell in column) for column in below)


def _separator(lines: list[str]) -> str:
    """The sign that parts as many columns in the first lines, semicolons and tabs before commas and spaces."""
    for candidate in (";", "\t", ",", " "):
        counts = {len(line.split(None if candidate == " " else candidate)) for line in lines[:20]}
        if counts != {1} and (len(counts) == 1 or candidate in ";\t"):
            return candidate
    return ","


def _cells(line: str, separator: str) -> list[str]:
    if separator == " ":
        return line.split()
    if '"' not in line:
        return [cell.strip() for cell in line.split(separator)]
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])]


def _decimal(rows: list[list[str]]) -> str:
    cells = [cell for row in rows for cell in row]
    with_point = any("." in cell and _is_number(cell, ".") for cell in cells)
    return "," if not with_point and any(DECIMAL_COMMA.fullmatch(cell) for cell in cells) else "."


def _filled(cell: str) -> bool:
    return cell.lower() not in MISSING


def _is_number(cell: str, decimal: str) -> bool:
    try:
        float(cell.replace(decimal, "."))
    except ValueError:
        return False
    return "_" not in cell  # which Python allows in numbers, and nobody else


def _names(given: list[str], width: int) -> tuple[str, ...]:
    """Printable names of at most 40 characters, no two alike."""
    names: list[str] = []
    taken: set[str] = set()
    for index in range(width):
        text = given[index] if index < len(given) else ""
        plain = "".join(sign for sign in text if sign.isprintable()).strip()[:LONGEST_COLUMN_NAME]
        name = plain or f"column {index + 1}"
        while name in taken:
            name += f" ({index + 1})"
        taken.add(name)
        names.append(name)
    return tuple(names)
