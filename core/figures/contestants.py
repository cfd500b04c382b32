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
    """Pack all contestants, the best of a role first: `score`, `low` and `high` (rows,).

    The header has their titles, roles and costs, the verdict, and the score's title. Not `is_whole` is an outcome that
    others will still join.

    >>> from core.study import compare_on
    >>> from core.study.examples import examples
    >>> made = compare_on(*examples("before_after")["steps"].make(), sizes=(3, 5), networks=False)
    >>> len(contestants_figure(made, is_whole=True)) > 1000
    True
    """
    rows = sorted(outcome.rows, key=lambda row: (ROLES.index(row.role), -row.score.value))
    chosen = [side.title for side in outcome.sides.values()]
    head, _, rest = outcome.verdict.sentence.partition(": ")
    header = {
        "rows": [
            {
                "title": unbroken(row.title),
                "role": row.role,
                "value": written(outcome, row.score.value),
                "bounds": f"{written(outcome, row.score.low)} and {written(outcome, row.score.high)}",
                "cost": cost(row),
                "isChosen": row.role != "best" and row.title in chosen,
            }
            for row in rows
        ],
        "kind": KINDS[outcome.verdict.kind],
        "verdict": f"{head}: {rest}",
        "isWhole": is_whole,
        "metric": axis_title(outcome),
    }
    bounds = np.array([(row.score.value, row.score.low, row.score.high) for row in rows])
    return packed(header, score=bounds[:, 0], low=bounds[:, 1], high=bounds[:, 2])


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
