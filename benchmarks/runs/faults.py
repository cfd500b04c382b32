"""What becomes of training and of pages while the database does not answer: `python -m benchmarks.runs.faults`.

SQLite is locked by another program; PostgreSQL, if its programs are there, has all of its processes stopped. Then runs
on a large picture are kept and deleted. Each figure is printed beside its goal; a missed goal fails.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import numpy as np

from core.data import Image
from core.learning import TrainingSettings, get_experiment
from core.runs import Service, StoreError

LONG = 20.0  # seconds of undisturbed training that the pace is taken from
FAULT = 40.0  # seconds
TASK, STEPS = get_experiment("classify_gratings"), TrainingSettings(steps=100_000, snapshots=40)
KEPT, MEGABYTE = 8, 2**20

Fault = Callable[[], AbstractContextManager[None]]


def main() -> None:
    """Measure, print, and say by the exit code whether all goals were met."""
    found = [("SQLite locked", *_sqlite())]
    if shutil.which("pg_ctl") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        found.append(("PostgreSQL stopped", *_postgresql()))
    missed = False
    for name, pace, slowest, saved in found:
        missed |= pace < 0.9 or slowest > 2.0
        print(
            f"{name} for {FAULT:.0f} s: training at {pace:.2f} of its pace (goal 0.9), "
            f"slowest answer {slowest:.2f} s (goal 2), saved {saved:.1f} s after the end"
        )
    grown, left = _disk()
    missed |= grown > 5 or left > 0.5
    print(f"{KEPT} runs on a picture of 4 megapixels: {grown:.1f} MB (goal 5), {left:.2f} MB after deleting them")
    sys.exit(missed)


def _sqlite() -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "runs.sqlite")

        @contextmanager
        def locked() -> Iterator[None]:
            with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("BEGIN EXCLUSIVE")
                yield
                other.execute("COMMIT")

        return _measured(f"sqlite:///{path}", locked)


def _postgresql() -> tuple[float, float, float]:
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    as_owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        if as_owner:
            shutil.chown(folder, "postgres")
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        data = f"{folder}/data"

        def run(program: str, *arguments: str) -> None:
            command = [*as_owner, str(programs / program), "-D", data, *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

        run("initdb", "-U", "postgres", "--auth=trust", "-E", "UTF8")
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder}"
        run("pg_ctl", "-l", f"{folder}/log", "-w", "start", "-o", options)

        @contextmanager
        def stopped() -> Iterator[None]:
            server = int(Path(data, "postmaster.pid").read_text().split()[0])
            told = subprocess.run(["pgrep", "-P", str(server)], capture_output=True, text=True, check=False)
            processes = [server, *map(int, told.stdout.split())]
            for process in processes:
                os.kill(process, signal.SIGSTOP)
            try:
                yield
            finally:
                for process in processes:
                    os.kill(process, signal.SIGCONT)

        try:
            return _measured(f"postgresql://postgres@127.0.0.1:{port}/postgres", stopped)
        finally:
            run("pg_ctl", "-m", "immediate", "stop")


def _measured(url: str, fault: Fault) -> tuple[float, float, float]:
    """The pace during the fault as a share of the usual one, the slowest answer, and when all was saved again."""
    service = Service(url)
    run = service.start(TASK, STEPS)
    while service.view(run).record.step == 0:
        time.sleep(0.05)
    before = _steps(service, run, LONG / 2)
    with fault():
        began, first, slowest = time.monotonic(), service.view(run).record.step, 0.0
        while time.monotonic() - began < FAULT:
            for ask in (lambda: service.view(run), service.store.rows, lambda: service.start(TASK, STEPS)):
                asked = time.monotonic()
                with contextlib.suppress(StoreError):
                    ask()
                slowest = max(slowest, time.monotonic() - asked)
            time.sleep(1.0)
        during = (service.view(run).record.step - first) / (time.monotonic() - began)
        reached = service.view(run).record.step
    ended = time.monotonic()
    while True:
        with contextlib.suppress(StoreError):
            if service.store.get(run).step >= reached:
                break
        time.sleep(0.05)
    saved = time.monotonic() - ended
    after = _steps(service, run, LONG / 2)
    service.close()
    return during / ((before + after) / 2), slowest, saved


def _steps(service: Service, run: str, seconds: float) -> float:
    """Steps a second."""
    began, first = time.monotonic(), service.view(run).record.step
    time.sleep(seconds)
    return (service.view(run).record.step - first) / (time.monotonic() - began)


def _disk() -> tuple[float, float]:
    """Megabytes that runs on a large picture of one's own take, and that stay when they are deleted."""
    picture = Image("upload", "large.png", np.random.default_rng(0).random((2000, 2000, 3), dtype=np.float32))
    task = get_experiment("denoise", image=picture)
    with tempfile.TemporaryDirectory() as folder:
        service = Service(f"sqlite:///{folder}/runs.sqlite")
        empty = _size(folder)
        runs = [service.start(task, TrainingSettings(steps=50)) for _ in range(KEPT)]
        while any(service.view(run).record.is_live for run in runs):
            time.sleep(0.05)
        full = _size(folder)
        for run in runs:
            service.store.delete(run)
        left = _size(folder)
        service.close()
    return (full - empty) / MEGABYTE, (left - empty) / MEGABYTE


def _size(folder: str) -> int:
    return sum(path.stat().st_size for path in Path(folder).iterdir())


if __name__ == "__main__":
    main()
