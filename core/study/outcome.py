"""Who took part, how well each did on what was held out, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from core.learning.score import Score
from core.study.certainty import Interval
from core.study.sums import Array
from core.study.verdict import Verdict
from core.study.winner import Winner

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Fold:
    """A filter of one size in every fold: `coefficients` are its weights and offset as fitted without that fold.

    `tallies` (tiles, k) are what its judge counts where it was held out, `inner` (folds,) the mean squared error inside
    each fold's training part, with a part of it held out in turn.
    """

    tallies: Array
    inner: Array
    coefficients: tuple[Array, ...]
    microseconds: float


@dataclass(frozen=True, eq=False)
class Contestant:
    """A method or a filter and how it did: its `role` is "designed", "best" or "learned".

    `tallies` (tiles, k) are what its judge counts on each held-out tile; `score` follows from them. `chosen` are the
    settings that each fold's training part chose. `multiplications` are of one answer, None where it is no product with
    a kernel; `microseconds` were measured here, for one answer.
    """

    name: str
    title: str
    role: str
    tallies: Array
    score: Interval
    chosen: tuple[str, ...]
    multiplications: int | None
    microseconds: float


@dataclass(frozen=True, eq=False)
class Outcome:
    """The comparison on one's own data.

    `rows` has all contestants, in the order of tables; `designed` and `learned` are what each side chooses inside the
    folds, which the verdict compares.
    """

    score: Score
    rows: tuple[Contestant, ...]
    designed: Contestant
    learned: Contestant
    verdict: Verdict
    winner: Winner

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row for each contestant: its score with bounds, its cost, and what the folds chose."""
        import pandas as pd

        return pd.DataFrame(
            {
                "contestant": [each.title for each in self.rows],
                "role": [each.role for each in self.rows],
                self.score.title: [each.score.value for each in self.rows],
                "low": [each.score.low for each in self.rows],
                "high": [each.score.high for each in self.rows],
                "multiplications": pd.array([each.multiplications for each in self.rows], dtype="Int64"),
                "microseconds": [each.microseconds for each in self.rows],
                "chosen": ["; ".join(dict.fromkeys(each.chosen)) for each in self.rows],
            }
        )
