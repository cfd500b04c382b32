"""All contestants of a study for the browser: each with its score, the bounds and the cost, under the verdict."""

from __future__ import annotations

import numpy as np

from core.figures.learning_curve import unbroken
from core.figures.wire import packed
from core.learning.score import Score
from core.study import Contestant, Outcome, Side
from core.study.sums import Array

KINDS = {
    "learned": "Learned is better",
    "designed": "Designed is better",
    "not worth it": "Not worth it",
    "cannot be said": "Cannot be said",
}


def contestants_figure(outcome: Outcome, *, is_whole: bool) -> bytes:
    """Pack both sides and then all contestants, the best of a role first: `score`, `low` and `high` (rows,).

    A side is what its training parts chose, which differs from part to part: its score is the one that the verdict
    compares, and belongs to no single contestant. The header has titles, roles and costs, the verdict, and the score's
    title. Not `is_whole` is an outcome that others will still join.

    >>> from core.study import compare_on
    >>> from core.study.examples import examples
    >>> made = compare_on(*examples("before_after")["steps"].make(), sizes=(3, 5), networks=False)
    >>> len(contestants_figure(made, is_whole=True)) > 1000
    True
    """
    rows: list[tuple[str, Side | Contestant]] = outcome.entries[: len(outcome.sides)]
    order = sorted(outcome.rows, key=lambda row: (ROLES.index(row.role), -row.score.value))
    rows += [(row.title, row) for row in order]
    bounds = np.array([(row.score.value, row.score.low, row.score.high) for _, row in rows])
    header = {
        "rows": [
            {
                "title": unbroken(title),
                "role": row.role,
                "value": outcome.score.written(row.score.value),
                "bounds": f"{outcome.score.written(row.score.low)} and {outcome.score.written(row.score.high)}",
                "cost": f"{row.cost} an answer" if row.cost else "nothing to compute",
                "isSide": isinstance(row, Side),
            }
            for title, row in rows
        ],
        "kind": KINDS[outcome.verdict.kind],
        "verdict": outcome.verdict.sentence,
        "isWhole": is_whole,
        "metric": axis_title(outcome),
        "ends": ends(outcome.score, *bounds.T),
    }
    return packed(header, score=bounds[:, 0], low=bounds[:, 1], high=bounds[:, 2])


def ends(score: Score, values: Array, low: Array, high: Array) -> tuple[float, float]:
    """Where the axis of scores (rows,) with these bounds begins and ends.

    What is far worse than most, and bounds that go far beyond all scores, are cut off; where most scores are the same,
    no more than a few times what is worth having. No axis goes beyond the least and the most that a score can be.

    >>> f1 = Score("f1", "F1", 0.02, "")
    >>> ends(f1, np.zeros(4), np.zeros(4), np.full(4, 0.3)), ends(f1, np.ones(4), np.ones(4), np.ones(4))
    ((0.0, 0.3), (0.8, 1.0))
    """
    least, largest = LIMITS.get(score.metric, (-np.inf, np.inf))
    most, upper = float(values.max()), float(np.quantile(values, 0.25, method="higher"))
    room = 1.6 * (most - upper)
    if room < SAME * score.worth:
        room = EVEN * score.worth if np.isinf(largest) else largest - least
    first, last = max(float(low.min()), most - 2 * room), min(float(high.max()), most + room)
    if last - first < score.worth:
        first, last = most - EVEN * score.worth, most + EVEN * score.worth
    return max(first, least), min(last, largest)


LIMITS = {"f1": (0.0, 1.0)}  # of scores that have any
# of what is worth having: scores that differ by less are the same, and so far their axis goes at most
SAME, EVEN = 0.2, 10.0
ROLES = ("learned", "designed", "best")


def axis_title(outcome: Outcome) -> str:
    """The score's title with its unit."""
    return f"{outcome.score.title} in {outcome.score.unit}" if outcome.score.unit else outcome.score.title
