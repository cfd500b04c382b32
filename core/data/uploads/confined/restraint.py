"""What the process that reads may not do: take more memory and time than a file needs, write, connect, start others.

Nor may it open any file but those of Python and its libraries, so that it finds no password, also not in /proc.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import platform
import struct
import sys
from pathlib import Path
from typing import Any

from core.data.uploads.limits import MAX_BYTES, MAX_PIXELS, MAX_SAMPLES

# of addresses, of which the libraries of tables set many aside without need: a third more than what the largest files
# that are allowed take, as `python -m benchmarks.uploads.confined` measures it
MEMORY = 2**30 + 40 * MAX_BYTES + 100 * MAX_PIXELS + 60 * MAX_SAMPLES
SECONDS = 8 + MAX_BYTES // 2**20  # of the processor, for one file: six times of what the largest take
OOM_SCORE = Path("/proc/self/oom_score_adj")

# numbers of Linux's system calls that open a connection, start a program, or reach into another process
FORBIDDEN = {
    "x86_64": (0xC000003E, 41, 42, 49, 50, 53, 57, 58, 59, 62, 101, 129, 200, 234, 297, 310, 311, 322, 424, 425, 434),
    "aarch64": (0xC00000B7, 117, 129, 130, 131, 138, 198, 199, 200, 201, 203, 221, 240, 270, 271, 281, 424, 425, 434),
}
CLONE, CLONE3 = {"x86_64": 56, "aarch64": 220}, 435  # threads may be started, which libraries of tables do
LIMITS = {"x86_64": 302, "aarch64": 261}  # of a process: its own, number 0, may be read and lowered
THREAD, FIRST = 0x10000, 16  # what makes it a thread; where the first argument of a call stands
OTHER_NUMBERS = 0x40000000  # from here on the same calls have numbers of another kind
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 38, 22, 2
# Landlock's calls, which have the same numbers everywhere; its names for uses of files are bits
CREATE_RULES, ADD_RULE, RESTRICT_SELF, BENEATH = 444, 445, 446, 1
LIST = 1 << 3
READ, EVERY_USE = 1 << 2 | LIST, (1 << 13) - 1
SYSTEM = ("/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu", "/dev/null", "/dev/urandom", "/etc/ld.so.cache")
LOAD, EQUAL, FROM, HAS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, REFUSE, UNKNOWN = 0x7FFF0000, 0x00050001, 0x00050026  # with EPERM, with ENOSYS, as an older kernel would


def restrain() -> None:
    """Give up, for the rest of this process, what reading a file does not need; does nothing on Windows."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError):
        OOM_SCORE.write_text("1000")  # where memory is short, this process ends before the server does
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    if sys.platform == "linux":
        _libc().prctl(PR_SET_NO_NEW_PRIVS, 1, None, 0, 0)
        _close_files()
        _forbid_calls()


def allow_time() -> None:
    """Let the process compute for so long from now on, after which the system ends it."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + SECONDS, is_for_good=False)


def _limit(what: int, most: int, *, is_for_good: bool = True) -> None:
    import resource

    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, most if is_for_good else hard))


def _forbid_calls() -> None:
    """Have the kernel refuse the calls of `FORBIDDEN`; where it knows no such filters, nothing changes."""
    known = FORBIDDEN.get(platform.machine())
    if known is None:
        return
    machine, *calls = known
    program = [
        (LOAD, 0, 0, 4),  # the architecture: another one has other numbers
        (EQUAL, 1, 0, machine),
        (RETURN, 0, 0, REFUSE),
        (LOAD, 0, 0, 0),  # the number of the call
        (FROM, len(calls) + 8, 0, OTHER_NUMBERS),
        *((EQUAL, len(calls) + 7 - index, 0, call) for index, call in enumerate(calls)),
        (EQUAL, 8, 0, CLONE3),  # whose flags a filter cannot see: whoever wants a thread then asks in the older way
        (EQUAL, 0, 2, LIMITS[platform.machine()]),
        (LOAD, 0, 0, FIRST),
        (EQUAL, 3, 4, 0),
        (EQUAL, 0, 2, CLONE[platform.machine()]),
        (LOAD, 0, 0, FIRST),
        (HAS, 0, 1, THREAD),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
        (RETURN, 0, 0, UNKNOWN),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    whole = Program(len(program), ctypes.addressof(code))
    _libc().prctl(PR_SET_SECCOMP, FILTER, ctypes.addressof(whole), 0, 0)


def _close_files() -> None:
    """Have the kernel refuse all files but those of `_readable`; before Linux 5.13, without Landlock, nothing changes.

    Source: the kernel's documentation, userspace-api/landlock.
    """
    libc = _libc()
    handled = ctypes.c_uint64(EVERY_USE)
    rules = libc.syscall(CREATE_RULES, ctypes.byref(handled), ctypes.c_size_t(8), 0)
    if rules < 0:
        return
    try:
        for path in filter(Path.exists, map(Path, _readable())):
            opened = os.open(path, os.O_PATH)
            uses = READ if path.is_dir() else READ & ~LIST
            rule = ctypes.create_string_buffer(struct.pack("=Qi", uses, opened))
            libc.syscall(ADD_RULE, rules, BENEATH, rule, 0)
            os.close(opened)
        libc.syscall(RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _readable() -> tuple[str, ...]:
    """What libraries that are loaded later are read from, and what they ask of the processor and the memory."""
    here = str(Path(__file__).parents[4])
    # the folder of the project itself may have secrets, that of its code none
    folders = [each for each in sys.path if each and Path(each) != Path(here)]
    return (*folders, str(Path(here, "core")), sys.prefix, sys.base_prefix, "/usr", "/lib", "/lib64", *SYSTEM)


def _libc() -> Any:
    libc: Any = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong)
    return libc
