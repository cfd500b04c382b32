"""A socket at which the processes of a machine find one that serves them all: a file that its user alone may use."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

BACKLOG = 64
LONGEST_SEND = 2.0  # seconds; who takes longer to take anything in, once the buffer between is full, hangs
# what reading a message raises whose objects another version has sent
OTHER_VERSION = (AttributeError, ImportError, UnpicklingError)


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
    """A connection to whoever serves at a socket; raises OSError where nobody does, or takes anything in for long."""
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as ours:
        limit_sending(ours)
        ours.connect(path)
        return Connection(os.dup(ours.fileno()))


def limit_sending(ours: socket.socket) -> None:
    """Let a call fail that waits `LONGEST_SEND` seconds for the other side to take anything in, or to let us in."""
    seconds, rest = divmod(LONGEST_SEND, 1.0)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", int(seconds), int(1e6 * rest)))


def hang_up(line: Connection[Any, Any]) -> None:
    """End a connection that another thread may be reading: closed under it, that would fail in its own ways."""
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(line.fileno())) as ours:
        ours.shutdown(socket.SHUT_RDWR)
