"""Waiting for what other threads and processes do, on whatever machine."""

from __future__ import annotations

import time
from collections.abc import Callable

LONG_WAIT = 120.0  # seconds that a test waits for what comes at once, on whatever machine


def wait_until(is_so: Callable[[], object], missing: str = "nothing happened", pause: float = 0.02) -> None:
    """Ask again and again, with so many seconds between, until something is so; else fail and say what is `missing`."""
    end = time.monotonic() + LONG_WAIT
    while not is_so():
        assert time.monotonic() < end, missing
        time.sleep(pause)
