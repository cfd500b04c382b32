"""What was used a moment ago, and is forgotten by itself."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
clock = time.monotonic


class Recent(Generic[Key, Value]):
    """Values by key, for any number of threads: those used within so many `seconds`, at most `most` of them.

    Together they have at most `most_bytes` bytes, by what is said of each; the last one stays, however large.

    >>> recent = Recent[str, int](60.0, 2)
    >>> for key in "abc":
    ...     recent.put(key, ord(key))
    >>> recent.get("a"), recent.get("c")
    (None, 99)
    """

    def __init__(self, seconds: float, most: int, most_bytes: float = math.inf) -> None:
        self._seconds, self._most, self._most_bytes = seconds, most, most_bytes
        self._lock = threading.Lock()
        self._known: OrderedDict[Key, tuple[float, Value, int]] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """The value of a key, None where it is not known or was forgotten."""
        with self._lock:
            self._forget()
            if key not in self._known:
                return None
            _, value, size = self._known[key]
            self._use(key, value, size)
            return value

    def put(self, key: Key, value: Value, size: int = 0) -> None:
        """Keep a value of so many bytes, in place of the one before."""
        with self._lock:
            self._use(key, value, size)
            self._forget()

    def drop(self, key: Key) -> None:
        """Forget a key."""
        with self._lock:
            self._known.pop(key, None)

    def _use(self, key: Key, value: Value, size: int) -> None:
        self._known[key] = clock(), value, size
        self._known.move_to_end(key)

    def _forget(self) -> None:
        oldest = clock() - self._seconds
        while self._known and (self._is_full() or next(iter(self._known.values()))[0] < oldest):
            self._known.popitem(last=False)

    def _is_full(self) -> bool:
        count = len(self._known)
        return count > self._most or (count > 1 and sum(size for _, _, size in self._known.values()) > self._most_bytes)
