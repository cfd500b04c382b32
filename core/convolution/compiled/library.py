"""Loads the compiled loops, or has them compiled in the background; meanwhile there is no library.

The code lies in one object file whose name tells all that it depends on. Loading it takes a fraction of a second, which
the first caller waits for. Compiling takes most of a minute: a process of its own does it, and callers go on with the
definition or with SciPy's transforms until it is there.
"""

from __future__ import annotations

import ctypes
import importlib.util
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.convolution.compiled.kept import kept_code

LONGEST_WAIT = 2.0  # seconds that a caller waits for code that is on disk
ROOT = Path(__file__).parents[3]
OPENMP = ("GOMP_parallel", "omp_get_thread_num", "omp_get_num_threads")


@dataclass(frozen=True, eq=False)
class Library:
    """The compiled loops.

    `run(dtype, threads, address)` does what the array of arguments at an address says, of `loops`; `transform` the
    same for `tiles`, for data of one type computed in another. `code` keeps them in memory.
    """

    vector_bytes: int
    run: Callable[[np.dtype[Any], int, int], None]
    transform: Callable[[np.dtype[Any], np.dtype[Any], int, int], None]
    code: Any


class _Loading:
    """The one library of a process, and the thread that brings it."""

    def __init__(self) -> None:
        self.library: Library | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def get(self, wait: float) -> Library | None:
        if self.library is not None:
            return self.library
        with self._lock:
            if self._thread is None:
                code = kept_code()
                self._thread = threading.Thread(target=self._load, args=(code,), name="compiled loops", daemon=True)
                self._thread.start()
                # what is on disk is worth waiting for; a compiler is not
                self._thread.join(wait if code else 0.0)
        return self.library

    def _load(self, code: bytes | None) -> None:
        code = code or compile_apart()
        if code:
            self.library = load(code)


_loading = _Loading()


def compiled_library() -> Library | None:
    """Return the compiled loops, or None while they are not there; the first call starts to load or compile them."""
    return _loading.library or _loading.get(LONGEST_WAIT)


def compile_apart() -> bytes | None:
    """Compile in a process of its own, so that this one's threads go on; return the code, None if that failed.

    The process finishes and keeps the code even if this one ends before.
    """
    command = [sys.executable, "-m", "core.convolution.compiled", "--print"]
    done = subprocess.run(command, cwd=ROOT, check=False, stdin=subprocess.DEVNULL, capture_output=True)  # noqa: S603
    return done.stdout or None


def load(code: bytes) -> Library:
    """Make the functions of an object file callable."""
    import llvmlite.binding as llvm

    from core.convolution.compiled.build import FUNCTIONS, target_machine
    from core.convolution.compiled.vectors import VECTOR_BYTES

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    has_threads = _find_openmp(llvm)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target_machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    call = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)(engine.get_function_address("run"))
    address = {name: engine.get_function_address(name) for name in FUNCTIONS}
    single, double = np.dtype(np.float32), np.dtype(np.float64)
    places = {
        single: address["work_float32"],
        double: address["work_float64"],
        (single, single): address["transform_single"],
        (single, double): address["transform_single_in_double"],
        (double, double): address["transform_double"],
    }
    most = None if has_threads else 1

    def run(dtype: np.dtype[Any], threads: int, arguments: int) -> None:
        call(places[dtype], most or threads, arguments)

    def transform(data: np.dtype[Any], compute: np.dtype[Any], threads: int, arguments: int) -> None:
        call(places[data, compute], most or threads, arguments)

    return Library(VECTOR_BYTES, run, transform, engine)


def _find_openmp(llvm: Any) -> bool:
    """Tell the loader where OpenMP's threads are, the system's or those that torch brings; False without any."""
    for name in ("libgomp.so.1", *_openmp_of_torch()):
        try:
            openmp = ctypes.CDLL(name)
            addresses = [ctypes.cast(getattr(openmp, each), ctypes.c_void_p).value for each in OPENMP]
        except (OSError, AttributeError):
            continue
        for each, address in zip(OPENMP, addresses, strict=True):
            llvm.add_symbol(each, address)
        return True
    # they must have some address, but nobody calls them
    for each in OPENMP:
        llvm.add_symbol(each, ctypes.cast(ctypes.pythonapi.Py_IncRef, ctypes.c_void_p).value)
    return False


def _openmp_of_torch() -> list[str]:
    found = importlib.util.find_spec("torch")
    folders = found.submodule_search_locations or [] if found else []
    return [str(path) for folder in folders for path in sorted(Path(folder, "lib").glob("lib*omp*"))]
