"""Times several ways of doing one thing side by side, in rounds of random order."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping

SLOW = 0.8  # seconds from which one call must do
MOST_ROUNDS, LEAST_ROUNDS = 41, 3


def best_times(
    candidates: Mapping[str, Callable[[], object]], *, seconds: float = 0.4, slow: float = SLOW, seed: int = 0
) -> dict[str, float]:
    """The least time of each candidate, in seconds.

    Every candidate has one call to warm up. Each then takes part in as many rounds as fit in about `seconds` of its
    own time, at least three, unless its first call takes longer than `slow`; in each round the order is drawn anew,
    since whatever follows one that clears the cache is slowed.
    """
    order = random.Random(seed)
    times: dict[str, list[float]] = {}
    left = {}
    for name, call in candidates.items():
        first = _time(call)
        if first > slow:
            times[name], left[name] = [first], 0
        else:
            second = _time(call)
            times[name] = [second]
            left[name] = max(LEAST_ROUNDS, min(MOST_ROUNDS, int(seconds / max(second, 1e-7))))
    while any(left.values()):
        names = [name for name, rounds in left.items() if rounds]
        order.shuffle(names)
        for name in names:
            times[name].append(_time(candidates[name]))
            left[name] -= 1
    return {name: min(each) for name, each in times.items()}


def _time(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
