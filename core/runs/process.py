"""Starting the worker: a program of its own, reached over loopback with a key that only it and its service know."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import subprocess
import sys
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

from core.runs.database import StoreError

ROOT = Path(__file__).parents[2]


def started(url: str) -> tuple[subprocess.Popen[bytes], Connection[Any, Any]]:
    """A worker for this database, and the connection to it; raises StoreError where none starts."""
    key, pipe = secrets.token_hex(32), subprocess.PIPE
    command = [sys.executable, "-m", "core.runs"]
    # a group of its own: Ctrl+C in a terminal is for the server, which then ends the worker. Not a session of its own,
    # which Linux would give as much of the processors as the server's
    group = 0 if os.name == "posix" else None
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT, process_group=group)  # noqa: S603
    try:
        port = int(_answer(process, json.dumps({"key": key, "url": url})))
        return process, Client(("127.0.0.1", port), authkey=bytes.fromhex(key))
    except (OSError, ValueError, EOFError) as error:
        process.kill()
        process.wait()
        raise StoreError("The process that trains does not start: look at what the server printed.") from error


def give_way(niceness: int) -> None:
    """Let people's pages go before this process where both want the same processor; Windows has no such call."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(niceness)


def _answer(process: subprocess.Popen[bytes], told: str) -> str:
    """Tell the worker what it needs, and return its first line; empty if it has ended."""
    stdin, stdout = process.stdin, process.stdout
    if stdin is None or stdout is None:
        raise OSError("the worker has no pipes")
    with stdin, stdout:
        stdin.write(f"{told}\n".encode())
        stdin.flush()
        return stdout.readline().decode()
