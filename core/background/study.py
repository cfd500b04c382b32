"""What can be computed in the background: pieces that do not depend on each other, and a conclusion from all."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable


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


class AtOnce:
    """A study of a single piece, whose `result` is also what is concluded."""

    def result(self) -> Any:
        """All that is computed."""
        raise NotImplementedError

    def pieces(self) -> Sequence[None]:
        """A single one."""
        return (None,)

    def work(self, _: None) -> Any:
        """The result."""
        return self.result()

    def conclude(self, parts: Sequence[Any]) -> Any:
        """The result."""
        return parts[0]


@runtime_checkable
class GoesOn(Study, Protocol):
    """A study whose work is one long computation: a piece goes on from where another one ended.

    What takes seconds is done a slice at a time: others take turns between two slices, and what nobody wants any more
    ends with its slice. How many slices there are shows only when they are done.
    """

    def after(self, part: Any) -> Sequence[Any]:
        """The pieces that go on from this part; none where it is whole. They come before those of `pieces()`."""
        ...


def after(study: Study, part: Any) -> tuple[Any, ...]:
    """The pieces that go on from a part of this study."""
    return tuple(study.after(part)) if isinstance(study, GoesOn) else ()


def done_at_once(study: Study, on_progress: Callable[[float], None] | None = None) -> tuple[tuple[Any, ...], Any]:
    """All parts of a study and its conclusion, computed here: for programs and tests.

    `on_progress` is called with the share that is done, after each piece. Nothing is concluded on the way. The parts of
    pieces that go on from others come after those of `pieces()`, as they do for those who look.

    >>> from core.background.example import Squares
    >>> done_at_once(Squares(3))
    ((0, 1, 4), 5)
    """
    pieces = worked_on(study.pieces())
    parts: dict[int, Any] = {}
    first = len(pieces)
    while (at := next_of(range(len(pieces)), parts, first)) is not None:
        parts[at] = study.work(pieces[at])
        pieces += after(study, parts[at])
        if on_progress is not None:
            on_progress(len(parts) / len(pieces))
    ordered = tuple(parts[at] for at in range(len(pieces)))
    return ordered, study.conclude(ordered)


def next_of(pieces: Iterable[int], begun: Container[int], first: int) -> int | None:
    """The number of the next piece of those that nobody began: those from `first` on, which go on from others, lead.

    >>> next_of(range(4), {0}, 3), next_of(range(4), {0, 3}, 3), next_of(range(1), {0}, 1)
    (3, 1, None)
    """
    return min((at for at in pieces if at not in begun), key=lambda at: (at < first, at), default=None)


def worked_on(pieces: Sequence[Any]) -> list[Any]:
    """The pieces themselves, without what only waits for them.

    >>> worked_on([1, SoFar(), 2])
    [1, 2]
    """
    return [piece for piece in pieces if not isinstance(piece, SoFar)]
