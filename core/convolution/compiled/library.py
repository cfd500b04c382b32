"""Loads the compiled loops, or has them compiled in the background; meanwhile there is no library.

The code lies in one object file whose name tells all that it depends on. Loading it takes a fraction of a second, which
the first caller waits for. Compiling takes most of a minute: a process of its own does it, and callers go on with the
definition or with SciPy's transforms until it is there.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

LONGEST_WAIT = 2.0  # seconds that a caller waits for code that is on disk
ROOT = Path(__file__).parents[3]
SOURCES = (*sorted(Path(__file__).parent.glob("*.py")), Path(__file__).parents[1] / "layout.py")
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
                # what is on disk is worth waiting for; a compiler is not
                wait = wait if object_file() is not None else 0.0
                self._thread = threading.Thread(target=self._load, name="compiled loops", daemon=True)
                self._thread.start()
                self._thread.join(wait)
        return self.library

    def _load(self) -> None:
        if object_file() is None:
            compile_apart()
        path = object_file()
        if path is not None:
            self.library = load(path.read_bytes())


_loading = _Loading()


def compiled_library() -> Library | None:
    """Return the compiled loops, or None while they are not there; the first call starts to load or compile them."""
    return _loading.library or _loading.get(LONGEST_WAIT)


def object_file() -> Path | None:
    """The compiled code of these sources for this machine, if there is any."""
    name = f"loops-{fingerprint()}.o"
    return next((folder / name for folder in _folders() if (folder / name).exists()), None)


def _folders() -> Iterator[Path]:
    """Where code is kept: beside the sources, else where the user's programs keep things, else until the next start."""
    yield Path(__file__).parent / "__pycache__"
    kept = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "~/.cache"
    yield Path(kept, "filters-learned-and-designed").expanduser()
    shared = Path(tempfile.gettempdir(), f"filters-learned-and-designed-{_user()}")
    if not shared.exists() or _is_private(shared):
        yield shared


def _is_private(folder: Path) -> bool:
    """Whether nobody else can have put code there."""
    status = folder.lstat()
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")


@cache
def fingerprint() -> str:
    """A digest of all that the code depends on: the sources, the compiler, the processor."""
    import llvmlite.binding

    digest = hashlib.sha256()
    for source in SOURCES:
        digest.update(source.read_bytes())
    for package in ("numba", "llvmlite"):
        digest.update(metadata.version(package).encode())
    features = llvmlite.binding.get_host_cpu_features().flatten()
    digest.update(f"{llvmlite.binding.get_default_triple()} {llvmlite.binding.get_host_cpu_name()} {features}".encode())
    return digest.hexdigest()[:32]


def compile_apart() -> None:
    """Compile in a process of its own, so that this one's threads go on; return when it has ended.

    It finishes even if this process ends before.
    """
    command = [sys.executable, "-m", "core.convolution.compiled"]
    subprocess.run(command, cwd=ROOT, check=False, stdin=subprocess.DEVNULL, capture_output=True)  # noqa: S603


def compile_to_disk() -> Path | None:
    """Compile, keep the code in the first folder that can be written, and return the file, None if there is none."""
    from core.convolution.compiled.build import object_code

    code = object_code()
    for folder in _folders():
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                file.write(code)
            for old in folder.glob("loops-*.o"):
                old.unlink(missing_ok=True)
            return Path(file.name).replace(folder / f"loops-{fingerprint()}.o")
        except OSError:
            continue
    return None


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
