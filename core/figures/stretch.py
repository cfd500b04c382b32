"""A stretch of a signal for the browser: what came in, what is wanted and what both sides answer, on one time axis.

Above lies the whole signal with the folds that are held out one after another.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.wire import packed
from core.study import Contest, Outcome
from core.study.events import EventData
from core.study.judges import Detections
from core.study.noisy import NoisyData

SPAN = 400  # samples of a stretch
COLUMNS = 600  # of the whole signal, each with its lowest and its highest sample
MOST_TICKS = 1500  # events that are marked on the whole signal


def stretch_figure(study: Contest, outcome: Outcome, start: int) -> bytes:
    """Pack the stretch of the first file that begins at this sample, and the whole of that file.

    >>> from core.study import compare_on, contest
    >>> from core.study.examples import examples
    >>> data, task = examples("events")["heartbeats"].make()
    >>> made = compare_on(data, task, sizes=(3, 5), networks=False)
    >>> len(stretch_figure(contest(data, task, sizes=(3, 5)), made, 100)) > 3000
    True
    """
    before = study.data.befores[0]
    start = int(np.clip(start, 0, max(0, len(before) - SPAN)))
    part = slice(start, min(len(before), start + SPAN))
    low, high = _envelope(before)
    arrays: dict[str, NDArray[Any]] = {"low": low, "high": high, "before": before[part]}
    for role, answers in outcome.answers.items():
        arrays[role] = np.nan_to_num(answers[0][part])
    header: dict[str, Any] = {
        "count": len(before),
        "start": start,
        "folds": [list(ends) for (ends,) in outcome.division.boxes(0)],
        "margin": outcome.division.margin,
        "titles": {role: side.title for role, side in outcome.sides.items()},
        "largest": largest_difference(outcome),
    }
    if isinstance(study.data, EventData):
        events = study.data.events[0]
        header["events"] = events[(part.start <= events) & (events < part.stop)].tolist()
        header["ticks"] = events[:: -(-len(events) // MOST_TICKS) or 1].tolist()
        judge = study.data.judge
        assert isinstance(judge, Detections)  # noqa: S101 - tells the type checker
        for role, answers in outcome.answers.items():
            alarms, is_hit = judge.alarms(answers[0], 0)
            there = (part.start <= alarms) & (alarms < part.stop)
            arrays |= {f"{role}Alarms": alarms[there], f"{role}Hits": is_hit[there]}
    elif not isinstance(study.data, NoisyData):
        arrays["after"] = study.data.afters[0][part]
    return packed(header, **arrays)


def largest_difference(outcome: Outcome) -> int:
    """Where the stretch begins in whose middle the answers of both sides differ most, in the first file."""
    designed, learned = (np.nan_to_num(outcome.answers[role][0]) for role in ("designed", "learned"))
    apart = np.abs(designed - learned)
    # of events each side has its own scale; where one is positive and the other is not, they disagree
    if outcome.recalls is not None:
        apart = np.where(
            (designed > 0) != (learned > 0), np.abs(designed / _size(designed) - learned / _size(learned)), 0
        )
    return max(0, int(apart.argmax()) - SPAN // 2)


def _size(answers: NDArray[Any]) -> float:
    return float(np.abs(answers).max()) or 1.0


def _envelope(samples: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    edges = np.unique(np.linspace(0, len(samples), min(COLUMNS, len(samples)) + 1).astype(int))
    return np.minimum.reduceat(samples, edges[:-1]), np.maximum.reduceat(samples, edges[:-1])
