"""The worker's reports to the service, and when each run is saved."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from core.learning import Snapshot
from core.runs.records.record import LIVE, Change
from core.runs.worker.clients import Client, Clients
from core.runs.worker.live import LiveRun
from core.runs.worker.saving import Outcome, Save, Saving

# a slice and the write itself come on top; a killed worker should lose two seconds of training at most
SAVE_EVERY, TELL_EVERY = 1.5, 0.1
ANSWER_WITHIN = 1.0  # seconds that an order waits for the database before it counts as done


@dataclass(frozen=True)
class Progress:
    """A report on a run: its status and step, the snapshots recorded since the last report, and its `latest` state."""

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
    """A run in the worker, and what was reported and saved of it."""

    live: LiveRun
    unsaved: list[Snapshot] = field(default_factory=list)  # since the last save
    underway: dict[int, tuple[Snapshot, ...]] = field(default_factory=dict)  # in saves that have not ended
    saves: int = 0  # how many saves were begun
    saved: int = 0  # number of the last save that has ended
    saved_at: float = 0.0  # when the last save was begun
    told_at: float = 0.0  # when the run was last reported
    message: str = ""
    metrics: dict[str, float] = field(default_factory=dict)
    is_leaving: bool = False  # to be released once it is saved

    @property
    def is_saved(self) -> bool:
        """Whether every save that was begun has ended."""
        return self.saved == self.saves

    @property
    def not_stored(self) -> tuple[Snapshot, ...]:
        """The recorded snapshots that nobody finds in the store yet."""
        return (*(each for snapshots in self.underway.values() for each in snapshots), *self.unsaved)


@dataclass(frozen=True)
class _Answer:
    """An order that was carried out, to be confirmed once its `save` has ended, or at the time `until`."""

    client: Client[Any, Any]
    order: int
    run: str
    save: int
    until: float


class Reports:
    """The runs in a worker, each reported to all clients and saved when that is due.

    A slow database holds no training up: saves end on a thread of their own, and `collect_outcomes` reads how they
    ended.
    """

    def __init__(self, clients: Clients, saving: Saving) -> None:
        self._clients, self._saving = clients, saving
        self._answers: list[_Answer] = []
        self.held: dict[str, Held] = {}

    def after(self, held: Held, *, now: bool = False) -> None:
        """After a slice or an order: save and report the run where that is due; its end is reported once saved."""
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
        """Begin to save a run's current state."""
        run, latest = held.live, held.live.snapshot()
        held.saved_at = time.monotonic()
        held.saves += 1
        if not run.is_moving:
            # nobody reads the metrics of a run that trains, and they can take as long as a slice
            held.metrics = run.experiment.metrics(run.experiment.model.complete(latest.parameters))
        snapshots, held.unsaved = tuple(held.unsaved), []
        held.underway[held.saves] = snapshots
        save = Save(held.saves, latest, run.status_to_save, held.metrics, snapshots, tuple(run.changes))
        self._saving.put(run.id, save)

    def save_again(self) -> list[Held]:
        """The runs that no longer train and could not be saved, where it is time to try again."""
        now = time.monotonic()
        return [
            held
            for held in self.held.values()
            if held.message and held.is_saved and not held.live.is_moving and now - held.saved_at >= SAVE_EVERY
        ]

    def collect_outcomes(self) -> None:
        """Collect the outcomes of saves, and confirm the orders that waited for them."""
        for outcome in self._saving.outcomes():
            held = self.held.get(outcome.run)
            if held is not None:
                self._handle_outcome(held, outcome)
        now = time.monotonic()
        for answer in list(self._answers):
            held = self.held.get(answer.run)
            if held is None or held.saved >= answer.save or now > answer.until:
                self._answers.remove(answer)
                self.confirm(answer.client, answer.order)

    def answer(self, client: Client[Any, Any], order: int, run: str) -> None:
        """Confirm an order once the run's current state is saved."""
        self._answers.append(_Answer(client, order, run, self.held[run].saves, time.monotonic() + ANSWER_WITHIN))

    def confirm(self, client: Client[Any, Any], order: int, message: str = "") -> None:
        """Tell the client that gave an order that it is done, or why not."""
        self._clients.tell(("done", order, message), client)

    def show(self, client: Client[Any, Any], held: Held) -> None:
        """Tell a client all of a run that it does not find in the store."""
        self._clients.tell(("progress", self._progress(held, held.not_stored)), client)

    def let_go(self, run: str) -> None:
        """Release a run, and report that it is gone."""
        self.held.pop(run, None)
        self._saving.forget(run)
        self.tell("gone", run)

    def tell(self, kind: str, *content: Any) -> None:
        """Send a message to all clients."""
        self._clients.tell((kind, *content))

    def _handle_outcome(self, held: Held, outcome: Outcome) -> None:
        run = held.live
        held.saved = outcome.number
        had_message, held.message = bool(held.message), outcome.message
        has_ended = run.status not in LIVE and held.is_saved
        if has_ended or outcome.message or had_message:
            self._tell_progress(held, [])
        if outcome.message:
            return  # saved again later; the run goes on meanwhile
        held.underway = {number: each for number, each in held.underway.items() if number > outcome.number}
        self.tell("saved", run.id)
        if not outcome.is_mine or (held.is_leaving and held.is_saved):
            # another server's worker has it, it was deleted, or it was released
            self.let_go(run.id)
        elif has_ended:
            self.held.pop(run.id)

    def _tell_progress(self, held: Held, fresh: list[Snapshot]) -> None:
        held.told_at = time.monotonic()
        self.tell("progress", self._progress(held, tuple(fresh)))

    def _progress(self, held: Held, snapshots: tuple[Snapshot, ...]) -> Progress:
        run = held.live
        changes, latest = tuple(run.changes), run.snapshot()
        return Progress(run.id, run.status, run.step, run.loss, snapshots, latest, held.message, held.metrics, changes)
