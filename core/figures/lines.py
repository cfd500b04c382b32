"""Lines over numbers for the browser: a study's scores by filter size and by amount of data, precision by recall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.contestants import axis_title
from core.figures.wire import packed
from core.study import Interval, Outcome
from core.study.outcome import SIDES

MOST_POINTS = 400  # of a curve: more than a figure has pixels for


@dataclass(frozen=True, eq=False)
class Line:
    """A line: places `x` (n,), heights `y` (n,), and bounds (n,) where there are any."""

    title: str
    role: str
    x: NDArray[Any]
    y: NDArray[Any]
    low: NDArray[Any] | None = None
    high: NDArray[Any] | None = None
    dash: tuple[int, ...] = ()


def score_by_size(outcome: Outcome) -> bytes:
    """The score of the best linear filter of each size; what both sides reach is dashed.

    >>> from core.study import compare_on
    >>> from core.study.examples import examples
    >>> made = compare_on(*examples("before_after")["steps"].make(), sizes=(3, 5), networks=False)
    >>> len(score_by_size(made)) > 500
    True
    """
    best = [row for row in outcome.rows if row.role == "best"]
    sizes = [int(row.name.removeprefix("best_")) for row in best]
    lines = [_scored("Best linear filter", "best", sizes, [row.score for row in best])]
    # what has no size of its own is level
    for role in ("designed", "learned"):
        ends = np.array([sizes[0], sizes[-1]])
        lines.append(Line(SIDES[role], role, ends, np.full(2, outcome.sides[role].score.value), dash=(7, 4)))
    return _packed(
        "Score against filter size",
        lines,
        outcome,
        across="taps along each axis",
        unit="taps along each axis",
        names=[str(size) for size in sizes],
        isLogarithmic=True,
        words="The best linear filter has the least squared error of its size. Where its score no longer rises, a "
        "larger filter gains nothing.",
    )


def score_by_amount(outcome: Outcome) -> bytes:
    """The score of the best linear filter by the share of the data that it was fitted on.

    >>> from core.study import compare_on
    >>> from core.study.examples import examples
    >>> made = compare_on(*examples("before_after")["steps"].make(), sizes=(3, 5), networks=False)
    >>> len(score_by_amount(made)) > 500
    True
    """
    shares, scores = zip(*outcome.amounts, strict=True)
    per_cent = [round(100 * share) for share in shares]
    level = np.full(2, outcome.designed.score.value)
    lines = [
        _scored("Best linear filter", "best", per_cent, scores),
        Line(SIDES["designed"], "designed", np.array([per_cent[0], per_cent[-1]]), level, dash=(7, 4)),
    ]
    return _packed(
        "Score against the amount of data",
        lines,
        outcome,
        across="per cent of the data that the filter was fitted on",
        unit="per cent of the data",
        names=[str(each) for each in per_cent],
        words="Where the line still rises at its end, more data would help a learned filter.",
    )


def precision_by_recall(outcome: Outcome) -> bytes:
    """Precision against recall of both sides, on what was held out.

    >>> from core.study import compare_on
    >>> from core.study.examples import examples
    >>> made = compare_on(*examples("events")["heartbeats"].make(), sizes=(3, 5), networks=False)
    >>> len(precision_by_recall(made)) > 500
    True
    """
    lines = []
    for role, peaks in outcome.peaks.items():
        recall, precision = peaks.recall_and_precision()
        # of equal recall the first has the highest precision; then as many as a figure can show
        first = np.flatnonzero(np.diff(recall, prepend=-1.0) > 0)
        kept = (
            first[np.unique(np.linspace(0, len(first) - 1, MOST_POINTS).round().astype(int))] if len(first) else first
        )
        lines.append(Line(SIDES[role], role, 100 * recall[kept], 100 * precision[kept]))
    return packed_lines(
        "Precision against recall",
        lines,
        across="recall in per cent: events that are found",
        metric="precision in per cent",
        unit="per cent recall",
        digits=0,
        ends=[0, 100],
        heights=[0, 100],
        words="To the right more events are found, further up fewer alarms are false.",
    )


def _scored(title: str, role: str, places: Sequence[int], scores: Sequence[Interval]) -> Line:
    bounds = np.array([(each.value, each.low, each.high) for each in scores])
    return Line(title, role, np.array(places), bounds[:, 0], bounds[:, 1], bounds[:, 2])


def _packed(title: str, lines: Sequence[Line], outcome: Outcome, **header: Any) -> bytes:
    digits = 2 if outcome.score.unit else 3
    return packed_lines(title, lines, metric=axis_title(outcome), digits=digits, **header)


def packed_lines(title: str, lines: Sequence[Line], **header: Any) -> bytes:
    """Pack lines: for each number i the arrays `xi` and `yi`, and `lowi` and `highi` where there are bounds."""
    arrays: dict[str, NDArray[Any]] = {}
    for i, line in enumerate(lines):
        arrays |= {f"x{i}": line.x.astype(np.float32), f"y{i}": line.y.astype(np.float32)}
        if line.low is not None and line.high is not None:
            arrays |= {f"low{i}": line.low.astype(np.float32), f"high{i}": line.high.astype(np.float32)}
    named = [{"title": line.title, "role": line.role, "dash": list(line.dash)} for line in lines]
    return packed({"title": title, "lines": named, **header}, **arrays)
