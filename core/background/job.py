"""A study that is not finished: its parts so far, and who looks at it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sized
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from core.background.progress import Progress
from core.background.study import SoFar, Study, after, next_of, worked_on


@dataclass(eq=False)
class Job:
    """The `parts` of a study by number of their piece; the conclusion has the number after the last piece.

    Pieces that go on from others come after those of `pieces()`, of which there are `first`.

    `looks` are the times of each viewer's last look, `seen` that of anybody's. `watched` are the seconds in which
    somebody looked and the study went on, `ends` counts the processes that ended at a piece.
    """

    study: Study
    pieces: tuple[Any, ...]
    parts: dict[int, Any] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    looks: dict[str, float] = field(default_factory=dict)
    seen: float = 0.0
    watched: float = 0.0
    ends: Counter[int] = field(default_factory=Counter)
    conclusion: Any = None
    is_concluded: bool = False
    message: str = ""
    first: int = field(init=False)

    def __post_init__(self) -> None:
        self.first = len(self.pieces)

    def look(self, viewer: str, now: float, patience: float) -> None:
        """Somebody looks."""
        if self.is_looked_at(now, patience):
            self.watched += now - max(self.looks.values())
        self.looks[viewer] = self.seen = now

    def is_looked_at(self, now: float, patience: float) -> bool:
        """Whether anybody looked within the last `patience` seconds."""
        return any(now - look < patience for look in self.looks.values())

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.is_concluded or bool(self.message)

    def next_piece(self) -> int | None:
        """The next piece; the conclusion waits for all parts, and what is concluded on the way for those before it."""
        last = len(self.pieces)
        if len(self.parts) == last:
            return None if last in self.taken else last
        return next_of((i for i in range(last) if self._can_begin(i)), self.taken, self.first)

    def _can_begin(self, piece: int) -> bool:
        return not self._is_so_far(piece) or all(i in self.parts for i in range(piece))

    def _is_so_far(self, piece: int) -> bool:
        return isinstance(self.pieces[piece], SoFar)

    def work_of(self, piece: int) -> partial[Any]:
        """What is to be called for a piece."""
        if piece < len(self.pieces) and not self._is_so_far(piece):
            return partial(self.study.work, self.pieces[piece])
        return partial(self.study.conclude, tuple(self.parts[i] for i in range(piece) if not self._is_so_far(i)))

    def note(self, piece: int, value: Any) -> None:
        """Keep what came of a piece."""
        if piece == len(self.pieces):
            self.conclusion, self.is_concluded = value, True
        else:
            self.parts[piece] = value
            self.pieces += () if self._is_so_far(piece) else after(self.study, value)

    def progress(self, *, is_stopped: bool = False) -> Progress:
        """The parts of the first pieces: one that is still missing hides those after it, so that none comes between."""
        known = list(itertools.takewhile(self.parts.__contains__, range(len(self.pieces))))
        parts = tuple(self.parts[i] for i in known if not self._is_so_far(i))
        so_far = next((self.parts[i] for i in reversed(known) if self._is_so_far(i)), None)
        if self.message:
            status = "failed"
        elif self.is_concluded:
            status = "finished"
        else:
            status = "stopped" if is_stopped else "working"
        left = self._seconds_left() if status == "working" else None
        return Progress(parts, len(worked_on(self.pieces)), self.conclusion, status, left, self.message, so_far)

    def _seconds_left(self) -> float | None:
        """At the pace so far; a piece that consists of many counts for as many."""
        sizes = [len(piece) if isinstance(piece, Sized) and not isinstance(piece, str) else 1 for piece in self.pieces]
        done = sum(sizes[i] for i in self.parts)
        return self.watched / done * (sum(sizes) - done) if done else None
