"""Events as people write them: a list of numbers and ranges, or a column that marks them beside the signal."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.study.sums import Array

MOST = 100_000  # events in a list
NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
ENTRY = re.compile(rf"({NUMBER})(?:\s*(?:-|–|to)\s*({NUMBER}))?")


def events_of_text(text: str, rate: float | None = None) -> tuple[int, ...]:
    """The samples, counted from 0, of a list of times and ranges of times; of a range its middle.

    Entries are separated by commas, semicolons, spaces or lines. Times are in seconds where the signal's `rate` in Hz
    is given, else they are numbers of samples. Raises ValueError for what is neither a number nor a range.

    >>> events_of_text("12, 40-44; 90")
    (12, 42, 90)
    >>> events_of_text("0.5 1.25", rate=100.0)
    (50, 125)
    """
    found = []
    at = 0
    for entry in ENTRY.finditer(text):
        _check_between(text[at : entry.start()])
        at = entry.end()
        first, last = float(entry[1]), float(entry[2] or entry[1])
        if last < first:
            raise ValueError(f"The range {entry[0]} ends before it begins: write the smaller number first.")
        if rate is None and not (first.is_integer() and last.is_integer()):
            raise ValueError(
                f"{entry[0]} is no sample: these are counted 0, 1, 2 and so on. Times in seconds need a signal with a "
                "sample rate."
            )
        found.append((first + last) / 2 * (rate or 1.0))
        if len(found) > MOST:
            raise ValueError(f"There are more than {MOST:,} events: give fewer, or a column that marks them.")
    _check_between(text[at:])
    beyond = [each for each in found if not 0 <= each < 2**31]
    if beyond:
        raise ValueError(f"{beyond[0]:g} is no sample of a signal: give times from 0 on.")
    return tuple(sorted({round(each) for each in found}))


def text_of_events(events: Sequence[int], rate: float | None = None) -> str:
    """The list that `events_of_text` reads these samples from, at the same rate.

    >>> text_of_events((12, 90)), text_of_events((50, 125), rate=100.0)
    ('12, 90', '0.5, 1.25')
    """
    return ", ".join(f"{event / (rate or 1.0):.12g}" for event in events)


def _check_between(text: str) -> None:
    """Raise ValueError where more than a separator stands between two entries."""
    left = re.sub(r"[\s,;]+", " ", text).strip()
    if left:
        raise ValueError(
            f"“{left[:20]}” is neither a number nor a range: write times such as 12, 40-44, 90, in samples or seconds."
        )


def events_of_column(marks: Array) -> tuple[int, ...]:
    """The middle of each run of samples that are not 0 in a column beside the signal.

    Raises ValueError where most samples are marked: such a column marks no events.

    >>> events_of_column(np.array([0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 2.0]))
    (2, 7)
    """
    marked = np.asarray(marks) != 0
    if marked.mean() > 0.5:
        raise ValueError(
            "More than half of the column is not 0: it marks no events. Choose a column that is 0 except at the events."
        )
    edges: NDArray[np.int8] = np.diff(np.concatenate([[0], marked.astype(np.int8), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return tuple(int(each) for each in (starts + ends - 1) // 2)
