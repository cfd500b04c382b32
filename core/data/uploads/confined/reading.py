"""The server's side: a process that is started for the first file, and kept for the next ones."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from core.data.image import Image
from core.data.signal import Signal
from core.data.uploads.confined.messages import Message, receive, send
from core.data.uploads.confined.restraint import SECONDS
from core.data.uploads.limits import UnreadableUpload, check_bytes, shown_name
from core.data.uploads.read import SOURCE

ROOT = Path(__file__).parents[4]
PROGRAM = "core.data.uploads.confined"
IDLE = 120.0  # seconds without a file after which the process ends, and gives its memory back
MOST_FILES = 200  # after which a new process begins: libraries lose some memory now and then
START = 30.0  # seconds in which it is ready
WAIT = 2.0 * SECONDS  # for an answer: others may be using the processor
TURN = 30.0  # seconds that a file waits for its turn
# all that the process gets of the environment: nothing that is secret is in it
PASSED_ON = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "MAX_UPLOAD_MB", "MAX_MEGAPIXELS", "MAX_SAMPLES")
# one thread, and memory as it is needed: what is set aside for later counts against the limit
ALONE = {
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "jemalloc", "ARROW_IO_THREADS": "1", "MALLOC_ARENA_MAX": "2",
}  # fmt: skip
TOO_MUCH = (
    "{} could not be read with the memory and the time that a file may take: save it in another format, or a smaller "
    "copy of it, and upload that."
)
NOT_NOW = "{} could not be read now: wait a moment, and upload it again."

log = logging.getLogger(__name__)


class Reading:
    """Reads files in a process of its own, one after another, for any number of threads.

    >>> reading = Reading()
    >>> reading.read_signal(b"1\\n2\\n", "mine.csv").samples
    array([1., 2.])
    >>> reading.close()
    """

    def __init__(self, program: str = PROGRAM, seconds: float = WAIT, idle: float = IDLE) -> None:
        self._program, self._seconds, self._idle = program, seconds, idle
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._end: threading.Timer | None = None
        self._files = 0  # that the process was asked about
        self.ends = 0  # of processes, over a file

    def read_signal(self, data: bytes, filename: str, column: str | None = None) -> Signal:
        """What `core.data.read_signal` returns, and raises."""
        words, content = self._asked("signal", data, filename, column)
        samples = np.frombuffer(content, np.float64)
        title, rate, unit, description = (words[name] for name in ("title", "rate", "unit", "description"))
        return Signal("upload", title, samples, rate, unit, description, SOURCE)

    def read_image(self, data: bytes, filename: str) -> Image:
        """What `core.data.read_image` returns, and raises."""
        words, content = self._asked("image", data, filename)
        pixels = np.frombuffer(content, np.float32).reshape(words["shape"])
        return Image("upload", words["title"], pixels, words["description"], SOURCE)

    def columns(self, data: bytes, filename: str) -> tuple[str, ...]:
        """What `core.data.signal_columns` returns, and raises."""
        return tuple(self._asked("columns", data, filename).words["names"])

    def text_columns(self, data: bytes, filename: str) -> tuple[str, ...]:
        """What `core.data.text_columns` returns, and raises."""
        return tuple(self._asked("text_columns", data, filename).words["names"])

    def prepare(self) -> None:
        """Start the process, where none runs, without waiting for it: somebody is about to bring a file."""
        if self._process is None:
            threading.Thread(target=self._prepared, name="reading", daemon=True).start()

    def close(self) -> None:
        """End the process; a file that it is busy with is refused."""
        process, end = self._process, self._end
        if end is not None:
            end.cancel()
        if process is not None:
            process.kill()
        with self._turn:
            self._stop()

    def _asked(self, wanted: str, data: bytes, filename: str, column: str | None = None) -> Message:
        check_bytes(data, filename)
        name = shown_name(filename)
        if not self._turn.acquire(timeout=TURN):
            raise UnreadableUpload(NOT_NOW.format(name))
        try:
            process = self._started()
            if process is None:
                raise UnreadableUpload(NOT_NOW.format(name))
            question = Message({"wanted": wanted, "filename": filename, "column": column}, data)
            answer = self._exchanged(process, question)
            if answer is None:
                raise UnreadableUpload(TOO_MUCH.format(name))
            if "refused" in answer.words:
                raise UnreadableUpload(str(answer.words["refused"]))
            return answer
        finally:
            self._turn.release()

    def _exchanged(self, process: subprocess.Popen[bytes], question: Message) -> Message | None:
        """The answer to a question; None where the process ended over it, or had to be ended."""
        answer = None
        self._files += 1
        with _ended_after(process, self._seconds), contextlib.suppress(OSError, ValueError):
            send(process.stdin, question)  # type: ignore[arg-type]
            answer = receive(process.stdout)  # type: ignore[arg-type]
        if answer is None:
            self._stop()
            self.ends += 1
            log.warning("a file ended the process that reads, with %s", process.returncode)
        return answer

    def _prepared(self) -> None:
        # whoever has the turn starts it
        if self._turn.acquire(blocking=False):
            try:
                self._started()
            finally:
                self._turn.release()

    def _started(self) -> subprocess.Popen[bytes] | None:
        """The process, ready to be asked; None where none can be started."""
        if self._end is not None:
            self._end.cancel()
        if self._process is None or self._process.poll() is not None or self._files >= MOST_FILES:
            self._stop()
            self._start()
        self._end = threading.Timer(self._idle, self._end_idle)
        self._end.daemon = True
        self._end.start()
        return self._process

    def _start(self) -> None:
        try:
            process = subprocess.Popen(  # noqa: S603 - this program's own
                [sys.executable, "-m", self._program],
                cwd=ROOT,
                env={name: os.environ[name] for name in PASSED_ON if name in os.environ} | ALONE,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            log.exception("the process that reads files could not be started")
            return
        with _ended_after(process, START), contextlib.suppress(OSError, ValueError):
            if receive(process.stdout) is not None:  # type: ignore[arg-type]
                self._process, self._files = process, 0
                return
        log.error("the process that reads files did not begin")
        _end(process)

    def _end_idle(self) -> None:
        if self._turn.acquire(blocking=False):
            try:
                self._stop()
            finally:
                self._turn.release()

    def _stop(self) -> None:
        if self._process is not None:
            _end(self._process)
            self._process = None


@contextmanager
def _ended_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    """End the process if this takes longer: whoever waits for its answer then gets none."""
    timer = threading.Timer(seconds, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            stream.close()  # type: ignore[union-attr]
