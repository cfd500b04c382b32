"""A stretch of a signal for the browser: what came in, what is wanted and what both sides answer, on one time axis.

Above lies the whole signal with the folds that are held out one after another.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.strip import SPAN, envelope, shown_start, ticks
from core.figures.wire import packed
from core.study import Contest, Outcome
from core.study.events import EventData
from core.study.noisy import NoisyData


def stretch_figure(study: Contest, outcome: Outcome, start: int, file: int = 0) -> bytes:
    """Pack the stretch of a file that begins at this sample, as far as the file goes, and the whole of that file.

    >>> from core.study import compare_on, contest
    >>> from core.study.examples import examples
    >>> data, task = examples("events")["heartbeats"].make()
    >>> made = compare_on(data, task, sizes=(3, 5), networks=False)
    >>> len(stretch_figure(contest(data, task, sizes=(3, 5)), made, 100)) > 3000
    True
    """
    before = study.data.inputs[file]
    start = shown_start(len(before), start)
    part = slice(start, min(len(before), start + SPAN))
    arrays: dict[str, NDArray[Any]] = {**envelope(before), "before": before[part]}
    for role, answers in outcome.answers.items():
        arrays[role] = np.nan_to_num(answers[file][part])
    header: dict[str, Any] = {
        "count": len(before),
        "start": start,
        "folds": [list(ends) for (ends,) in outcome.division.boxes(file)],
        "isHeldOutWhole": len(study.data.before) > 1,
        "margin": outcome.division.margin,
        "titles": {role: side.title for role, side in outcome.sides.items()},
        "largest": largest_difference(outcome, file),
    }
    if isinstance(study.data, EventData):
        events = study.data.events[file]
        header["events"] = events[(part.start <= events) & (events < part.stop)].tolist()
        header["ticks"] = ticks(events)
        for role, peaks in outcome.peaks.items():
            alarms, is_hit = peaks.alarms(file)
            there = (part.start <= alarms) & (alarms < part.stop)
            arrays |= {f"{role}Alarms": alarms[there], f"{role}Hits": is_hit[there]}
    elif not isinstance(study.data, NoisyData):
        arrays["after"] = study.data.targets[0][file][part]
    return packed(header, **arrays)


def largest_difference(outcome: Outcome, file: int = 0) -> int:
    """Where the stretch begins in whose middle the answers of both sides differ most in a file."""
    (place,) = outcome.furthest_apart[file]
    return max(0, place - SPAN // 2)
