"""The socket at which all servers of a machine find a worker: a file that its user alone may use."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
from collections.abc import Iterator
from hashlib import blake2b
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

SOCKETS = "RUNS_SOCKETS"  # the paths of all workers of this machine, with colons between them
LONGEST_SEND = 2.0  # seconds; who takes longer to take a report in, once the buffer between is full, hangs
BACKLOG = 64


class InUse(RuntimeError):
    """Another worker has this socket."""


def sockets() -> tuple[str, ...]:
    """The sockets of the workers that an operator has started on this machine; none where each server has its own."""
    return tuple(path for path in os.environ.get(SOCKETS, "").split(":") if path)


def name_of(path: str) -> str:
    """By what name the worker of a socket holds its runs, the same after each start.

    >>> len(name_of("/run/filters/runs.sock"))
    32
    """
    return blake2b(f"{socket.gethostname()} {path}".encode(), digest_size=16).hexdigest()


@contextlib.contextmanager
def opened(path: str) -> Iterator[socket.socket]:
    """The socket of a worker, which must not have been opened by another one; raises InUse where it is."""
    import fcntl

    Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (
        contextlib.closing(socket.socket(socket.AF_UNIX)) as door,
        open(os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600), "w") as lock,
    ):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(f"Another worker has {path}: stop it, or give another path.") from None
        # what a killed worker has left
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
    """A connection to the worker of a socket; raises OSError where there is none."""
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as ours:
        ours.connect(path)
        return Connection(os.dup(ours.fileno()))


def impatient(client: socket.socket) -> Connection[Any, Any]:
    """A connection to a client that may not hold its worker up for long."""
    seconds, rest = divmod(LONGEST_SEND, 1.0)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", int(seconds), int(1e6 * rest)))
    return Connection(client.detach())
