"""What the worker says of its runs, and what it has saved of them."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from core.learning import Snapshot
from core.runs.records.record import LIVE, Change
from core.runs.worker.live import LiveRun
from core.runs.worker.saving import Outcome, Save, Saving

# a slice and the write itself come on top; what a killed worker takes with it should be two seconds at most
SAVE_EVERY, TELL_EVERY = 1.5, 0.1
ANSWER_WITHIN = 1.0  # seconds that an order waits for the database before it counts as done


@dataclass(frozen=True)
class Progress:
    """What is new about a run: how far it is, the snapshots recorded since, and where it stands now."""

    run: str
    status: str
    step: int
    loss: float
    snapshots: tuple[Snapshot, ...]
    latest: Snapshot | None
    message: str = ""
    metrics: dict[str, float] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


@dataclass(eq=False)
class Held:
    """A run in the worker's hands, and what was said and saved of it."""

    live: LiveRun
    unsaved: list[Snapshot] = field(default_factory=list)  # since the last save
    saves: int = 0  # how many were begun
    saved: int = 0  # the last of them that has ended
    saved_at: float = 0.0  # when the last one was begun
    told_at: float = 0.0
    message: str = ""
    metrics: dict[str, float] = field(default_factory=dict)
    is_leaving: bool = False  # to be let go once it is saved

    @property
    def is_saved(self) -> bool:
        """Whether every save has ended that was begun."""
        return self.saved == self.saves


@dataclass(frozen=True)
class _Answer:
    """An order that was done, to be said so once that is saved, or after a while."""

    order: int
    run: str
    save: int
    until: float


class Reports:
    """The runs in a worker's hands, each told to the service and saved when that is due.

    A database that makes one wait holds nothing up: saves end on a thread of their own, and `learn` hears how.
    """

    def __init__(self, connection: Connection[Any, Any], saving: Saving) -> None:
        self._connection, self._saving = connection, saving
        self._answers: list[_Answer] = []
        self.held: dict[str, Held] = {}

    def after(self, held: Held, *, now: bool = False) -> None:
        """Begin to save what is due, and tell it; the end of a run is told once it is saved."""
        run = held.live
        fresh = run.take_recorded()
        held.unsaved += fresh
        has_stopped = not run.is_moving
        if now or has_stopped or (held.is_saved and time.monotonic() - held.saved_at >= SAVE_EVERY):
            self.save(held)
        is_due = fresh or has_stopped or now or time.monotonic() - held.told_at >= TELL_EVERY
        if is_due and run.status in LIVE:
            self._tell_progress(held, fresh)

    def save(self, held: Held) -> None:
        """Give a run to be saved as it is now."""
        run, latest = held.live, held.live.snapshot()
        held.saved_at = time.monotonic()
        held.saves += 1
        if not run.is_moving:
            # while it moves nobody reads them, and they can take as long as a turn
            held.metrics = run.experiment.metrics(latest.parameters)
        snapshots, held.unsaved = tuple(held.unsaved), []
        save = Save(held.saves, latest, run.status_to_save, held.metrics, snapshots, tuple(run.changes))
        self._saving.put(run.id, save)

    def save_again(self) -> list[Held]:
        """Those that have stopped and could not be saved, once it is time to try again."""
        now = time.monotonic()
        return [
            held
            for held in self.held.values()
            if held.message and held.is_saved and not held.live.is_moving and now - held.saved_at >= SAVE_EVERY
        ]

    def learn(self) -> None:
        """Take note of how saves ended, and say of orders that they are done."""
        for outcome in self._saving.outcomes():
            held = self.held.get(outcome.run)
            if held is not None:
                self._learn(held, outcome)
        now = time.monotonic()
        for answer in list(self._answers):
            held = self.held.get(answer.run)
            if held is None or held.saved >= answer.save or now > answer.until:
                self._answers.remove(answer)
                self.tell("done", answer.order, "")

    def answer(self, order: int, run: str) -> None:
        """Say that an order is done once the run is saved as it is now."""
        self._answers.append(_Answer(order, run, self.held[run].saves, time.monotonic() + ANSWER_WITHIN))

    def let_go(self, run: str) -> None:
        """Have nothing more to do with a run, and say so."""
        self.held.pop(run, None)
        self._saving.forget(run)
        self.tell("gone", run)

    def tell(self, kind: str, *content: Any) -> None:
        """Send a message to the service."""
        # what is no longer heard is in the store
        with contextlib.suppress(OSError):
            self._connection.send((kind, *content))

    def _learn(self, held: Held, outcome: Outcome) -> None:
        run = held.live
        held.saved = outcome.number
        had_message, held.message = bool(held.message), outcome.message
        has_ended = run.status not in LIVE and held.is_saved
        if has_ended or outcome.message or had_message:
            self._tell_progress(held, [])
        if outcome.message:
            return  # tried again later; the run goes on meanwhile
        self.tell("saved", run.id)
        if not outcome.is_mine or (held.is_leaving and held.is_saved):
            # another server's worker has it, it was deleted, or it is not wanted here
            self.let_go(run.id)
        elif has_ended:
            self.held.pop(run.id)

    def _tell_progress(self, held: Held, fresh: list[Snapshot]) -> None:
        run = held.live
        held.told_at = time.monotonic()
        changes, latest = tuple(run.changes), run.snapshot()
        news = Progress(
            run.id, run.status, run.step, run.loss, tuple(fresh), latest, held.message, held.metrics, changes
        )
        self.tell("progress", news)
