"""A whole signal for the browser, and the stretch of it that is shown."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

SPAN = 400  # samples of a stretch
COLUMNS = 600  # of the whole signal, each with its lowest and its highest sample
MOST_TICKS = 1500  # events that are marked on the whole signal


def shown_start(count: int, start: int) -> int:
    """The first sample of the stretch that is shown where one from `start` on is asked for: no stretch leaves a signal.

    >>> shown_start(1024, 99_999), shown_start(100, 50)
    (624, 0)
    """
    return min(max(0, start), max(0, count - SPAN))


def envelope(samples: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """The lowest and the highest sample of each column (columns,), called `low` and `high`.

    >>> {name: values.tolist() for name, values in envelope(np.array([1.0, 3.0])).items()}
    {'low': [1.0, 3.0], 'high': [1.0, 3.0]}
    """
    edges = np.unique(np.linspace(0, len(samples), min(COLUMNS, len(samples)) + 1).astype(int))
    return {"low": np.minimum.reduceat(samples, edges[:-1]), "high": np.maximum.reduceat(samples, edges[:-1])}


def ticks(events: NDArray[np.intp]) -> list[int]:
    """As many of the events, evenly taken, as the whole signal has room for.

    >>> len(ticks(np.arange(4000)))
    1334
    """
    return [int(event) for event in events[:: -(-len(events) // MOST_TICKS) or 1]]
