"""How far a study has come, as those who look at it see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Progress:
    """`parts` of the first pieces, of `count` pieces, and the `conclusion` once all are done.

    What is concluded on the way is no part: the last of it is `so_far`, None where there is none yet.

    `status` is "working", "stopped", "finished" or "failed". A `message` says why it failed, or why nothing is computed
    now.
    `seconds_left` is what the rest takes at the pace of the pieces so far, None where nothing is known yet.
    """

    parts: tuple[Any, ...]
    count: int
    conclusion: Any
    status: str
    seconds_left: float | None = None
    message: str = ""
    so_far: Any = None

    @property
    def share(self) -> float:
        """The share of the pieces that is done, from 0 to 1."""
        return len(self.parts) / self.count if self.count else 1.0
