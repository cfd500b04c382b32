"""What a designed method does on all of the data, as sums over its parts."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.study.designed import Designed, noise_of
from core.study.sums import Array, sums_of

if TYPE_CHECKING:
    from core.study.contest import Contest


@dataclass(frozen=True, eq=False)
class Sums:
    """A designed method with one setting: sums over segments and over tiles, and the time for one answer."""

    segments: Array
    tiles: Array
    microseconds: float


def designed_sums(contest: Contest, method: Designed, number: int) -> Sums:
    """The sums of one setting of a method over all of the data."""
    befores, afters = contest.data.befores, contest.data.afters
    begun = time.perf_counter()
    answers = [method.apply(each, noise_of(each), **method.choices[number]) for each in befores]
    seconds = time.perf_counter() - begun
    cut = contest.division
    return Sums(
        sums_of(answers, afters, cut.segments),
        sums_of(answers, afters, cut.tiles),
        1e6 * seconds / sum(each.size for each in befores),
    )
