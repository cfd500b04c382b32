"""The dashboard as a process of its own, on loopback, for as long as something is measured."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.restart import answers, comes_true

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Dashboard:
    """A running dashboard."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def dashboard(database: str) -> Iterator[Dashboard]:
    """A dashboard that keeps its runs in this database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.address",
               "127.0.0.1", "--server.headless", "true"]  # fmt: skip
    quiet, environment = subprocess.DEVNULL, os.environ | {"DATABASE_URL": database}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    made = Dashboard(process, port)
    try:
        wait(lambda: answers(f"{made.address}/_stcore/health"))
        yield made
    finally:
        process.terminate()
        process.wait(60)


def wait(is_so: Callable[[], bool], seconds: float = 120.0) -> None:
    """Wait until something is so."""
    if not comes_true(is_so, seconds):
        raise TimeoutError(f"waited {seconds} s in vain")


def wait_beyond(number: Callable[[], int], least: int) -> None:
    """Wait until a number is larger than this."""
    wait(lambda: number() > least)
