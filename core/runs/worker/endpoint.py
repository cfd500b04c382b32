"""The sockets at which all servers of a machine find its workers, and what is theirs alone of a connection there."""

from __future__ import annotations

import os
import socket
from hashlib import blake2b
from multiprocessing.connection import Connection
from typing import Any

from core.endpoint import limit_sending

SOCKETS = "RUNS_SOCKETS"  # the paths of all workers of this machine, with colons between them


def sockets() -> tuple[str, ...]:
    """The sockets of the workers that an operator has started on this machine; none where each server has its own."""
    return tuple(path for path in os.environ.get(SOCKETS, "").split(":") if path)


def name_of(path: str) -> str:
    """By what name the worker of a socket holds its runs, the same after each start.

    >>> len(name_of("/run/filters/runs.sock"))
    32
    """
    return blake2b(f"{socket.gethostname()} {path}".encode(), digest_size=16).hexdigest()


def impatient(client: socket.socket) -> Connection[Any, Any]:
    """A connection to a client that may not hold its worker up for long."""
    limit_sending(client)
    return Connection(client.detach())
