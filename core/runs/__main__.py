"""`python -m core.runs SOCKET`: a worker for all servers of this machine, which an operator starts and stops.

Without a socket it is the worker of one service, which starts it with the connection that it inherits.
"""

from __future__ import annotations

import argparse
import json
import logging
import signal
import socket
import sys
import time
from multiprocessing.connection import Connection
from typing import Any

from core.endpoint import InUse, opened
from core.runs.store.database import StoreError, default_url
from core.runs.store.leases import ALL, Share
from core.runs.store.store import Store
from core.runs.worker.clients import Clients
from core.runs.worker.endpoint import name_of, sockets
from core.runs.worker.worker import Worker

SAVING_PATIENCE = 10.0  # seconds that a save may wait for the database; training does not wait for it
ASK_EVERY = 2.0  # seconds between two attempts to reach a database that is away

log = logging.getLogger("core.runs")


def main() -> None:
    """Train, for one service or for all that come to a socket."""
    parser = argparse.ArgumentParser(prog="python -m core.runs", description=__doc__)
    parser.add_argument("socket", nargs="?", help="the file at which servers find this worker")
    parser.add_argument("--connection", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.connection is not None:
        for_one(chosen.connection)
    elif chosen.socket:
        logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
        log.setLevel(logging.INFO)
        for_all(chosen.socket)
    else:
        parser.error("give the path of a socket.")


def for_one(connection: int) -> None:
    """Open the store whose address comes on standard input, report that the worker is ready, and train."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then closes this process
    service: Connection[Any, Any] = Connection(socket.socket(fileno=connection).detach())
    told = json.loads(sys.stdin.readline())
    url = told.pop("url")
    worker = Worker(Clients(service), Store(url), Store(url, patience=SAVING_PATIENCE), **told)
    service.send(("ready",))
    _work(worker)


def for_all(path: str) -> None:
    """Train for all that come to this socket, until told to end; wait for a database that is away."""
    try:
        with opened(path) as door:
            store = _store()
            saving = Store(store.url, patience=SAVING_PATIENCE)
            worker = Worker(
                Clients(door=door), store, saving, name=name_of(path), before=name_of(path), share=_share(path)
            )
            log.info("training at %s", path)
            _work(worker)
            log.info("ended, all runs saved")
    except InUse as error:
        sys.exit(str(error))


def _work(worker: Worker) -> None:
    def close(*_: object) -> None:
        worker.is_closing = True

    signal.signal(signal.SIGTERM, close)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, close)
    worker.work()


def _share(path: str) -> Share:
    all_sockets = sockets()
    return (all_sockets.index(path), len(all_sockets)) if path in all_sockets else ALL


def _store() -> Store:
    has_told = False
    while True:
        try:
            return Store(default_url())
        except StoreError as error:
            if not has_told:
                log.warning("%s Asking again every %g seconds.", error, ASK_EVERY)
            has_told = True
            time.sleep(ASK_EVERY)


main()
