"""A store whose saves wait until a test lets them through."""

from __future__ import annotations

import threading
from typing import Any

from core.learning import Snapshot
from core.runs import Store
from tests.waiting import LONG_WAIT


class Gate:
    """A store whose saves wait until they are let through, each with what it then answers."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self.began, self.may_end = threading.Semaphore(0), threading.Semaphore(0)
        self.answers: list[bool | Exception] = []
        self.saved: list[list[int]] = []
        self.marked: list[str] = []

    def mark(self, run: str, status: str) -> None:
        self.began.release()
        assert self.may_end.acquire(timeout=LONG_WAIT)
        answer = self.answers.pop(0) if self.answers else True
        if isinstance(answer, Exception):
            raise answer
        self.marked.append(f"{run} {status}")
        if self._store is not None:
            self._store.mark(run, status)

    def save(self, run: str, worker: str, latest: Snapshot, **parts: Any) -> bool:
        self.began.release()
        assert self.may_end.acquire(timeout=LONG_WAIT)
        answer = self.answers.pop(0) if self.answers else True
        if isinstance(answer, Exception):
            raise answer
        self.saved.append([snapshot.step for snapshot in parts["snapshots"]])
        return answer if self._store is None else self._store.save(run, worker, latest, **parts)

    def wait(self) -> None:
        """Until the next save has begun."""
        assert self.began.acquire(timeout=LONG_WAIT)

    def open(self, *answers: bool | Exception, times: int = 1) -> None:
        """Let so many through, which end so."""
        self.answers += answers
        self.may_end.release(max(times, len(answers)))
