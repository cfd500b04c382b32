"""All contestants of a study for the browser: each with its score, the bounds and the cost, under the verdict."""

from __future__ import annotations

import numpy as np

from core.figures.learning_curve import unbroken
from core.figures.wire import packed
from core.study import Contestant, Outcome

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
    rows = [(SIDES[role], side) for role, side in outcome.sides.items()]
    order = sorted(outcome.rows, key=lambda row: (ROLES.index(row.role), -row.score.value))
    rows += [(row.title, row) for row in order]
    head, _, rest = outcome.verdict.sentence.partition(": ")
    header = {
        "rows": [
            {
                "title": unbroken(title),
                "role": row.role,
                "value": written(outcome, row.score.value),
                "bounds": f"{written(outcome, row.score.low)} and {written(outcome, row.score.high)}",
                "cost": cost(row),
                "isSide": title in SIDES.values(),
            }
            for title, row in rows
        ],
        "kind": KINDS[outcome.verdict.kind],
        "verdict": f"{head}: {rest}",
        "isWhole": is_whole,
        "metric": axis_title(outcome),
    }
    bounds = np.array([(row.score.value, row.score.low, row.score.high) for _, row in rows])
    return packed(header, score=bounds[:, 0], low=bounds[:, 1], high=bounds[:, 2])


# chosen anew in each part that is held out, from the others
SIDES = {"designed": "Designed and chosen by part", "learned": "Learned and chosen by part"}
ROLES = ("learned", "designed", "best")


def written(outcome: Outcome, value: float) -> str:
    """A score as people write it."""
    return outcome.score.written(value).replace("-", "\u2212")


def axis_title(outcome: Outcome) -> str:
    """The score's title with its unit."""
    return f"{outcome.score.title} in {outcome.score.unit}" if outcome.score.unit else outcome.score.title


def cost(row: Contestant) -> str:
    """What an answer costs, in words."""
    counted = "" if row.multiplications is None else f"{row.multiplications:,} multiplications and "
    return f"{counted}{row.microseconds:.2g} microseconds an answer"
