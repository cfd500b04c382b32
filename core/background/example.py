"""A study small enough to read, by which the examples and the tests of this package go."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Squares:
    """The squares of the whole numbers below `count`, and their sum; each may take `seconds` or meet a misfortune.

    `refuses` is a number at which the work raises ValueError, `kills` one at which its process ends. Where there is a
    `log`, each piece adds a line to that file: its number and its process.
    """

    count: int
    seconds: float = 0.0
    refuses: int = -1
    kills: int = -1
    log: str = ""

    def pieces(self) -> Sequence[int]:
        """The numbers."""
        return range(self.count)

    def work(self, piece: int) -> int:
        """The square of one number."""
        if self.log:
            with Path(self.log).open("a", encoding="utf-8") as file:
                file.write(f"{piece} {os.getpid()}\n")
        time.sleep(self.seconds)
        if piece == self.refuses:
            raise ValueError(f"{piece} is refused.")
        if piece == self.kills:
            os._exit(1)
        return piece**2

    def conclude(self, parts: Sequence[int]) -> int:
        """The sum."""
        return sum(parts)


@dataclass(frozen=True)
class CountUp:
    """One long computation in pieces: counting to `count`, a number a piece; each takes `seconds`, and is logged."""

    count: int
    seconds: float = 0.0
    log: str = ""

    def pieces(self) -> Sequence[int]:
        """The first number."""
        return (0,)

    def work(self, piece: int) -> int:
        """The number after this one."""
        if self.log:
            with Path(self.log).open("a", encoding="utf-8") as file:
                file.write(f"{piece} {os.getpid()}\n")
        time.sleep(self.seconds)
        return piece + 1

    def after(self, part: int) -> Sequence[int]:
        """It goes on from the number that was reached."""
        return (part,) if part < self.count else ()

    def conclude(self, parts: Sequence[int]) -> int:
        """The last number."""
        return parts[-1]
