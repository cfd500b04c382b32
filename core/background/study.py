"""What can be computed in the background: pieces that do not depend on each other, and a conclusion from all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class SoFar:
    """What stands among pieces and waits for all before it: these already allow a conclusion."""


class Study(Protocol):
    """A computation in pieces; a frozen dataclass, so that equal studies are equal and can be sent to a process.

    A piece should take less than a second or two: between two pieces a study can be stopped, and others take turns. One
    may be `SoFar()`, which is no part: `conclude` is called with the parts before it, for those who look.
    """

    def pieces(self) -> Sequence[Any]:
        """What is to be worked on, one after another."""
        ...

    def work(self, piece: Any) -> Any:
        """The part of the result that follows from one piece."""
        ...

    def conclude(self, parts: Sequence[Any]) -> Any:
        """What follows from the parts of all pieces, in their order."""
        ...


def done_at_once(study: Study, on_progress: Callable[[float], None] | None = None) -> tuple[tuple[Any, ...], Any]:
    """All parts of a study and its conclusion, computed here: for programs and tests.

    `on_progress` is called with the share that is done, after each piece. Nothing is concluded on the way.

    >>> from core.background.example import Squares
    >>> done_at_once(Squares(3))
    ((0, 1, 4), 5)
    """
    pieces, parts = worked_on(study.pieces()), []
    for piece in pieces:
        parts.append(study.work(piece))
        if on_progress is not None:
            on_progress(len(parts) / len(pieces))
    return tuple(parts), study.conclude(parts)


def worked_on(pieces: Sequence[Any]) -> list[Any]:
    """The pieces themselves, without what only waits for them.

    >>> worked_on([1, SoFar(), 2])
    [1, 2]
    """
    return [piece for piece in pieces if not isinstance(piece, SoFar)]
