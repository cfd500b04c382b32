"""Who took part, how well each did on what was held out, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from core.learning.score import Score
from core.study.certainty import Interval
from core.study.detections import RankedPeaks
from core.study.division import Division
from core.study.pieces import Pick
from core.study.sums import Array
from core.study.verdict import Verdict
from core.study.winner import Winner

if TYPE_CHECKING:
    import pandas as pd


SIDES = {"designed": "Designed side", "learned": "Learned side"}


@dataclass(frozen=True, eq=False)
class SizeFit:
    """Filters of one size, fitted without each fold in turn and last on all data.

    `coefficients` are the weights and the offset of each, `adjustments` what its training part adds for the judge.
    `tallies` (tiles, k) are what the judge counts where nothing was fitted. `errors_inside` (folds,) are those inside
    the training parts, with a part of these held out in turn, and `compared` (folds,) those by which one filter is
    compared with a network.
    """

    tallies: Array
    errors_inside: Array
    compared: Array
    coefficients: tuple[Array, ...]
    adjustments: tuple[Any, ...]
    microseconds: float


@dataclass(frozen=True, eq=False)
class Contestant:
    """A method or a filter and how it did: its `role` is "designed", "best" or "learned".

    `tallies` (tiles, k) are what its judge counts on each held-out tile; `score` follows from them. `chosen` are the
    settings that each fold's training part chose, `picks` the study's own names for them. `multiplications` are the
    most for one answer, None where it is no product with a kernel; `microseconds` are the most for one answer, measured
    here. `errors_inside` (folds,) are errors inside the training parts, by which a side chooses; empty where none does.
    """

    name: str
    title: str
    role: str
    tallies: Array
    score: Interval
    chosen: tuple[str, ...]
    multiplications: int | None
    microseconds: float
    picks: tuple[Pick, ...] = ()
    errors_inside: Array = field(default_factory=lambda: np.zeros(0))

    @property
    def cost(self) -> str:
        """What an answer costs, in words; empty where nothing is done: what was measured is the copying."""
        if self.multiplications == 0:
            return ""
        counted = "" if self.multiplications is None else f"{self.multiplications:,} multiplications and "
        return f"{counted}{self.microseconds:.2g} microseconds"


@dataclass(frozen=True, eq=False)
class Side:
    """Designed or learned, by its `role`: what it chose inside each fold's training part, and how that did.

    `used` are the contestants it chose, one for each fold. Its `score` is that of all their held-out tiles together,
    and belongs to none of them alone where they differ.
    """

    role: str
    used: tuple[Contestant, ...]
    tallies: Array
    score: Interval

    @cached_property
    def most(self) -> Contestant:
        """What most folds chose."""
        titles = [each.title for each in self.used]
        return max(self.used, key=lambda each: titles.count(each.title))

    @property
    def title(self) -> str:
        """The title of what most folds chose."""
        return self.most.title

    @property
    def named(self) -> str:
        """The side in a sentence: what it chose, or what it chose most."""
        if len({each.title for each in self.used}) == 1:
            return f"'{self.title}'"
        return f"the {self.role} side (mostly '{self.title}')"

    @property
    def cost(self) -> str:
        """What an answer of that costs which most folds chose."""
        return self.most.cost

    @property
    def multiplications(self) -> int | None:
        """Those of that which most folds chose."""
        return self.most.multiplications

    @property
    def microseconds(self) -> float:
        """Those of that which most folds chose."""
        return self.most.microseconds

    @property
    def chosen(self) -> tuple[str, ...]:
        """What each fold chose, with its settings."""
        return tuple(", ".join(filter(None, (row.title, row.chosen[fold]))) for fold, row in enumerate(self.used))

    @property
    def picks(self) -> tuple[Pick, ...]:
        """The study's own names for these."""
        return tuple(row.picks[fold] for fold, row in enumerate(self.used))


@dataclass(frozen=True, eq=False)
class Outcome:
    """The comparison on one's own data.

    `limit` is the best score that can be told: what reaches it may be better still. `rows` has all contestants, in the
    order of tables; `designed` and `learned` are what each side chooses inside the
    folds, which the verdict compares. `answers` {"designed", "learned"} are what the two say about each file: in each
    fold what follows from the others; NaN on the rim. `measures` has what else may be said of these. `amounts` are
    scores of the best linear filter by the share of the data that it is fitted on. `peaks` are those of both sides'
    answers, where events are looked for, else there are none. An outcome on the way has neither answers nor what
    follows from them.
    """

    score: Score
    limit: float
    rows: tuple[Contestant, ...]
    designed: Side
    learned: Side
    verdict: Verdict
    winner: Winner
    division: Division
    answers: Mapping[str, tuple[Array, ...]]
    measures: Mapping[str, Mapping[str, float]]
    amounts: tuple[tuple[float, Interval], ...]
    peaks: Mapping[str, RankedPeaks]

    @property
    def sides(self) -> dict[str, Side]:
        """The two sides by their role."""
        return {"designed": self.designed, "learned": self.learned}

    @property
    def entries(self) -> list[tuple[str, Side | Contestant]]:
        """The two sides, which the verdict compares, and then all contestants, each with its title."""
        return [*((SIDES[role], side) for role, side in self.sides.items()), *((row.title, row) for row in self.rows)]

    @cached_property
    def furthest_apart(self) -> tuple[tuple[int, ...], ...]:
        """Where the answers of both sides differ most, in each file.

        Of events only that counts where one is above its threshold and one is not.
        """
        return tuple(
            _furthest(designed, learned, by_sign=bool(self.peaks))
            for designed, learned in zip(self.answers["designed"], self.answers["learned"], strict=True)
        )

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row for each side and each contestant: its score with bounds, its cost, and what the folds chose."""
        import pandas as pd

        titles, rows = zip(*self.entries, strict=True)
        return pd.DataFrame(
            {
                "contestant": titles,
                "role": [each.role for each in rows],
                self.score.title: [each.score.value for each in rows],
                "low": [each.score.low for each in rows],
                "high": [each.score.high for each in rows],
                "multiplications": pd.array([each.multiplications for each in rows], dtype="Int64"),
                "microseconds": [each.microseconds for each in rows],
                "chosen": ["; ".join(dict.fromkeys(filter(None, each.chosen))) for each in rows],
            }
        )


def _furthest(first: Array, second: Array, *, by_sign: bool) -> tuple[int, ...]:
    """Where two answers differ most; NaN, on the rim, counts for 0."""
    first, second = np.nan_to_num(first), np.nan_to_num(second)
    apart = np.abs(first - second)
    if by_sign:
        apart[(first > 0) == (second > 0)] = 0.0
    return tuple(int(at) for at in np.unravel_index(apart.argmax(), apart.shape))
