"""`python -m core.background SOCKET`: computes studies for all servers of this machine, until it is told to end."""

from __future__ import annotations

import argparse
import contextlib
import signal
import socket
import sys
import threading

from core.background.background import Background
from core.background.sharing import Desk
from core.cache import CACHE
from core.endpoint import InUse, opened


def main() -> None:
    """Compute, until told to end."""
    parser = argparse.ArgumentParser(prog="python -m core.background", description=__doc__)
    parser.add_argument("socket", help="the file at which servers find this process")
    parser.add_argument("--processes", type=int, default=1, help="how many processes compute (1)")
    chosen = parser.parse_args()
    # what serves everybody stays in the cache as long as this process, also when no visitor's file is read
    CACHE.begin("everybody")
    background, ended = Background(chosen.processes), threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: ended.set())
    try:
        with opened(chosen.socket) as door:
            threading.Thread(target=_serve, args=(Desk(background), door, ended), daemon=True).start()
            ended.wait()
    except InUse as error:
        sys.exit(str(error))
    finally:
        with contextlib.suppress(Exception):
            background.close()


def _serve(desk: Desk, door: socket.socket, ended: threading.Event) -> None:
    try:
        desk.serve(door)
    finally:
        ended.set()  # whoever started this process starts it again


if __name__ == "__main__":
    main()
