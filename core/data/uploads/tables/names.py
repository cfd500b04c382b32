"""What the columns of a table are called, by the lines of words above it."""

from __future__ import annotations

from collections.abc import Sequence

from core.data.uploads.tables.cells.units import ACCOUNTED, is_unit, unit_in
from core.data.words import plain_text

LONGEST_COLUMN_NAME = 40


def names_and_units(
    block: Sequence[tuple[str, ...]], pattern: str, width: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names and units of `width` columns from the lines above them, of which the lowest may be one of units.

    Where the lowest does not tell the columns of numbers (n in `pattern`) apart, the line above it goes before.

    >>> names_and_units([("X", "CH1"), ("s", "mV")], "nn", 2)
    (('X', 'CH1'), ('s', 'mV'))
    >>> names_and_units([("Left", ""), ("x", "x")], "nn", 2)[0]
    ('Left x', 'Left x (2)')
    """
    if not block:
        return _distinct((), width), ("",) * width
    *above, last = block
    is_name = len(last) == 1 and last[0].isalpha() and len(last[0]) > 3  # as "volts" alone, whatever stands above it
    if above and are_units(last) and not is_name:
        return _distinct(above[-1], width), tuple(plain_text(unit.strip("[]() "), LONGEST_COLUMN_NAME) for unit in last)
    numeric = [name for name, kind in zip(last, pattern, strict=False) if kind == "n"]
    if above and (not all(numeric) or len(set(numeric)) < len(numeric)):
        last = tuple(f"{group} {name}".strip() for group, name in zip(_spread(above[-1]), last, strict=True))
    return _distinct(last, width), tuple(plain_text(unit_in(name), LONGEST_COLUMN_NAME) for name in last)


def are_units(cells: Sequence[str]) -> bool:
    """Whether all cells of a line that are not empty are units; numbers in round brackets beside others too."""
    return all(is_unit(cell) or ACCOUNTED.fullmatch(cell) for cell in cells if cell) and any(map(is_unit, cells))


def _spread(cells: Sequence[str]) -> list[str]:
    """Each empty cell as the one to its left: a name over several columns is written once."""
    spread: list[str] = []
    for cell in cells:
        spread.append(cell or (spread[-1] if spread else ""))
    return spread


def _distinct(given: Sequence[str], width: int) -> tuple[str, ...]:
    """Printable names of at most 40 signs, no two alike, comment signs left out; "column 3" where there is none."""
    names: list[str] = []
    taken: set[str] = set()
    for index, text in enumerate([*given, *[""] * (width - len(given))]):
        plain = plain_text(text, len(text)).lstrip("#%;! " if index == 0 else " ")
        name = plain_text(plain, LONGEST_COLUMN_NAME) or f"column {index + 1}"
        while name in taken:
            name += f" ({index + 1})"
        taken.add(name)
        names.append(name)
    return tuple(names)
