"""What was used a moment ago, and is forgotten by itself."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
clock = time.monotonic


class Recent(Generic[Key, Value]):
    """Values by key, for any number of threads: those used within so many `seconds`, at most `most` of them.

    >>> recent = Recent[str, int](60.0, 2)
    >>> for key in "abc":
    ...     recent.put(key, ord(key))
    >>> recent.get("a"), recent.get("c")
    (None, 99)
    """

    def __init__(self, seconds: float, most: int) -> None:
        self._seconds, self._most = seconds, most
        self._lock = threading.Lock()
        self._known: OrderedDict[Key, tuple[float, Value]] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """The value of a key, None where it is not known or was forgotten."""
        with self._lock:
            self._forget()
            if key not in self._known:
                return None
            value = self._known[key][1]
            self._use(key, value)
            return value

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, in place of the one before."""
        with self._lock:
            self._use(key, value)
            self._forget()

    def drop(self, key: Key) -> None:
        """Forget a key."""
        with self._lock:
            self._known.pop(key, None)

    def _use(self, key: Key, value: Value) -> None:
        self._known[key] = clock(), value
        self._known.move_to_end(key)

    def _forget(self) -> None:
        oldest = clock() - self._seconds
        while self._known and (len(self._known) > self._most or next(iter(self._known.values()))[0] < oldest):
            self._known.popitem(last=False)
