"""What the processes do: they begin with a low priority and one thread, and work on one piece after another."""

from __future__ import annotations

import os
import traceback
from functools import partial
from pathlib import Path
from typing import Any

IDLE = 120  # seconds without work after which a process ends, and gives its memory back
NICENESS = 5  # the server comes first
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
CORE = Path(__file__).parents[1]


class Refused(Exception):
    """A study that this project refused with a sentence for those who chose its settings."""


def begin() -> None:
    """At the start of a process."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def done(work: partial[Any]) -> Any:
    """The result of some work.

    A ValueError that is raised in this project has a sentence for people, and becomes Refused; a library's has none.

    >>> done(partial(max, 1, 2))
    2
    """
    try:
        return work()
    except ValueError as error:
        raised_in = Path(traceback.extract_tb(error.__traceback__)[-1].filename)
        if CORE in raised_in.parents:
            raise Refused(str(error)) from None
        raise
