"""Loads the compiled loops, or has them compiled in the background; until then there is no library.

The code is in one object file, whose name has a digest of all that the code depends on. Loading takes a fraction of a
second, for which the first caller waits. Compiling takes most of a minute: a process of its own does it, and callers
use the definition or SciPy's transforms until it has finished.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from core.convolution import direct, fft
from core.machine.loader import Library, load
from core.machine.object_file import ObjectFile

FUNCTIONS = (*direct.FUNCTIONS.values(), *fft.FUNCTIONS.values())
LONGEST_WAIT = 2.0  # seconds that a caller waits for code that is on disk
ROOT = Path(__file__).parents[2]
# the modules of this project that compiled functions import
SOURCES = {
    "core/machine": ("compiler", "memory", "openmp", "target", "vectors"),
    "core/convolution": ("geometry",),
    "core/convolution/direct": ("arguments", "blocks", "loops"),
    "core/convolution/fft": ("arguments", "butterflies", "tiles"),
}
OBJECT_FILE = ObjectFile(
    Path(__file__).parent / "__pycache__",
    tuple(ROOT / folder / f"{name}.py" for folder, names in SOURCES.items() for name in names),
)


class _Loading:
    """The one library of a process, and the thread that loads it."""

    def __init__(self) -> None:
        self.library: Library | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def get(self, wait: float) -> Library | None:
        if self.library is not None:
            return self.library
        with self._lock:
            if self._thread is None:
                code = OBJECT_FILE.read()
                self._thread = threading.Thread(target=self._load, args=(code,), name="compiled loops", daemon=True)
                self._thread.start()
                # wait for code that is on disk, not for the compiler
                self._thread.join(wait if code else 0.0)
        return self.library

    def _load(self, code: bytes | None) -> None:
        code = code or compile_apart()
        if code:
            self.library = load(code, FUNCTIONS)


_loading = _Loading()


def compiled_library() -> Library | None:
    """Return the compiled loops, or None while there are none; the first call starts to load or compile them."""
    return _loading.library or _loading.get(LONGEST_WAIT)


def compile_apart() -> bytes | None:
    """Compile in a process of its own, so that this process's threads go on; return the code, or None if that failed.

    The compiling process finishes and saves the code even if this process ends before.
    """
    command = [sys.executable, "-m", "core.convolution", "--print"]
    done = subprocess.run(command, cwd=ROOT, check=False, stdin=subprocess.DEVNULL, capture_output=True)  # noqa: S603
    return done.stdout or None
