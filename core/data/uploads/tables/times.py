"""Which columns of a table tell when its samples were taken, and the sample rate that follows.

A column counts time if its name says so, or if it is the first, grows evenly and has no name or a unit of time. The
rate follows from even steps and a known unit: the one in the name or below it; seconds for names like "time" and "t" as
far as the values are plausible, and days are not; for times since 1970 the one that their size tells. Where a unit is
not known there is no rate rather than a false one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.limits import UnreadableUpload
from core.data.uploads.tables.cells.calendar import may_be_days, seconds_of
from core.data.uploads.tables.cells.units import COUNTERS, PER_SECOND, is_clock, words_and_unit
from core.data.uploads.tables.columns import Column
from core.data.uploads.tables.read import Table
from core.data.uploads.tables.rows import TIMESTAMP

IN_SECONDS = frozenset({"t", "time", "zeit"})
SINCE_1970 = (5e8, 5e9)  # in seconds: 1985 to 2128
UNEVEN = 0.05  # share by which steps may differ: 360 Hz with four digits after the point differ by 4 %
# of a column whose name does not say that it counts, and how many make it likely that it does, whatever was rounded
FEWEST_TIMES, SURE_TIMES, HARDLY_UNEVEN = 3, 8, 1e-6
MOST_PLACES = 8  # of columns with dates, counted from the left
DIGITS = 12  # of a rate, fewer than a double has: 0.1 s is 10 Hz and not 10.000000000000002


@dataclass(frozen=True)
class Times:
    """A column that counts: its place among the table's columns, its name, the samples per second or None, and why."""

    index: int
    name: str
    rate: float | None
    note: str = ""


def times_of(table: Table) -> tuple[Times, ...]:
    """The columns of a table that count time or samples; () where there is no other column of numbers.

    >>> from core.data.uploads.tables.read import read_table
    >>> times_of(read_table(b"Time (ms),v\\n0,5\\n2,6\\n4,4\\n", "a.csv"))
    (Times(index=0, name='Time (ms)', rate=500.0, note=''),)
    """
    if len(table.columns) < 2:
        return ()
    found: list[Times] = []
    for index in range(len(table.columns)):
        times = _times(table, index, is_sought=not found)
        if times is not None:
            found.append(times)
    counting = {times.name for times in found}
    return tuple(found) if any(column.name not in counting for column in table.numeric) else ()


def rate_of(column: Column, table: Table, times: tuple[Times, ...]) -> tuple[float | None, str]:
    """The sample rate of a column, by the nearest times to its left that give one, and a note where none does."""
    if any(each.name == column.name for each in times):
        return None, ""
    known = [each for each in times if each.rate is not None]
    if not known:
        return None, next((each.note for each in times if each.note), "")
    left = [each for each in known if each.index < table.columns.index(column)]
    return (left[-1] if left else known[0]).rate, ""


def _times(table: Table, index: int, is_sought: bool) -> Times | None:
    """The times in one column; one that does not say so counts only where none was found before it."""
    column = table.columns[index]
    if not column.is_numeric:
        return _dates(table, index)
    words, unit = words_and_unit(column.name, column.unit)
    is_counter = bool(words & COUNTERS and words <= COUNTERS) or unit in COUNTERS
    is_first = is_sought and column is table.numeric[0] and (column.is_nameless or unit in PER_SECOND)
    if not (is_counter or is_first or is_clock(words, unit)):
        return None
    try:
        values = table.numbers(column)
    except UnreadableUpload:
        values = np.full(len(column.cells), np.nan)
    exact = column.since_first() if np.abs(values).max() > SINCE_1970[0] else values  # NaN is not
    steps = np.diff(exact)
    if is_counter:
        return Times(index, column.name, None) if (steps > 0).all() else None
    if is_clock(words, unit):
        stands = (steps <= 0).all() if words != {"t"} else (steps < 0).any() or not steps.any()
        if len(steps) and stands:  # or runs backwards: it counts nothing
            return None
    elif not _counts_unnamed(exact):
        return None
    if column.is_nameless and (steps == 1).all():
        return Times(index, column.name, None)
    per_second = _per_second(frozenset() if column.is_nameless else words, unit, values)
    return _times_with_rate(index, column, exact, per_second)


def _dates(table: Table, index: int) -> Times | None:
    column = table.columns[index]
    if index >= MOST_PLACES or not TIMESTAMP.fullmatch(column.cells[0].as_py()):
        return None
    seconds = seconds_of(column.cells)
    if seconds is None:
        return None
    beside = table.columns[index + 1] if index + 1 < len(table.columns) else column
    if beside is not column and not beside.is_numeric and (seconds % 86400 == 0).all():  # a date, and a time of day
        clock = seconds_of(beside.cells)
        seconds = seconds if clock is None else seconds + clock
    return _times_with_rate(index, column, seconds, 1.0) if (np.diff(seconds) > 0).any() else None


def _counts_unnamed(times: NDArray[np.float64]) -> bool:
    """Whether numbers grow so evenly that they count, though their name does not say so."""
    allowed = UNEVEN if len(times) >= SURE_TIMES else HARDLY_UNEVEN
    return len(times) >= FEWEST_TIMES and _mean_step(times, allowed) is not None


def _times_with_rate(index: int, column: Column, times: NDArray[np.float64], per_second: float | None) -> Times:
    step = _mean_step(times)
    if step is not None and per_second is not None:
        return Times(index, column.name, float(f"{per_second / step:.{DIGITS}g}"))
    if not np.isfinite(times).all():
        why = f"some of the times in '{column.name}' are missing or no numbers"
    elif step is None:
        why = f"the times in '{column.name}' are not evenly spaced"
    else:
        why = f"the unit of the times in '{column.name}' is not known"
    return Times(index, column.name, None, f"No sample rate: {why}.")


def _per_second(words: frozenset[str], unit: str, values: NDArray[np.float64]) -> float | None:
    """How many of the unit of these times make a second, None where that is not known; no words for no name."""
    low, high = values.min(), values.max()
    earliest, latest = SINCE_1970
    if unit:
        known = PER_SECOND.get(unit)
        return None if known == 1 and high > latest else known
    for scale in (1.0, 1e3, 1e6, 1e9):
        if earliest * scale <= low and high <= latest * scale:
            return scale
    step = _mean_step(values)
    whole = (values == np.round(values)).all() and step != 1.0  # milliseconds are as likely
    if whole or step is None or may_be_days(values, step):
        return None
    return 1.0 if words and words <= IN_SECONDS and high < earliest else None


def _mean_step(times: NDArray[np.float64], uneven: float = UNEVEN) -> float | None:
    """The step of times that grow evenly, up to this share of it, else None."""
    steps = np.diff(times)
    if not len(steps) or not np.isfinite(steps).all() or steps.mean() <= 0:
        return None
    mean = (times[-1] - times[0]) / len(steps)
    return float(mean) if np.abs(steps - mean).max() <= uneven * mean else None
