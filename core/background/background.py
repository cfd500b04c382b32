"""The studies that are computed now: whose turn it is, who looks at which, and what is known of each so far."""

from __future__ import annotations

import itertools
import logging
import os
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from core.background.progress import Progress
from core.background.study import Study
from core.cache import CACHE, keep

PATIENCE = 8.0  # seconds without a look after which a study waits for the next one
FORGOTTEN = 120.0  # seconds without a look after which its parts are dropped
IDLE = 120  # seconds without work after which a process ends, and gives its memory back
NICENESS = 5  # of the processes: the server comes first
MOST_ENDS = 2  # processes that may end at the same piece of a study
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
FAILED = "This could not be computed with these settings. Others may work: change one of them."
ENDED = "This could not be computed: the process that computes ended twice over it, perhaps for want of memory."

log = logging.getLogger(__name__)
clock = time.monotonic


@dataclass(eq=False)
class _Job:
    """A study that is not finished: `parts` by piece, and the looks at it by viewer."""

    study: Study
    pieces: tuple[Any, ...]
    parts: dict[int, Any] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    looks: dict[str, float] = field(default_factory=dict)
    seen: float = 0.0
    spent: float = 0.0
    ends: int = 0
    conclusion: Any = None
    is_concluded: bool = False
    message: str = ""

    def next_piece(self) -> int | None:
        """The next piece; the conclusion is the one after the last, and waits for all parts."""
        count = len(self.pieces)
        due = count if len(self.parts) == count else next((i for i in range(count) if i not in self.taken), None)
        return None if due is None or due in self.taken else due

    def is_looked_at(self, now: float) -> bool:
        return any(now - look < PATIENCE for look in self.looks.values())

    def progress(self, *, is_stopped: bool = False) -> Progress:
        """The parts of the first pieces: one that is still missing hides those after it, so that none comes between."""
        known = tuple(self.parts[i] for i in itertools.takewhile(self.parts.__contains__, range(len(self.pieces))))
        status = (
            "failed" if self.message else "finished" if self.is_concluded else "stopped" if is_stopped else "working"
        )
        done = len(self.parts)
        left = self.spent / done * (len(self.pieces) - done) if done and status == "working" else None
        return Progress(known, len(self.pieces), self.conclusion, status, left, self.message)


class Background:
    """Computes studies in so many processes, a piece of each in turn, for any number of threads that look at them."""

    def __init__(self, processes: int = 1) -> None:
        self._processes = processes
        self._jobs: OrderedDict[Study, _Job] = OrderedDict()
        self._changed = threading.Condition()
        self._running = 0
        self._is_closing = False
        self._dispatcher: threading.Thread | None = None
        self._executor: Any = None

    def look(self, study: Study, viewer: str) -> Progress:
        """How far a study has come; it begins with the first look, and goes on while somebody looks.

        A `viewer` looks at one study at a time: what was looked at before goes on only if others look at it.
        """
        with self._changed:
            self._turn_away(viewer, study)
            known = CACHE.get((Background, study))
            if isinstance(known, Progress):
                return known
            job = self._jobs.get(study)
            if job is None:
                job = self._jobs[study] = _Job(study, tuple(study.pieces()))
            job.looks[viewer] = job.seen = clock()
            progress = job.progress()
            if job.is_concluded:
                del self._jobs[study]
                # by the thread that looks, since the result belongs to its visit
                keep((Background, study), progress)
            self._wake()
            return progress

    def peek(self, study: Study) -> Progress:
        """How far a study has come, without a wish that it goes on."""
        with self._changed:
            known = CACHE.get((Background, study))
            if isinstance(known, Progress):
                return known
            job = self._jobs.get(study)
            if job is None:
                return Progress((), len(study.pieces()), None, "stopped")
            job.seen = clock()
            return job.progress(is_stopped=True)

    def stop(self, viewer: str) -> None:
        """Turn away from what this viewer looks at: it stops unless others look at it, and keeps its parts."""
        with self._changed:
            self._turn_away(viewer, None)

    def close(self) -> None:
        """End all processes."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        if self._executor is not None:
            self._executor.shutdown(wait=False, kill_workers=True)

    def _turn_away(self, viewer: str, study: Study | None) -> None:
        for job in self._jobs.values():
            if job.study != study:
                job.looks.pop(viewer, None)

    def _wake(self) -> None:
        if self._dispatcher is None:
            self._dispatcher = threading.Thread(target=self._dispatch, name="background", daemon=True)
            self._dispatcher.start()
        self._changed.notify_all()

    def _dispatch(self) -> None:
        """Give out pieces as processes become free; on a thread of its own, since a process is slow to start."""
        while True:
            with self._changed:
                while (due := self._due()) is None:
                    if self._is_closing:
                        return
                    self._changed.wait(PATIENCE)
                job, piece = due
                job.taken.add(piece)
                self._running += 1
            last = piece == len(job.pieces)
            parts = tuple(job.parts[i] for i in range(piece)) if last else ()
            self._submit(
                job, piece, partial(job.study.conclude, parts) if last else partial(job.study.work, job.pieces[piece])
            )

    def _due(self) -> tuple[_Job, int] | None:
        """The next job in turn and its next piece, None where nothing is to be done or no process is free."""
        now = clock()
        for study in [each.study for each in self._jobs.values() if now - each.seen > FORGOTTEN]:
            del self._jobs[study]
        if self._running >= self._processes or self._is_closing:
            return None
        for study, job in list(self._jobs.items()):
            piece = None if job.message or not job.is_looked_at(now) else job.next_piece()
            if piece is not None:
                self._jobs.move_to_end(study)
                return job, piece
        return None

    def _submit(self, job: _Job, piece: int, work: partial[Any]) -> None:
        from loky import get_reusable_executor

        try:
            # a pool one of whose processes ended unexpectedly is replaced
            self._executor = get_reusable_executor(self._processes, timeout=IDLE, initializer=_begin, env=ONE_THREAD)
            future = self._executor.submit(_timed, work)
        except (OSError, RuntimeError) as error:
            future = Future()
            future.set_exception(error)
        future.add_done_callback(partial(self._take, job, piece))

    def _take(self, job: _Job, piece: int, future: Future[tuple[Any, float]]) -> None:
        """Note what came of a piece."""
        error = future.exception()
        with self._changed:
            self._running -= 1
            if error is None:
                self._note(job, piece, *future.result())
            else:
                self._note_failure(job, piece, error)
            self._changed.notify_all()

    def _note(self, job: _Job, piece: int, value: Any, seconds: float) -> None:
        if piece == len(job.pieces):
            job.conclusion, job.is_concluded = value, True
        else:
            job.parts[piece] = value
            job.spent += seconds

    def _note_failure(self, job: _Job, piece: int, error: BaseException) -> None:
        if isinstance(error, BrokenProcessPool):
            job.ends += 1
            job.taken.discard(piece)
            job.message = ENDED if job.ends >= MOST_ENDS else ""
        elif not self._is_closing:
            log.warning("a study failed", exc_info=error)
            # ValueErrors of this project are sentences for those who chose the settings
            job.message = str(error) if isinstance(error, ValueError) else FAILED


def _begin() -> None:
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def _timed(work: partial[Any]) -> tuple[Any, float]:
    began = clock()
    return work(), clock() - began
