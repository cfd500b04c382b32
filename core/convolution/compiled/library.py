"""Loads the compiled loops, or has them compiled in the background; meanwhile there is no library.

numba keeps compiled code on disk, but trusts it by the age of one file. So a stamp beside it names all that the code
depends on; without the right stamp a process of its own compiles, which takes most of a minute, and the caller goes on
with the definition or with transforms. With the stamp loading takes a fraction of a second, which the caller waits for.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import platform
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

LONGEST_WAIT = 2.0  # seconds that a caller waits for code that is on disk
ROOT = Path(__file__).parents[3]
SOURCES = (*sorted(Path(__file__).parent.glob("*.py")), Path(__file__).parents[1] / "layout.py")
CACHED = ("loops", "tiles")  # modules with functions whose code numba keeps


@dataclass(frozen=True)
class Library:
    """The compiled loops.

    `run(dtype, threads, address)` does what the array of arguments at an address says, of `loops`; `transform` the
    same for `tiles`, for data of one type computed in another.
    """

    vector_bytes: int
    run: Callable[[np.dtype[Any], int, int], None]
    transform: Callable[[np.dtype[Any], np.dtype[Any], int, int], None]


class _Loading:
    """One attempt for the life of the process."""

    def __init__(self) -> None:
        self.library: Library | None = None
        self.failure: Exception | None = None
        self._lock = threading.Lock()
        self._started: threading.Thread | None = None
        self._waited = False

    def get(self, wait: float) -> Library | None:
        if self.library is not None:
            return self.library
        with self._lock:
            if self._started is None:
                self._started = threading.Thread(target=self._load, name="compiled loops", daemon=True)
                self._started.start()
        if not self._waited or wait > LONGEST_WAIT:
            if is_compiled() or wait > LONGEST_WAIT:
                self._started.join(wait)
            self._waited = True
        return self.library

    def _load(self) -> None:
        try:
            if not is_compiled():
                compile_apart()
            self.library = _library()
        except Exception as failure:  # noqa: BLE001 - without compiled loops the definition serves
            self.failure = failure


_loading = _Loading()


def compiled_library(wait: float = LONGEST_WAIT) -> Library | None:
    """Return the compiled loops, or None while they are not there.

    The first call starts loading or compiling in the background; it waits up to `wait` seconds for code that is on
    disk, and for code that must be compiled only if `wait` is longer than usual.
    """
    return _loading.get(wait)


def import_loops(*names: str) -> dict[str, ModuleType]:
    """Import modules of loops by name, all if none is given, which compiles them unless numba finds them on disk."""
    import numba

    # the layer without a lock ends the process when two threads run at once
    numba.config.THREADING_LAYER = "threadsafe"  # type: ignore[attr-defined]
    if cache_folder() is None:
        numba.config.CACHE_DIR = tempfile.mkdtemp(prefix="compiled-loops-")  # type: ignore[attr-defined]
    _preload_openmp()
    return {name: importlib.import_module(f"core.convolution.compiled.{name}") for name in names or CACHED}


def cache_folder() -> Path | None:
    """Where numba keeps the code: beside the sources, else where the user may write, else nowhere that lasts."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    folders = [Path(chosen)] if chosen else [Path(__file__).parent / "__pycache__", *_user_folders()]
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    return None


def _user_folders() -> list[Path]:
    from numba.misc.appdirs import AppDirs

    folders = AppDirs(appname="numba", appauthor=False)  # type: ignore[no-untyped-call]
    return [Path(folders.user_cache_dir)]


def fingerprint() -> str:
    """A digest of all that compiled code depends on."""
    digest = hashlib.sha256()
    for source in SOURCES:
        digest.update(source.read_bytes())
    for name in CACHED:  # numba itself looks at the age of the file with the functions
        digest.update(str(Path(__file__).with_name(f"{name}.py").stat().st_mtime_ns).encode())
    for package in ("numba", "llvmlite", "numpy"):
        digest.update(metadata.version(package).encode())
    digest.update(f"{platform.python_version()} {platform.machine()} {_processor()}".encode())
    return digest.hexdigest()[:32]


def _processor() -> str:
    import llvmlite.binding

    features = llvmlite.binding.get_host_cpu_features()
    return f"{llvmlite.binding.get_host_cpu_name()} {features.flatten()} {os.environ.get('NUMBA_CPU_NAME', '')}"


def is_compiled() -> bool:
    """Whether the code on disk is that of these sources on this machine."""
    folder = cache_folder()
    return folder is not None and (folder / f"loops-{fingerprint()}.stamp").exists()


def compile_apart() -> None:
    """Compile in a process of its own, so that this one's threads go on; return when it has ended.

    It finishes even if this process ends before.
    """
    command = [sys.executable, "-m", "core.convolution.compiled"]
    subprocess.run(command, cwd=ROOT, check=False, stdin=subprocess.DEVNULL, capture_output=True)  # noqa: S603


def compile_modules() -> None:
    """Remove code of older sources, compile every module, each in a process, and set the stamp."""
    folder = cache_folder()
    if folder is None:
        return
    for name in CACHED:
        for old in [*folder.rglob(f"{name}.*.nb?"), *folder.glob("loops-*.stamp")]:
            old.unlink(missing_ok=True)
    code = "from core.convolution.compiled.library import import_loops; import sys; import_loops(sys.argv[1])"
    running = [
        subprocess.Popen([sys.executable, "-c", code, name], cwd=ROOT, stdin=subprocess.DEVNULL)  # noqa: S603
        for name in CACHED
    ]
    failures = [process.wait() for process in running]
    if not any(failures):
        (folder / f"loops-{fingerprint()}.stamp").touch()


def _preload_openmp() -> None:
    """Let numba find the OpenMP library that torch brings where the system has none."""
    import ctypes
    import importlib.util

    found = importlib.util.find_spec("torch")
    for folder in (found.submodule_search_locations or []) if found else []:
        for path in Path(folder, "lib").glob("libgomp*.so*"):
            ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)


def _library() -> Library:
    modules = import_loops()
    loops, tiles = modules["loops"], modules["tiles"]
    share = loops.share if _has_threads(loops) else None
    single, double = np.dtype(np.float32), np.dtype(np.float64)
    blocks = {single: loops.work_float32, double: loops.work_float64}
    transforms = {
        (single, single): tiles.transform_single,
        (single, double): tiles.transform_single_in_double,
        (double, double): tiles.transform_double,
    }
    alone = {key: function.ctypes for key, function in [*blocks.items(), *transforms.items()]}
    addresses = {key: function.address for key, function in [*blocks.items(), *transforms.items()]}

    def run(key: Any, threads: int, arguments: int) -> None:
        if threads > 1 and share is not None:
            share(addresses[key], threads, arguments)
        else:
            alone[key](0, 1, arguments)

    def transform(data: np.dtype[Any], compute: np.dtype[Any], threads: int, arguments: int) -> None:
        run((data, compute), threads, arguments)

    return Library(loops.VECTOR_BYTES, run, transform)


def _has_threads(loops: ModuleType) -> bool:
    """Whether a layer of threads is there that more than one caller may use at once."""
    try:
        loops.share(0, 0, 0)
    except ValueError:  # numba found no layer that is safe
        return False
    return True
