"""One cache of results for all callers, bounded by the bytes of all results together.

The size of a result is that of its arrays and texts and those of its key, each object counted once, however many
results hold it. Above the bound the least recently used results are dropped.

A result that follows from a visitor's own data belongs to that visit, and is dropped with it. All others serve
everybody; after the last visit only few of them stay.
"""

from __future__ import annotations

import functools
import sys
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from types import FunctionType
from typing import Any, ParamSpec, TypeVar

import numpy as np

MEBIBYTE = 2**20
MOST = 144 * MEBIBYTE  # of all results: four megapixels, and the 9 x 9 patches that a filter learns from
AT_REST = 24 * MEBIBYTE  # of the results that stay after the last visit

P = ParamSpec("P")
V = TypeVar("V")


@dataclass(frozen=True, eq=False)
class _Result:
    value: Any
    parts: Mapping[int, int]  # the bytes of each object in the result and in its key, by identity
    visit: str | None


class Cache:
    """Results by key, for any number of threads.

    >>> cache = Cache(most=2000, at_rest=0)
    >>> cache.put("first", np.zeros(200), None), cache.put("second", np.zeros(200), None)
    (True, True)
    >>> cache.get("first"), cache.get("second").size
    (None, 200)
    """

    def __init__(self, most: int, at_rest: int) -> None:
        self._most, self._at_rest = most, at_rest
        self._results: OrderedDict[Hashable, _Result] = OrderedDict()
        self._holders: Counter[int] = Counter()
        self._visits: set[str] = set()
        self._lock = threading.Lock()
        self.bytes = 0

    def get(self, key: Hashable, missing: Any = None) -> Any:
        """The result under the key, or `missing` where there is none any more."""
        with self._lock:
            result = self._results.get(key)
            if result is None:
                return missing
            self._results.move_to_end(key)
            return result.value

    def put(self, key: Hashable, value: Any, visit: str | None) -> bool:
        """Keep a result for a visit or, with None, for everybody; return whether it is kept.

        It is not where it is larger than the bound by itself, or its visit is over.
        """
        parts = dict(_parts((key, value)))
        with self._lock:
            if (visit is not None and visit not in self._visits) or sum(parts.values()) > self._most:
                return False
            self._drop(key)
            self._results[key] = _Result(value, parts, visit)
            for part, size in parts.items():
                self._holders[part] += 1
                self.bytes += size if self._holders[part] == 1 else 0
            self._shrink(self._most)
            return key in self._results

    def begin(self, visit: str) -> None:
        """A visit begins: results may belong to it."""
        with self._lock:
            self._visits.add(visit)

    def end(self, visit: str) -> None:
        """A visit is over: its results are dropped."""
        with self._lock:
            self._visits.discard(visit)
            for key in [key for key, result in self._results.items() if result.visit == visit]:
                self._drop(key)
            if not self._visits:
                self._rest()

    def _shrink(self, most: int) -> None:
        while self.bytes > most:
            self._drop(next(iter(self._results)))

    def _rest(self) -> None:
        # the largest first, which are data; what took long to compute, such as runs and scores, is small
        sizes = {key: sum(result.parts.values()) for key, result in self._results.items()}
        for key in sorted(sizes, key=sizes.__getitem__, reverse=True):
            if self.bytes <= self._at_rest:
                return
            self._drop(key)

    def _drop(self, key: Hashable) -> None:
        result = self._results.pop(key, None)
        for part, size in (result.parts if result is not None else {}).items():
            self._holders[part] -= 1
            if not self._holders[part]:
                del self._holders[part]
                self.bytes -= size


CACHE = Cache(MOST, AT_REST)
_visit: ContextVar[str | None] = ContextVar("visit", default=None)
_MISSING = object()


def cached(function: Callable[P, V]) -> Callable[P, V]:
    """Keep the results of a function in `CACHE`; its arguments are hashable, and given by position."""

    @functools.wraps(function)
    def answer(*arguments: P.args, **named: P.kwargs) -> V:
        return kept((answer, arguments, *named.items()), lambda: function(*arguments, **named))

    return answer


def note(answer: V, function: Callable[P, V], *arguments: P.args, **named: P.kwargs) -> None:
    """Keep what a cached function would answer, found elsewhere.

    >>> added = cached(sum)
    >>> note(7, added, (3, 4))
    >>> added((3, 4))
    7
    """
    keep((function, arguments, *named.items()), answer)


def kept(key: Hashable, make: Callable[[], V]) -> V:
    """The result under a key, made and kept in `CACHE` where there is none.

    For what follows from data that may be larger than the bound: their digest is the key, not the data themselves.
    """
    result = CACHE.get(key, _MISSING)
    if result is _MISSING:
        result = make()
        keep(key, result)
    value: V = result
    return value


def keep(key: Hashable, value: Any) -> bool:
    """Keep a result in `CACHE`, for the visit that this thread's results belong to; return whether it is kept."""
    return CACHE.put(key, value, _visit.get())


def owner() -> str | None:
    """The visit that this thread's results belong to, None for everybody."""
    return _visit.get()


def belongs_to(visit: str | None) -> None:
    """Let all further results of this thread belong to a visit or, with None, to everybody."""
    _visit.set(visit)


def _parts(value: Any) -> Iterator[tuple[int, int]]:
    """Each object that a value holds, by its identity, with its bytes."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        part = waiting.pop()
        while isinstance(part, np.ndarray) and part.base is not None:
            part = part.base  # a view keeps the whole of its base alive
        if id(part) in seen or isinstance(part, type | FunctionType):
            continue
        seen.add(id(part))
        yield id(part), _own_bytes(part)
        if isinstance(part, Mapping):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, tuple | list | set | frozenset):
            waiting += part
        elif hasattr(part, "__dict__"):
            waiting += vars(part).values()


def _own_bytes(part: Any) -> int:
    # arrays, and tables of other libraries
    counted = getattr(part, "nbytes", None)
    return max(sys.getsizeof(part), counted if isinstance(counted, int) else 0)
