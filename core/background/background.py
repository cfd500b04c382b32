"""The studies that are computed now: whose turn it is, who looks at which, and what is known of each so far."""

from __future__ import annotations

import contextlib
import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any

from core.background.job import Job
from core.background.processes import IDLE, ONE_THREAD, Refused, begin, done
from core.background.progress import Progress
from core.background.study import Study, done_at_once, worked_on
from core.cache import CACHE, keep

PATIENCE = 8.0  # seconds without a look after which a study waits for the next one
FORGOTTEN = 120.0  # seconds without a look after which its parts are dropped
MOST_IDLE = 16  # studies that nobody looks at and that may be looked at again: each may hold a visitor's picture
MOST_ENDS = 2  # processes that may end at the same piece
FAILED = "This could not be computed with these settings. Others may work: change one of them."
ENDED = "This could not be computed: the process that computes ended twice over it, perhaps for want of memory."

log = logging.getLogger(__name__)
clock = time.monotonic
Task = tuple[Job, int]


class Background:
    """Computes studies in so many processes, a piece of each in turn, for any number of threads that look at them."""

    def __init__(self, processes: int = 1) -> None:
        self._processes = processes
        self._jobs: OrderedDict[Study, Job] = OrderedDict()
        self._changed = threading.Condition()
        self._running: dict[Task, Any] = {}  # what is being computed, and the pool of processes that does
        self._suspects: list[Task] = []  # at which, among others, a process ended: computed again one by one
        self._was_alone: dict[int, bool] = {}  # by pool that broke: whether it had one task
        self._load: Callable[[], Any] | None = None  # what a process is to load before there is work
        self._given = -math.inf  # when a process last got work
        self._is_closing = False
        self._dispatcher: threading.Thread | None = None
        self._executor: Any = None

    def look(self, study: Study, viewer: str, wait: float = 0.0) -> Progress:
        """How far a study has come; it begins with the first look, and goes on while somebody looks.

        A `viewer` looks at one study at a time: what was looked at before goes on only if others look at it. The result
        belongs to the visit of the thread that finds it whole. With `wait`, the look lasts until the study is at its
        end, at most so many seconds.
        """
        known = self._known(study)
        if known is not None:
            self.stop(viewer)
            return known
        pieces = tuple(study.pieces()) if study not in self._jobs else ()
        with self._changed:
            self._turn_away(viewer, study)
            job = self._jobs.get(study)
            if job is None:
                job = self._jobs[study] = Job(study, pieces or tuple(study.pieces()))
            job.look(viewer, clock(), PATIENCE)
            self._wake()
            self._changed.wait_for(lambda: job.is_over, wait)
            return self._kept(job, job.progress())

    def at_once(self, study: Study) -> Progress:
        """A study that takes less time than a process is worth, computed here where it is not known."""
        known = self._known(study)
        if known is None:
            parts, conclusion = done_at_once(study)
            known = Progress(parts, len(parts), conclusion, "finished")
            keep((Background, study), known)
        return known

    def prepare(self, load: Callable[[], Any]) -> None:
        """Have a process begin and `load` what it will need: the first study then need not wait for that.

        Nothing is done where the last work was a moment ago, so that its process is still there.
        """
        with self._changed:
            if clock() - self._given > IDLE / 2:
                self._load = load
                self._wake()

    def peek(self, study: Study) -> Progress:
        """How far a study has come, without a wish that it goes on."""
        known = self._known(study)
        if known is not None:
            return known
        with self._changed:
            job = self._jobs.get(study)
            if job is not None:
                job.seen = clock()
                return self._kept(job, job.progress(is_stopped=True))
        return Progress((), len(worked_on(study.pieces())), None, "stopped")

    def stop(self, viewer: str) -> None:
        """Turn away from what this viewer looks at: it stops unless others look at it.

        For two minutes it keeps its parts; one that failed begins anew when it is looked at again.
        """
        with self._changed:
            self._turn_away(viewer, None)

    def retry(self, study: Study) -> None:
        """Forget that a study failed, whoever looks at it: the next look begins anew."""
        with self._changed:
            if study in self._jobs and self._jobs[study].message:
                del self._jobs[study]

    def close(self) -> None:
        """End all processes."""
        with self._changed:
            self._is_closing = True
            executor = self._executor
            self._changed.notify_all()
        if executor is not None:
            # otherwise the server may end before its processes are told, which then stay for two minutes
            executor.shutdown(wait=True, kill_workers=True)

    def _known(self, study: Study) -> Progress | None:
        known = CACHE.get((Background, study))
        return known if isinstance(known, Progress) else None

    def _kept(self, job: Job, progress: Progress) -> Progress:
        # a result that the cache has no room for stays here until nobody looks
        if job.is_concluded and keep((Background, job.study), progress):
            self._jobs.pop(job.study, None)
        return progress

    def _turn_away(self, viewer: str, study: Study | None) -> None:
        for job in list(self._jobs.values()):
            if job.study != study:
                job.looks.pop(viewer, None)
                if job.message and not job.is_looked_at(clock(), PATIENCE):
                    del self._jobs[job.study]

    def _wake(self) -> None:
        if not self._is_closing and (self._dispatcher is None or not self._dispatcher.is_alive()):
            self._dispatcher = threading.Thread(target=self._dispatch, name="background", daemon=True)
            self._dispatcher.start()
        self._changed.notify_all()

    def _dispatch(self) -> None:
        """Give out pieces as processes become free; on a thread of its own, since a process is slow to start."""
        while self._give_out():
            pass

    def _give_out(self) -> bool:
        """Wait for what is due and give it to a process; False at the end. What it holds is let go of each time."""
        with self._changed:
            load, self._load = self._load, None
            task = None if load else self._due()
            if task is not None:
                job, piece = task
                job.taken.add(piece)
                self._running[task] = None
                work = job.work_of(piece)
            elif load is None:
                if not self._is_closing:
                    self._changed.wait(PATIENCE)
                return not self._is_closing
            self._given = clock()
        if task is not None:
            self._submit(task, work)
        elif load is not None:
            with contextlib.suppress(Exception):  # whoever gives it work will be told
                self._pool().submit(load)
        return True

    def _due(self) -> Task | None:
        """The next job in turn and its next piece, None where nothing is to be done or no process is free."""
        now = clock()
        self._forget(now)
        if self._is_closing or len(self._running) >= self._processes or (self._suspects and self._running):
            return None
        while self._suspects:
            suspect = self._suspects.pop(0)
            if suspect[0].is_looked_at(now, PATIENCE):
                return suspect
            suspect[0].taken.discard(suspect[1])
        for study, job in list(self._jobs.items()):
            piece = None if job.message or not job.is_looked_at(now, PATIENCE) else job.next_piece()
            if piece is not None:
                self._jobs.move_to_end(study)
                return job, piece
        return None

    def _forget(self, now: float) -> None:
        idle = [each for each in self._jobs.values() if not each.is_looked_at(now, PATIENCE)]
        idle.sort(key=lambda job: job.seen)
        late = [each for each in self._jobs.values() if now - each.seen > FORGOTTEN]
        for job in (*idle[:-MOST_IDLE], *late):
            self._jobs.pop(job.study, None)

    def _pool(self) -> Any:
        from loky import get_reusable_executor

        # a pool one of whose processes ended unexpectedly is replaced
        pool = get_reusable_executor(self._processes, timeout=IDLE, initializer=begin, env=ONE_THREAD)
        with self._changed:
            self._executor = pool
            is_late = self._is_closing
        if is_late:
            pool.shutdown(wait=False, kill_workers=True)
        return pool

    def _submit(self, task: Task, work: partial[Any]) -> None:
        future: Future[Any]
        try:
            self._running[task] = pool = self._pool()
            if self._is_closing:
                return
            future = pool.submit(done, work)
        except Exception as error:
            # whatever it is, the thread that gives out pieces goes on
            log.exception("a piece could not be given to a process")
            future = Future()
            future.set_exception(error)
        future.add_done_callback(partial(self._take, task))

    def _take(self, task: Task, future: Future[Any]) -> None:
        """Note what came of a piece."""
        error = future.exception()
        job, piece = task
        with self._changed:
            pool = self._running[task]
            if error is None:
                try:
                    job.note(piece, future.result())
                except Exception as unexpected:
                    # what follows a piece is named by the study itself
                    log.warning("a study failed", exc_info=unexpected)
                    job.message = FAILED
            elif isinstance(error, BrokenProcessPool):
                is_alone = self._was_alone.setdefault(
                    id(pool), sum(each is pool for each in self._running.values()) == 1
                )
                self._note_end(task, is_alone=is_alone)
            elif not self._is_closing:
                log.warning("a study failed", exc_info=error)
                job.message = str(error) if isinstance(error, Refused) else FAILED
            del self._running[task]
            if pool not in self._running.values():
                self._was_alone.pop(id(pool), None)
            self._changed.notify_all()

    def _note_end(self, task: Task, *, is_alone: bool) -> None:
        """A process ended: which of several pieces is to blame shows when each is computed alone."""
        job, piece = task
        if self._is_closing or job.message:
            return
        if is_alone:
            job.ends[piece] += 1
        if job.ends[piece] >= MOST_ENDS:
            job.message = ENDED
        else:
            self._suspects.append(task)
