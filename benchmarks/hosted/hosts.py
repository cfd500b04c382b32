"""`make host` as processes of its own, on loopback, for as long as something is measured."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.dashboard import ROOT, wait
from deploy.restart import answers, is_up


@dataclass(frozen=True)
class Host:
    """A running dashboard, of one server or of several: its first process, its port, and the folder of its sockets."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    def processes(self) -> list[int]:
        """The ids of all its processes."""
        return [self.process.pid, *_below(self.process.pid)]

    def pid_of(self, name: str) -> int:
        """The process of a name, as supervisord knows it."""
        control = [f"{Path(sys.executable).parent}/supervisorctl", "-c", f"{self.folder}/supervisord.conf", "pid", name]
        return int(subprocess.run(control, capture_output=True, text=True, check=True).stdout)

    def megabytes(self) -> float:
        """The memory of all its processes; what several of them share is counted once."""
        total = 0
        for process in self.processes():
            with contextlib.suppress(OSError, StopIteration):
                lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
                total += int(next(line for line in lines if line.startswith("Pss:")).split()[1])
        return total / 1024


@contextmanager
def host(folder: Path, database: str, servers: int = 2, workers: int = 1, port: int = 0) -> Iterator[Host]:
    """Servers behind HAProxy, at a port if given, that keep their runs in this database."""
    port, first, metrics = port or free_ports(1)[0], free_row(servers), free_row(servers)
    command = [sys.executable, "-m", "deploy.host", "--port", str(port), "--folder", str(folder), "--servers",
               str(servers), "--workers", str(workers), "--first-port", str(first), "--first-metrics-port",
               str(metrics)]  # fmt: skip
    with open(folder.parent / f"{folder.name}.log", "wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"DATABASE_URL": database}, stdout=log, stderr=log
        )
    made = Host(process, port, folder)
    try:
        for each in (*range(first, first + servers), port):
            wait(lambda each=each: answers(f"http://127.0.0.1:{each}/healthz"))  # type: ignore[misc]
        wait(lambda: all(is_up(folder / "haproxy.sock", f"web-{number + 1}") for number in range(servers)))
        yield made
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            for each in made.processes():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)


def free_ports(count: int) -> list[int]:
    """Ports that nobody uses now."""
    with contextlib.ExitStack() as probes:
        found = []
        for _ in range(count):
            probe = probes.enter_context(socket.socket())
            probe.bind(("127.0.0.1", 0))
            found.append(probe.getsockname()[1])
    return found


def free_row(count: int) -> int:
    """The first of so many ports in a row that nobody uses now."""
    for _ in range(100):
        first = free_ports(1)[0]
        with contextlib.suppress(OSError), contextlib.ExitStack() as probes:
            for port in range(first, first + count):
                probes.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
    raise RuntimeError(f"no {count} free ports in a row")


def _below(process: int) -> list[int]:
    """All processes that a process has started, and these in turn."""
    with contextlib.suppress(OSError):
        children = Path(f"/proc/{process}/task").glob("*/children")
        first = [int(each) for file in children for each in file.read_text(encoding="utf-8").split()]
        return [*first, *(each for child in first for each in _below(child))]
    return []
