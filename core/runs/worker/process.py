"""Starting the worker: a separate program at the other end of a socket pair, which no other program can reach."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from core.endpoint import limit_sending
from core.runs.store.database import StoreError

ROOT, PROGRAM = Path(__file__).parents[3], "core.runs"
LONGEST_START = 60.0  # seconds; a busy machine takes ten to import what training needs
NOT_STARTED = "The process that trains does not start: look at what the server printed."


def started(url: str, name: str, before: str = "") -> tuple[subprocess.Popen[bytes], Connection[Any, Any]]:
    """Start a worker for this database and return it with the connection to it; raises StoreError where that fails.

    It holds its runs by its `name`, and takes over those of the worker `before` it at once.
    """
    try:
        process, connection = _begun()
    except OSError as error:
        # the system allows no more processes or open files
        raise StoreError(NOT_STARTED) from error
    try:
        # not on the command line, which other users see: an address may hold a password
        _tell(process, json.dumps({"url": url, "name": name, "before": before}))
        if not connection.poll(LONGEST_START):
            raise OSError("the worker says nothing")
        connection.recv()
    except (OSError, EOFError) as error:
        connection.close()
        process.kill()
        process.wait()
        raise StoreError(NOT_STARTED) from error
    return process, connection


def _begun() -> tuple[subprocess.Popen[bytes], Connection[Any, Any]]:
    """A process, and the connection to it."""
    ours, theirs = socket.socketpair()
    with theirs, ours:
        theirs.set_inheritable(True)
        if os.name == "posix":
            limit_sending(ours)  # a worker that hangs holds nobody up who gives it an order
        command = [sys.executable, "-m", PROGRAM, "--connection", str(theirs.fileno())]
        # a group of its own: Ctrl+C in a terminal is for the server, which then ends the worker. Not a session of its
        # own, which Linux would give as much of the processors as the server's
        options: dict[str, Any] = {"close_fds": False}
        if os.name == "posix":
            options = {"pass_fds": [theirs.fileno()], "process_group": 0}
        process = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT, **options)  # noqa: S603
        return process, Connection(ours.detach())


def give_way(niceness: int) -> None:
    """Lower this process's priority, so that pages come first on a busy processor; Windows has no such call."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(niceness)


def _tell(process: subprocess.Popen[bytes], line: str) -> None:
    if process.stdin is None:
        raise OSError("the worker has no standard input")
    with process.stdin as stdin:
        stdin.write(f"{line}\n".encode())
