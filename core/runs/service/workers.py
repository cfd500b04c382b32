"""Where a service's worker comes from: the service starts it, or an operator did, for all servers of a machine."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from core.endpoint import OTHER_VERSION, hang_up, reached
from core.runs.records.record import new_id
from core.runs.store.database import StoreError
from core.runs.worker.process import started

LONGEST_END = 4.0  # seconds in which a worker saves everything and ends
LONGEST_WELCOME = 5.0  # seconds in which a worker that trains greets a newcomer
AWAY = "The process that trains is away. It is expected back: runs are saved, and go on then."


class OwnWorker:
    """A process that this service starts, and that ends with it; each takes over the runs of the one before."""

    may_be_away, longest_pause = False, 10.0  # seconds between two attempts to start one

    def __init__(self, url: str) -> None:
        self._url, self._name = url, ""

    def begin(self) -> None:
        """Start it; raises StoreError where that fails."""
        before, self._name = self._name, new_id()
        process, connection = started(self._url, self._name, before)
        self.process: subprocess.Popen[bytes] = process
        self.connection: Connection[Any, Any] = connection

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def end(self) -> None:
        """Make sure that it has ended."""
        self.process.kill()
        self.process.wait()

    def part(self, ask: Callable[[], object]) -> None:
        """Ask it to end, and make sure that it does."""
        ask()
        try:
            self.process.wait(LONGEST_END)
        except subprocess.TimeoutExpired:
            self.end()


class SharedWorker:
    """The process at a socket, which an operator starts, stops and replaces."""

    may_be_away, longest_pause = True, 0.5  # seconds between two attempts to connect

    def __init__(self, path: str) -> None:
        self._path, self.pid = path, 0
        self._connection: Connection[Any, Any] | None = None

    def begin(self) -> None:
        """Connect to it; raises StoreError where it is away."""
        try:
            self._connection = reached(self._path)
            if not self._connection.poll(LONGEST_WELCOME):
                raise OSError("the worker says nothing")
            _, self.pid = self._connection.recv()
        except (OSError, EOFError, *OTHER_VERSION) as error:
            self.end()
            raise StoreError(AWAY) from error

    @property
    def connection(self) -> Connection[Any, Any]:
        """The connection to it; raises OSError while there is none."""
        if self._connection is None:
            raise OSError(AWAY)
        return self._connection

    def end(self) -> None:
        """Let go of it: it goes on for the other servers."""
        ours, self._connection = self._connection, None
        if ours is not None:
            # wakes whoever waits for its next message, and then is the last to hold it
            hang_up(ours)

    def part(self, _: Callable[[], object]) -> None:
        """Let go of it, without asking it to end."""
        self.end()
