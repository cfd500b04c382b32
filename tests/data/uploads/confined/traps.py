"""The process that reads, with a reader that does what no reader should: what follows `TRAP` says what."""

from __future__ import annotations

import ctypes
import fcntl
import os
import platform
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from core.data.uploads import read
from core.data.uploads.confined.program import main
from core.data.uploads.reader import Reader, Row, begins_with

MARK = b"TRAP "
F_SETSIG = 10  # which Python does not name
ROOT = Path(__file__).parents[4]


def bomb():
    held = []
    while True:
        held.append(bytearray(2**24))


def native_bomb():
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    libc.malloc.argtypes = (ctypes.c_size_t,)
    while block := libc.malloc(2**24):
        ctypes.memset(block, 1, 2**24)
    os.abort()


def loop():
    while True:
        pass


def tells(what):
    """The number 1 where this is allowed, 0 where it is refused."""
    try:
        what()
    except (OSError, PermissionError):
        return 0.0
    return 1.0


def writes():
    with Path("/tmp/filters-trap").open("wb", buffering=0) as file:  # noqa: S108
        file.write(b"1")


def signal_of_thread():
    """The number of Linux's call that sends a signal to a thread."""
    return {"x86_64": 234, "aarch64": 131}[platform.machine()]


def shared_memory():
    return {"x86_64": 29, "aarch64": 194}[platform.machine()]


def victim():
    """A file that this process has not made, as a database is."""
    return Path(os.environ["LANG"].partition(":")[2])


def calls(*numbers):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(*numbers) < 0:
        raise OSError(ctypes.get_errno(), "refused")


def talks():
    """Writes to where messages go, as some libraries do where something is wrong with a file."""
    print("talk", flush=True)
    print("talk", file=sys.stderr, flush=True)
    os.write(1, b"talk")
    return 1.0


WHAT = {
    "bomb": bomb,
    "native": native_bomb,
    "loop": loop,
    "sleep": lambda: time.sleep(60),
    "abort": os.abort,
    "exit": lambda: os._exit(0),
    "segfault": lambda: ctypes.string_at(0),
    "garbage": lambda: os.write(3, b"\0" * 12) and os._exit(0),
    "connect": lambda: tells(socket.socket),
    "start": lambda: tells(lambda: subprocess.run(["/bin/true"])),
    "fork": lambda: tells(os.fork),
    "kill": lambda: tells(lambda: os.kill(os.getppid(), 0)),
    "thread_kill": lambda: tells(lambda: calls(signal_of_thread(), os.getppid(), os.getppid(), 0)),
    "limits": lambda: tells(lambda: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)),
    "own_limits": lambda: tells(lambda: resource.getrlimit(resource.RLIMIT_NOFILE)),
    "environ": lambda: tells(Path(f"/proc/{os.getppid()}/environ").read_bytes),
    "memory": lambda: tells(Path(f"/proc/{os.getppid()}/mem").open),
    "truncate": lambda: tells(lambda: os.truncate(victim(), 0)),
    "chmod": lambda: tells(lambda: victim().chmod(0)),
    "utime": lambda: tells(lambda: os.utime(victim())),
    "owner": lambda: tells(lambda: fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())),
    "signal": lambda: tells(lambda: fcntl.fcntl(0, F_SETSIG, 9)),
    "niceness": lambda: tells(lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 5)),
    "affinity": lambda: tells(lambda: os.sched_setaffinity(os.getppid(), {0})),
    "policy": lambda: tells(lambda: os.sched_setscheduler(os.getppid(), os.SCHED_OTHER, os.sched_param(0))),
    "shared_memory": lambda: tells(lambda: calls(shared_memory(), 0, 4096, 0o600)),
    "own_file": lambda: tells(lambda: fcntl.fcntl(0, fcntl.F_GETFL)),
    "passwd": lambda: tells(Path("/etc/passwd").read_bytes),
    "own_folder": lambda: tells((ROOT / "pyproject.toml").read_bytes),
    "library": lambda: tells((ROOT / "core" / "__init__.py").read_bytes),
    "write": lambda: tells(writes),
    "secret": lambda: float("FILTERS_SECRET" in os.environ),
    "talk": talks,
    "number": lambda: float(os.getpid()),
}


def sprung(data: bytes, _: str) -> Row:
    return Row(np.array([WHAT[data[len(MARK) :].decode()]()]))


if __name__ == "__main__":
    read.SIGNAL_READERS = (Reader("trap", ("trap",), begins_with(MARK), sprung), *read.SIGNAL_READERS)
    main()
