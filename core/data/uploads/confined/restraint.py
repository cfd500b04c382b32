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

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# numbers of the system calls of Linux that are refused, by machine and by what they would do
FORBIDDEN = {
    "x86_64": {
        "connect": (41, 42, 49, 50, 53),
        "start programs and processes": (57, 58, 59, 322),
        "send signals": (62, 129, 200, 234, 297, 424),
        "reach into processes": (101, 272, 298, 303, 304, 308, 310, 311, 321, 323, 425, 434, 438),
        "slow processes down": (141, 142, 144, 203, 251, 314),
        "change files": (76, 77, 90, 91, 92, 93, 94, 132, 188, 189, 190, 197, 198, 199, 235, 260, 261, 268, 280, 452),
        "leave something behind": (29, 30, 31, 64, 65, 66, 68, 69, 70, 71, 220, 248, 249, 250, 447),
        "see or move what is around": (135, 161, 253, 294, 300),
    },
    "aarch64": {
        "connect": (198, 199, 200, 201, 203),
        "start programs and processes": (221, 281),
        "send signals": (129, 130, 131, 138, 240, 424),
        "reach into processes": (97, 117, 241, 264, 265, 268, 270, 271, 280, 282, 425, 434, 438),
        "slow processes down": (30, 118, 119, 122, 140, 274),
        "change files": (5, 6, 7, 14, 15, 16, 45, 46, 52, 53, 54, 55, 88, 452),
        "leave something behind": (186, 187, 188, 189, 190, 191, 192, 193, 194, 195, 196, 217, 218, 219, 447),
        "see or move what is around": (26, 51, 92, 262),
    },
}
CLONE, CLONE3 = {"x86_64": 56, "aarch64": 220}, 435  # threads may be started, which libraries of tables do
LIMITS = {"x86_64": 302, "aarch64": 261}  # of a process: its own, number 0, may be read and lowered
CONTROL = {"x86_64": 72, "aarch64": 25}  # of an open file; whom it sends signals to, and which, may not be set
SET_OWNER, SET_SIGNAL, SET_ANY_OWNER = 8, 10, 15
THREAD, FIRST, SECOND = 0x10000, 16, 24  # what makes it a thread; where the arguments of a call stand
OTHER_NUMBERS = 0x40000000  # from here on the same calls have numbers of another kind
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 38, 22, 2
# Landlock's calls, which have the same numbers everywhere; its names for uses of files are bits
CREATE_RULES, ADD_RULE, RESTRICT_SELF, BENEATH = 444, 445, 446, 1
LIST = 1 << 3
READ = 1 << 2 | LIST
# by version: how many uses of files it knows, and how long the request may be, whose further parts are ports and reach
USES, LENGTHS = (13, 14, 15, 15, 16), (8, 8, 8, 16, 16, 24)
PORTS, REACH = 0b11, 0b11  # to listen and to connect; signals, and sockets without a file, to others
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
    machine = platform.machine()
    if machine not in MACHINES:
        return
    refused = [call for calls in FORBIDDEN[machine].values() for call in calls]
    # each line that compares says how many lines are passed over: if so, and if not so
    program = [
        (LOAD, 0, 0, 4),  # the architecture: another one has other numbers
        (EQUAL, 1, 0, MACHINES[machine]),
        (RETURN, 0, 0, REFUSE),
        (LOAD, 0, 0, 0),  # the number of the call
        (FROM, 0, 1, OTHER_NUMBERS),
        (RETURN, 0, 0, REFUSE),
        *(line for call in refused for line in ((EQUAL, 0, 1, call), (RETURN, 0, 0, REFUSE))),
        (EQUAL, 0, 1, CLONE3),  # whose flags a filter cannot see: whoever wants a thread then asks in the older way
        (RETURN, 0, 0, UNKNOWN),
        (EQUAL, 0, 4, CLONE[machine]),
        (LOAD, 0, 0, FIRST),
        (HAS, 0, 1, THREAD),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
        (EQUAL, 0, 4, LIMITS[machine]),
        (LOAD, 0, 0, FIRST),
        (EQUAL, 0, 1, 0),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
        (EQUAL, 0, 6, CONTROL[machine]),
        (LOAD, 0, 0, SECOND),
        (EQUAL, 3, 0, SET_OWNER),
        (EQUAL, 2, 0, SET_SIGNAL),
        (EQUAL, 1, 0, SET_ANY_OWNER),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
        (RETURN, 0, 0, ALLOW),
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
    version = libc.syscall(CREATE_RULES, None, 0, 1)
    if version < 1:
        return
    uses, length = (1 << USES[min(version, len(USES)) - 1]) - 1, LENGTHS[min(version, len(LENGTHS)) - 1]
    request = ctypes.create_string_buffer(struct.pack("=QQQ", uses, PORTS, REACH)[:length])
    rules = libc.syscall(CREATE_RULES, request, ctypes.c_size_t(length), 0)
    if rules < 0:
        return
    try:
        for path in filter(Path.exists, map(Path, _readable())):
            opened = os.open(path, os.O_PATH)
            allowed = READ if path.is_dir() else READ & ~LIST
            rule = ctypes.create_string_buffer(struct.pack("=Qi", allowed, opened))
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
