"""Calls a function of machine code alone, or on a team of OpenMP's threads, each of which does its part."""

from __future__ import annotations

import ctypes
import importlib.util
from pathlib import Path

SYMBOLS = ("GOMP_parallel", "omp_get_thread_num", "omp_get_num_threads")

# LLVM's instructions for `run(function, threads, arguments)`. The function is one of numba's, without its wrapper: it
# takes a part's number, the number of parts and the address of its arguments
RUNNER = """
%job = type { ptr, i64 }
declare void @GOMP_parallel(ptr, ptr, i32, i32)
declare i32 @omp_get_thread_num()
declare i32 @omp_get_num_threads()

define internal void @part(ptr %job) {
  %place = getelementptr %job, ptr %job, i32 0, i32 1
  %function = load ptr, ptr %job
  %arguments = load i64, ptr %place
  %number = call i32 @omp_get_thread_num()
  %count = call i32 @omp_get_num_threads()
  %part = sext i32 %number to i64
  %parts = sext i32 %count to i64
  %nothing = alloca ptr
  %failure = alloca ptr
  %status = call i32 %function(ptr %nothing, ptr %failure, i64 %part, i64 %parts, i64 %arguments)
  ret void
}

define void @run(ptr %function, i64 %threads, i64 %arguments) {
  %alone = icmp slt i64 %threads, 2
  br i1 %alone, label %one, label %team
one:
  %nothing = alloca ptr
  %failure = alloca ptr
  %status = call i32 %function(ptr %nothing, ptr %failure, i64 0, i64 1, i64 %arguments)
  ret void
team:
  %job = alloca %job
  %place = getelementptr %job, ptr %job, i32 0, i32 1
  store ptr %function, ptr %job
  store i64 %arguments, ptr %place
  %count = trunc i64 %threads to i32
  call void @GOMP_parallel(ptr @part, ptr %job, i32 %count, i32 0)
  ret void
}
"""


def find_openmp() -> bool:
    """Tell LLVM's loader where OpenMP's threads are, the system's or those that torch brings; False without any."""
    import llvmlite.binding as llvm

    for name in ("libgomp.so.1", *_openmp_of_torch()):
        try:
            openmp = ctypes.CDLL(name)
            addresses = [ctypes.cast(getattr(openmp, each), ctypes.c_void_p).value for each in SYMBOLS]
        except (OSError, AttributeError):
            continue
        for each, address in zip(SYMBOLS, addresses, strict=True):
            llvm.add_symbol(each, address)
        return True
    # they must have some address, but nobody calls them
    for each in SYMBOLS:
        llvm.add_symbol(each, ctypes.cast(ctypes.pythonapi.Py_IncRef, ctypes.c_void_p).value)
    return False


def _openmp_of_torch() -> list[str]:
    found = importlib.util.find_spec("torch")
    folders = found.submodule_search_locations or [] if found else []
    return [str(path) for folder in folders for path in sorted(Path(folder, "lib").glob("lib*omp*"))]
