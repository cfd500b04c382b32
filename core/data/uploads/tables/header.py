"""Where a table begins among the first rows of a file, and what its columns are called.

Its width is that of most rows with numbers behind the last line of words; its first row, the first that has in every
column what those rows have. Lines of words of this width directly above it are its names and units; everything before
them is a preamble. In files without such lines the columns are numbered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.data.uploads.tables.incomplete import has_letters, is_row, may_be_row
from core.data.uploads.tables.names import are_units, names_and_units
from core.data.uploads.tables.rows import COMMENT_MARKS, Row
from core.data.uploads.tables.scales import names_columns

MOST_HEADER_ROWS = 3
SETTING = re.compile(r"[:=]\s*\S")  # as in "Sample rate: 1000"


@dataclass(frozen=True)
class Header:
    """The line of a table's first row, its width, the names and units of its columns, and whether it brought names.

    `misfit` is a row above it that has another number of cells though it is of numbers, or of words and directly above
    it; None where there is none.
    """

    line: int
    width: int
    names: tuple[str, ...]
    units: tuple[str, ...]
    is_named: bool = False
    misfit: Row | None = None


def header_of(rows: Sequence[Row]) -> Header | None:
    """Find the table among the first rows of a file; None where no row has a number, be it one with a unit.

    >>> rows = [Row(1, ("Scope 7",)), Row(2, ("t", "CH1 (V)")), Row(3, ("0", "1.5")), Row(4, ("1", "2"))]
    >>> header_of(rows)
    Header(line=3, width=2, names=('t', 'CH1 (V)'), units=('', 'V'), is_named=True, misfit=None)
    """
    if not any("n" in row.kinds for row in rows):
        rows = [replace(row, is_lenient=True) for row in rows]
    body = body_of(rows)
    if body is None:
        return None
    first, width, pattern = body
    block = _names_above(rows, first, width, pattern)
    if not block and names_columns(rows[first:], pattern):
        block, first = [rows[first].cells], first + 1
    names, units = names_and_units(block, pattern, width)
    misfit = _misfit(rows[:first], rows[first], bool(block))
    return Header(rows[first].line, width, names, units, bool(block), misfit)


def body_of(rows: Sequence[Row]) -> tuple[int, int, str] | None:
    """The position of a table's first row, its width, and the kind (n, d or t) of each of its first columns."""
    with_numbers = [at for at, row in enumerate(rows) if "n" in row.kinds and not row.is_comment]
    if not with_numbers:
        return None
    last_words = max((at for at, row in enumerate(rows[: with_numbers[-1]]) if row.is_text), default=-1)
    behind = [rows[at] for at in with_numbers if at > last_words]
    width = _usual_width(behind, rows[last_words].width if last_words >= 0 else 0)
    pattern = "".join(map(_prevailing, zip(*(row.kinds for row in behind if row.width == width), strict=True)))
    alike = (
        at
        for at, row in enumerate(rows)
        if row.width == width and not row.is_comment and {"n", "d"} & set(row.kinds) and _agrees(row.kinds, pattern)
    )
    first = next(alike, next(at for at, row in enumerate(rows) if row.width == width and at > last_words))
    return _with_what_is_above(rows, first, width, pattern), width, pattern


def _usual_width(rows: Sequence[Row], of_words: int) -> int:
    """The width of most rows; of several, that of the words above them, or else of the last row."""
    counts = Counter(row.width for row in rows)
    usual = [row.width for row in rows if counts[row.width] == max(counts.values())]
    return of_words if of_words in usual else usual[-1]


def _prevailing(kinds: Sequence[str]) -> str:
    filled = [kind for kind in kinds if kind not in " -"]
    return next((kind for kind in "nd" if 2 * filled.count(kind) > len(filled)), "t")


def _agrees(kinds: str, pattern: str) -> bool:
    return all(there == "t" or kind in there + " -" for kind, there in zip(kinds, pattern, strict=True))


def _with_what_is_above(rows: Sequence[Row], first: int, width: int, pattern: str) -> int:
    """The first row again, moved up over rows that lack numbers, and over those with text among or instead of them:
    where names stand above, where they are more than one, or where one has what no name is.
    """
    while first and rows[first - 1].width == width and _agrees(rows[first - 1].kinds, pattern):
        if not any(rows[first - 1].cells):
            break
        first -= 1
    above = first
    while above and rows[above - 1].width == width and may_be_row(rows[above - 1], pattern):
        above -= 1
    passed = rows[above:first]
    names = _unmarked(rows[above - 1], width) if above else ()
    named = len(names) == width and rows[above - 1].is_text
    if named and passed and not {"n", "d"} & set(passed[0].kinds):  # else names may stand below those of groups
        named = all(name for name, there in zip(names, pattern, strict=False) if there == "n")
    return above if named or len(passed) > 1 or any(is_row(row, pattern) for row in passed) else first


def _names_above(rows: Sequence[Row], first: int, width: int, pattern: str) -> list[tuple[str, ...]]:
    """The lines of words above a table's first row that name its columns, the uppermost first."""
    block: list[tuple[str, ...]] = []
    for row in reversed(rows[:first]):
        if not any(row.cells):
            continue
        cells = _fitted(row, rows[first:], width)
        over_numbers = any(
            kind in "tm" and below == "n" and has_letters(cell)
            for cell, kind, below in zip(row.cells, row.kinds, pattern, strict=False)
        )
        is_plain = row.is_text and not _is_remark(row, rows[first])
        is_last = not block or are_units(block[0])
        is_numbered = is_last and "n" in row.kinds and "d" not in row.kinds and not _is_setting(row)
        if not cells or not over_numbers or not (is_plain or (is_numbered and not row.is_comment)):
            break
        block.insert(0, cells)
        if len(block) == MOST_HEADER_ROWS or not row.is_text:
            break
    return block


def _is_remark(row: Row, first: Row) -> bool:
    """Whether a line of words is no names: a setting, or a comment unless its cells stand right above the table's."""
    return _is_setting(row) or (row.is_comment and (row.width == 1 or row.line != first.line - 1))


def _is_setting(row: Row) -> bool:
    alone = row.is_comment or row.width == 1
    return row.cells[0].endswith((":", "=")) or (alone and any(map(SETTING.search, row.cells)))


def _fitted(row: Row, data: Sequence[Row], width: int) -> tuple[str, ...]:
    """The cells of a line of names, one for each column; () where they do not fit the rows below."""
    cells = _unmarked(row, width)
    if len(cells) >= width:
        return () if any(cells[width:]) else cells[:width]
    rest = any(cell for each in data for cell in each.cells[len(cells) :])
    return () if rest else cells + ("",) * (width - len(cells))


def _unmarked(row: Row, width: int) -> tuple[str, ...]:
    """The cells of a line of names but for a comment mark that stands alone before them."""
    is_marked = row.width == width + 1 and row.cells[0] in COMMENT_MARKS and row.cells[-1]
    return row.cells[1:] if is_marked else row.cells


def _misfit(above: Sequence[Row], first: Row, is_named: bool) -> Row | None:
    """A row above a table that belongs to it and has another number of cells: no title, no setting, no comment."""
    for row in above:
        if row.width != first.width and "n" in row.kinds and not set(row.kinds) - set("n- "):
            return row
    last = above[-1] if above else first
    is_other = not is_named and first.width > 1 and last.width not in (1, first.width)
    are_words = last.is_text and not last.is_comment and not _is_setting(last)
    return last if is_other and are_words and last.line == first.line - 1 else None
