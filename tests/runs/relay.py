"""A door to a server, which a test holds or opens."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Relay:
    """A door to a server that can be held: what comes through then gets no further, as when its processes stand still."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._sockets = [self._door]
        self._open = threading.Event()
        self._open.set()
        self.port = self._door.getsockname()[1]
        self._threads = [threading.Thread(target=self._let_in)]
        self._threads[0].start()

    def hold(self) -> None:
        self._open.clear()

    def let_go(self) -> None:
        self._open.set()

    def close(self) -> None:
        self.let_go()
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for each in self._sockets:
            each.close()

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                guest, host = self._door.accept()[0], socket.create_connection(self._server)
                self._sockets += guest, host
                for ends in ((guest, host), (host, guest)):
                    self._threads.append(threading.Thread(target=self._carry, args=ends))
                    self._threads[-1].start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while content := source.recv(65_536):
                self._open.wait()
                target.sendall(content)
            target.shutdown(socket.SHUT_WR)
