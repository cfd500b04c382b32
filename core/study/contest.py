"""A designed filter against a learned one on one's own data, as a study in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.background import SoFar, worked_on
from core.digest import digest_of
from core.study.amounts import by_amount
from core.study.before_after import BeforeAfterData
from core.study.blind import Fit, without_centre
from core.study.designed import Designed
from core.study.division import FOLDS, Division, divide
from core.study.events import EventData
from core.study.judging import outcome_of
from core.study.layers import network
from core.study.method_results import method_result
from core.study.noisy import NoisyData
from core.study.outcome import Outcome
from core.study.pieces import Amounts, FilterSize, MethodSetting, NetworkWithout, Piece
from core.study.single import single_filters

SIZES = {1: (3, 5, 9, 15, 31), 2: (3, 5, 7, 9)}  # taps along each axis, the largest last


@dataclass(frozen=True)
class Contest:
    """The study of a task: a piece is a size of single filters, a designed method with one of its settings, a network.

    Pieces give what the judge keeps of answers, which is sums over parts of the data, or peaks; which settings are best
    on a training part, and how these do on what is held out, follows from that.
    """

    data: BeforeAfterData | EventData | NoisyData
    sizes: tuple[int, ...]
    folds: int = FOLDS
    seed: int = 0
    networks: bool = True

    @property
    def division(self) -> Division:
        """Folds, margins and tiles."""
        return divide(self.data.shapes, largest=self.sizes[-1], folds=self.folds)

    @cached_property
    def digest(self) -> str:
        """Stands for all of this where results of it are kept."""
        return digest_of(self, size=16)

    @property
    def is_blind(self) -> bool:
        """Whether no answer may depend on the sample that it is for."""
        return isinstance(self.data, NoisyData)

    def allowed(self, fit: Fit) -> Fit:
        """A fit of a filter, without the tap that would see the answer's own sample where that is not allowed."""
        return without_centre(fit) if self.is_blind else fit

    def stopping(self, fold: int) -> int:
        """The other fold by which training is stopped while this one is held out: for events, one that has some."""
        cut, data = self.division, self.data
        others = cut.others(fold)
        if not isinstance(data, EventData):
            return others[0]

        counts = data.events_in(cut)
        return max(others, key=lambda other: sum(counts[list(half)].any() for half in cut.halves(fold, other)))

    def shape(self, size: int) -> tuple[int, ...]:
        """The shape of a filter of this size."""
        return (size,) * self.data.ndim

    def pieces(self) -> Sequence[Piece | SoFar]:
        """What is linear, other designed methods and amounts of data, then a network for each fold and for all data.

        These come in the order of their costs, with an outcome after each group.
        """
        linear = [each for each in self.data.methods if each.is_quick]
        others = [each for each in self.data.methods if not each.is_quick]
        networks = range(self.division.folds + 1) if self.networks else range(0)
        groups: list[list[Piece | SoFar]] = [
            [*map(FilterSize, self.sizes), *_settings(linear)],
            [*_settings(others), Amounts()],
            [*map(NetworkWithout, networks)],
        ]
        return [piece for group in groups if group for piece in (*group, SoFar())][:-1]

    def work(self, piece: Piece) -> Any:
        """What one piece gives."""
        match piece:
            case FilterSize(size):
                return single_filters(self, size)
            case MethodSetting(name, number):
                return method_result(self, name, number)
            case NetworkWithout(fold):
                return network(self, fold)
            case Amounts():
                return by_amount(self)

    def conclude(self, parts: Sequence[Any]) -> Outcome:
        """Who wins, by the parts of the first pieces or of all; of a method or a network all parts must be there."""
        outcome = outcome_of(self, dict(zip(worked_on(self.pieces()), parts, strict=False)))
        return self.data.taken_away(outcome) if isinstance(self.data, NoisyData) else outcome


def _settings(methods: Sequence[Designed]) -> list[Piece | SoFar]:
    return [MethodSetting(each.name, number) for each in methods for number in range(len(each.choices))]
