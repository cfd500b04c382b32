"""How much is allowed, and how much there was and is: of connections and of files that are uploaded."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from core.data.uploads.limits import MAX_MEGABYTES, configured

MINUTE = 60  # seconds
clock = time.monotonic


@dataclass(frozen=True)
class Allowed:
    """All limits; those with `minute` in their name are for each minute."""

    connections: int = field(default_factory=lambda: configured("MAX_CONNECTIONS", 600))
    by_address: int = field(default_factory=lambda: configured("MAX_CONNECTIONS_BY_ADDRESS", 150))
    new_a_minute: int = field(default_factory=lambda: configured("MAX_NEW_CONNECTIONS_A_MINUTE", 300))
    uploads_at_once: int = field(default_factory=lambda: configured("MAX_UPLOADS_AT_ONCE", 60))
    uploads_a_minute: int = field(default_factory=lambda: configured("MAX_UPLOADS_A_MINUTE", 180))
    megabytes_a_minute: int = field(default_factory=lambda: configured("MAX_UPLOAD_MB_A_MINUTE", 60 * MAX_MEGABYTES))
    visit_a_minute: int = field(default_factory=lambda: configured("MAX_VISIT_UPLOADS_A_MINUTE", 60))
    held_by_visit: int = field(default_factory=lambda: configured("MAX_VISIT_UPLOAD_MB", 32 * MAX_MEGABYTES))
    held: int = field(default_factory=lambda: configured("MAX_HELD_UPLOAD_MB", 128 * MAX_MEGABYTES))


class Refused(Exception):
    """A request that is not answered: why, with which status, and a sentence for whoever asked."""

    def __init__(self, why: str, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.why, self.status, self.sentence = why, status, sentence


class Minute:
    """Counts of this minute by whom they belong to; those of the minute before are dropped."""

    def __init__(self) -> None:
        self._number, self._counts = 0, Counter[str]()

    def count(self, whose: str, amount: int = 1) -> int:
        """Add an amount, and return what there is with it."""
        number = int(clock() // MINUTE)
        if number != self._number:
            self._number, self._counts = number, Counter()
        self._counts[whose] += amount
        return self._counts[whose]


class Open:
    """How much is open at this time, by address and in all."""

    def __init__(self) -> None:
        self.by: Counter[str] = Counter()

    @contextmanager
    def one_more(self, address: str) -> Iterator[None]:
        """While something is open."""
        self.by[address] += 1
        try:
            yield
        finally:
            self.by[address] -= 1
            if not self.by[address]:
                del self.by[address]
