"""Whose turn it is among the pieces of one study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.background import SoFar, done_at_once
from core.background.job import Job


@dataclass(frozen=True)
class SumOnTheWay:
    """Three numbers, of which the sum of the first two is told on the way."""

    def pieces(self) -> Sequence[Any]:
        return (1, 2, SoFar(), 3)

    def work(self, piece: int) -> int:
        return piece

    def conclude(self, parts: Sequence[int]) -> int:
        return sum(parts)


def test_what_is_concluded_on_the_way_waits_for_the_parts_before_it_and_lets_later_pieces_go_first():
    job = Job(SumOnTheWay(), tuple(SumOnTheWay().pieces()))
    assert job.next_piece() == 0
    job.taken |= {0, 1}
    assert job.next_piece() == 3
    job.taken.add(3)
    assert job.next_piece() is None
    job.note(0, 1)
    assert job.next_piece() is None
    job.note(1, 2)
    assert job.next_piece() == 2
    assert job.work_of(2)() == 3
    job.taken.add(2)
    job.note(2, 3)
    told = job.progress()
    assert (told.parts, told.so_far, told.count) == ((1, 2), 3, 3)
    job.note(3, 3)
    assert job.progress().share == 1.0
    assert job.next_piece() == 4
    assert job.work_of(4)() == 6


def test_nobody_looks_on_the_way_where_all_is_done_at_once():
    assert done_at_once(SumOnTheWay()) == ((1, 2, 3), 6)


@dataclass(frozen=True)
class TwoChains:
    """Two numbers that grow to three."""

    def pieces(self) -> Sequence[int]:
        return (10, 20)

    def work(self, piece: int) -> int:
        return piece + 1

    def after(self, part: int) -> Sequence[int]:
        return (part,) if part % 10 < 3 else ()

    def conclude(self, parts: Sequence[int]) -> list[int]:
        return sorted(parts)


def test_what_goes_on_comes_before_what_is_new_and_the_conclusion_waits_for_both():
    study = TwoChains()
    job, order = Job(study, tuple(study.pieces())), []
    while not job.is_over:
        piece = job.next_piece()
        job.taken.add(piece)
        if piece < len(job.pieces):
            order.append(job.pieces[piece])
        job.note(piece, job.work_of(piece)())
    assert order == [10, 11, 12, 20, 21, 22]
    assert job.conclusion == [11, 12, 13, 21, 22, 23]
    assert job.progress().parts == done_at_once(study)[0] == (11, 21, 12, 13, 22, 23)
