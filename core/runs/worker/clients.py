"""Those who give a worker orders and hear its reports: the service that started it, or all that come to its socket."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

from core.endpoint import OTHER_VERSION
from core.runs.worker.endpoint import impatient

Order = tuple[int, str, str, Any]
Client = Connection  # of multiprocessing: whole objects come and go


class Clients:
    """One client, whose end is the end of the worker, or any number that come to a socket and go."""

    def __init__(self, first: Client[Any, Any] | None = None, door: socket.socket | None = None) -> None:
        self._all = [] if first is None else [first]
        self._door = door

    def orders(self, patience: float) -> Iterator[tuple[Client[Any, Any], Order]]:
        """All orders that are there, after at most `patience` seconds without any.

        Raises EOFError where nobody is left who could give one.
        """
        while True:
            if self._door is None and not self._all:
                raise EOFError
            doors = [] if self._door is None else [self._door]
            ready = wait([*self._all, *doors], patience)
            if not ready:
                return
            patience = 0.0
            for source in ready:
                if source is self._door:
                    self._welcome(self._door)
                elif isinstance(source, Connection) and (order := self._received(source)) is not None:
                    yield source, order

    def tell(self, message: tuple[Any, ...], to: Client[Any, Any] | None = None) -> None:
        """Send a message to all clients, or `to` one of them."""
        for client in list(self._all) if to is None else [to]:
            # where nobody hears it, the store has everything
            try:
                client.send(message)
            except OSError:
                self._part(client)

    def eldest(self) -> Client[Any, Any] | None:
        """The client that has been here longest."""
        return self._all[0] if self._all else None

    def _received(self, client: Client[Any, Any]) -> Order | None:
        try:
            order: Order = client.recv()
        except (EOFError, OSError, *OTHER_VERSION):
            self._part(client)
            return None
        return order

    def _welcome(self, door: socket.socket) -> None:
        try:
            client = impatient(door.accept()[0])
        except OSError:
            time.sleep(0.1)  # no more files can be opened now: whoever knocks waits
            return
        self._all.append(client)
        self.tell(("ready", os.getpid()), client)

    def _part(self, client: Client[Any, Any]) -> None:
        """Let go of a client that is gone or hangs; it comes back by itself, and asks for what it missed."""
        if client in self._all:
            self._all.remove(client)
        client.close()
