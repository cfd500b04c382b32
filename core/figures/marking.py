"""A signal for the browser on which events are marked, and what becomes of the events where they are changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.data import Signal
from core.figures.strip import SPAN, envelope, shown_start, ticks
from core.figures.wire import packed


def marking_figure(signal: Signal, events: Sequence[int], start: int) -> bytes:
    """Pack the stretch of a signal that begins at this sample with its events, and the whole of the signal.

    >>> len(marking_figure(Signal("own", "Own", np.sin(np.arange(900.0))), (5, 700), 0)) > 3000
    True
    """
    samples, known = signal.samples, np.array(sorted(events), int)
    start = shown_start(len(samples), start)
    stop = min(len(samples), start + SPAN)
    inside = known[(start <= known) & (known < stop)]
    header: dict[str, Any] = {
        "count": len(samples),
        "start": start,
        "events": inside.tolist(),
        "elsewhere": len(known) - len(inside),
        "ticks": ticks(known),
    }
    return packed(header, before=samples[start:stop], **envelope(samples))


def marked_anew(events: Sequence[int], start: int, stop: int, marks: Sequence[int]) -> tuple[int, ...]:
    """All events, with these marks in place of those from sample `start` to before `stop`.

    >>> marked_anew((5, 20, 40), 10, 30, (12, 13))
    (5, 12, 13, 40)
    """
    kept = [each for each in events if not start <= each < stop]
    return tuple(sorted({*kept, *(each for each in marks if start <= each < stop)}))
