"""Which column of a table counts time or samples, and the rate that follows from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

COUNTING = frozenset({"t", "time", "zeit", "timestamp", "seconds", "sec", "s", "ms", "index", "sample", "samples", "n"})
MILLISECONDS = frozenset({"ms", "msec", "milliseconds"})
NAMELESS = "column 1"
UNEVEN = 0.05  # share by which steps may differ: 360 Hz with four digits after the point differ by 4 %


@dataclass(frozen=True)
class Times:
    """The name of the column that counts, and the samples per second, None where it counts no seconds."""

    name: str
    rate: float | None


def times_of(names: tuple[str, ...], values: NDArray[np.float64]) -> Times | None:
    """Find the column that counts, among several: by its name, or the first one if it has none and grows evenly.

    >>> times_of(("Time (ms)", "v"), np.array([[0.0, 5.0], [2.0, 6.0], [4.0, 4.0]]))
    Times(name='Time (ms)', rate=500.0)
    """
    if len(names) < 2:
        return None
    for index, name in enumerate(names):
        base, unit = _parts(name)
        if base in COUNTING:
            rate = _rate(values[:, index])
            counts_samples = base in ("index", "sample", "samples", "n")
            scale = 1000.0 if MILLISECONDS & {base, unit} else 1.0
            return Times(name, None if rate is None or counts_samples else scale * rate)
    if names[0] == NAMELESS and len(values) >= 3 and (rate := _rate(values[:, 0])) is not None:
        return Times(NAMELESS, None if rate == 1 else rate)
    return None


def _parts(name: str) -> tuple[str, str]:
    """The name without its unit, and the unit: "Time (ms)" or "time_ms" gives time and ms."""
    words = re.findall(r"[a-z]+", name.lower())
    return (words[0] if words else "", words[1] if len(words) == 2 else "") if len(words) <= 2 else ("", "")


def _rate(times: NDArray[np.float64]) -> float | None:
    """Samples per unit of times that grow evenly, else None."""
    steps = np.diff(times)
    if not len(steps) or not np.isfinite(steps).all() or steps.mean() <= 0:
        return None
    even = np.abs(steps - steps.mean()).max() <= UNEVEN * steps.mean()
    return float(1 / steps.mean()) if even else None
