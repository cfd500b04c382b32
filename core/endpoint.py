"""A socket at which the processes of a machine find one that serves them all: a file that its user alone may use."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

BACKLOG = 64


class InUse(RuntimeError):
    """Another process serves at this socket."""


@contextlib.contextmanager
def opened(path: str) -> Iterator[socket.socket]:
    """The socket, at which nobody else may serve; raises InUse where somebody does."""
    import fcntl

    Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (
        contextlib.closing(socket.socket(socket.AF_UNIX)) as door,
        open(os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600), "w") as lock,
    ):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(f"Another process has {path}: stop it, or give another path.") from None
        # what a killed process has left
        Path(path).unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            door.bind(path)
        finally:
            os.umask(before)
        door.listen(BACKLOG)
        yield door
        Path(path).unlink(missing_ok=True)


def reached(path: str) -> Connection[Any, Any]:
    """A connection to whoever serves at a socket; raises OSError where nobody does."""
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as ours:
        ours.connect(path)
        return Connection(os.dup(ours.fileno()))
