"""`python -m core.runs`, which the service starts: the worker, on the socket that it inherited."""

from __future__ import annotations

import json
import signal
import socket
import sys
from multiprocessing.connection import Connection
from typing import Any

from core.runs.store.store import Store
from core.runs.worker.worker import Worker

SAVING_PATIENCE = 10.0  # seconds that a save may wait for the database; training does not wait for it


def main() -> None:
    """Open the store whose address comes on standard input, report that the worker is ready, and train."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then closes this process
    connection: Connection[Any, Any] = Connection(socket.socket(fileno=int(sys.argv[1])).detach())
    url = json.loads(sys.stdin.readline())
    worker = Worker(connection, Store(url), Store(url, patience=SAVING_PATIENCE))
    connection.send(("ready",))

    def close(*_: object) -> None:
        worker.is_closing = True

    signal.signal(signal.SIGTERM, close)
    worker.work()


main()
