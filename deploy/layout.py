"""What runs on one machine: how many processes of each kind, and where they find each other."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

FIRST_PORT = 8601  # of the servers, which listen on loopback alone
FIRST_METRICS_PORT = 9601


@dataclass(frozen=True)
class Layout:
    """One machine: so many `servers` that draw pages and `workers` that train, and the folder of their sockets."""

    folder: Path
    servers: int
    workers: int
    port: int = 8501
    first_port: int = FIRST_PORT
    first_metrics_port: int = FIRST_METRICS_PORT

    @property
    def ports(self) -> tuple[int, ...]:
        """The port of each server."""
        return tuple(range(self.first_port, self.first_port + self.servers))

    @property
    def metrics_ports(self) -> tuple[int, ...]:
        """The port at which each server gives its metrics, on loopback."""
        return tuple(range(self.first_metrics_port, self.first_metrics_port + self.servers))

    @property
    def sockets(self) -> tuple[Path, ...]:
        """The socket of each worker."""
        return tuple(self.folder / f"runs-{number}.sock" for number in range(1, self.workers + 1))

    @property
    def studies_socket(self) -> Path:
        """The socket of the process that computes studies."""
        return self.folder / "studies.sock"

    @property
    def proxy_socket(self) -> Path:
        """Where HAProxy takes orders of this user."""
        return self.folder / "haproxy.sock"

    @property
    def study_processes(self) -> int:
        """How many processes compute studies, for all servers: what the others leave of the cores."""
        return max(1, cores() - self.servers - self.workers)


def cores() -> int:
    """The processor's cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def suggested(count: int) -> tuple[int, int]:
    """How many servers and workers serve best on so many cores.

    A server uses one core at most, whatever it serves; two at least, so that one can be replaced while the other
    answers. Training takes a quarter of the machine.

    >>> [suggested(count) for count in (1, 2, 4, 8, 16)]
    [(2, 1), (2, 1), (2, 1), (4, 2), (8, 4)]
    """
    return max(2, count // 2), max(1, count // 4)
