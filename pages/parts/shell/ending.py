"""What is to be closed when the server ends, however it was told to end."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from contextlib import ExitStack

_at_end = ExitStack()


def at_end(close: Callable[[], None]) -> None:
    """Have this called at the end of the server, what was added last first."""
    _at_end.callback(close)


def end() -> None:
    """Close everything; a second call does nothing."""
    _at_end.close()


atexit.register(end)
