"""Dates and times of day as seconds, in the orders of several countries."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# all become "2024-01-31 09:00:00.5"; 01/02/2024 is tried in both orders
DAY_FIRST = r"^(\d{1,2})[./](\d{1,2})[./](\d{4}),?", r"\3-\2-\1"
MONTH_FIRST = r"^(\d{1,2})/(\d{1,2})/(\d{4}),?", r"\3-\1-\2"
YEAR_FIRST = r"^(\d{4})/(\d{1,2})/(\d{1,2})", r"\1-\2-\3"
TWO_DIGITS = (r"-(\d)\b", r"-0\1"), (r"([T ]|^)(\d):", r"\10\2:")
TIME_ALONE = r"^(\d\d:\d\d:)", r"1970-01-01 \1"
DECIMAL_COMMA = r"(:\d\d),(\d)", r"\1.\2"
HALF_DAYS = "%Y-%m-%d %I:%M:%S %p"
DAY = 86400.0
# what clocks step by, in seconds: parts of a second, of a minute, of an hour; and one or two hours
CLOCK_STEPS = [
    *(part / 1000 for part in range(1, 501) if 1000 % part == 0),
    *(part for part in range(1, 31) if 60 % part == 0),
    *(60 * part for part in (1, 2, 5, 10, 15, 30, 60, 120)),
]
SERIAL_DAYS = (20_000, 80_000), (700_000, 800_000)  # 1954 to 2119 in spreadsheets, 1916 to 2190 in MATLAB


def seconds_of(cells: Any) -> NDArray[np.float64] | None:
    """The seconds (n,) since the first of the dates or times in an Arrow array of text; None where one is neither.

    None as well where day and month could be exchanged and this would change the seconds. With "AM" or "PM" the month
    comes first.

    >>> import pyarrow
    >>> seconds_of(pyarrow.array(["31.01.2024 23:59:59", "01.02.2024 00:00:01,5"]))
    array([0. , 2.5])
    """
    import pyarrow.compute as pc

    seconds = _seconds(cells, None)
    if seconds is not None:
        return seconds
    form = HALF_DAYS if pc.any(pc.match_substring_regex(cells, "(?i)m$")).as_py() else None
    for pattern, replacement in (DECIMAL_COMMA, YEAR_FIRST):
        cells = pc.replace_substring_regex(cells, pattern, replacement)
    either = "/" in cells[0].as_py() and form is None
    read = []
    for order in (DAY_FIRST, MONTH_FIRST) if either else (MONTH_FIRST if form else DAY_FIRST,):
        written = cells
        for pattern, replacement in (order, *TWO_DIGITS, TIME_ALONE):
            written = pc.replace_substring_regex(written, pattern, replacement)
        if (seconds := _seconds(written, form)) is not None:
            read.append(seconds)
    return read[0] if read and np.array_equal(read[0], read[-1]) else None


def may_be_days(times: NDArray[np.float64], step: float) -> bool:
    """Whether times (n,) of this step are as likely days, as spreadsheets and MATLAB keep dates, as seconds.

    >>> may_be_days(np.array([0.5, 0.5 + 1 / 86400]), 1 / 86400), may_be_days(np.array([0.5, 0.501]), 0.001)
    (True, False)
    """
    if np.isclose(step * DAY, CLOCK_STEPS, rtol=5e-3, atol=0).any():
        return True
    is_serial = any(earliest <= times[0] and times[-1] <= latest for earliest, latest in SERIAL_DAYS)
    hours, microseconds = step * 24, step * 1e6
    return is_serial and (abs(hours - round(hours)) < 1e-3 or abs(microseconds - round(microseconds)) > 0.01)


def _seconds(cells: Any, form: str | None) -> NDArray[np.float64] | None:
    """The seconds of cells in the form of ISO 8601, or in the given one."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        if form is None:
            zone = "UTC" if pc.match_substring_regex(cells[:1], r"(?:Z|[-+]\d\d:?\d\d)$")[0].as_py() else None
            times = cells.cast(pa.timestamp("ns", zone))
        else:
            times = pc.strptime(cells, format=form, unit="ns")
    except pa.ArrowInvalid:
        return None
    nanoseconds = pc.subtract(times, times[0]).cast(pa.int64()).to_numpy(zero_copy_only=False)
    return nanoseconds / 1e9
