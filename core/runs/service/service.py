"""The service through which pages start, control and view runs."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from core.learning import Experiment, Settings, Snapshot, resolve_settings
from core.learning.settings import LEARNING_RATE
from core.learning.training.descent import first_snapshot
from core.runs.records.record import RunRecord, changed
from core.runs.records.validation import MOST_CHANGES, check_run
from core.runs.records.view import RunView
from core.runs.service.channel import Channel
from core.runs.service.live_runs import LiveRuns
from core.runs.service.visitor import MOST_BYTES, MOST_RUNS, OWN_MACHINE, Visitor, check_may_control
from core.runs.service.workers import OwnWorker, SharedWorker
from core.runs.store.database import NoSuchRun, StoreError
from core.runs.store.leases import is_in
from core.runs.store.places import Full
from core.runs.store.store import Store
from core.runs.worker.endpoint import sockets

MOST_STORED = 2 * 2**30  # bytes of all runs of a hosted dashboard
ADDRESS_IS_FULL = (
    "The runs that were saved from your network address fill its part of the space: delete some of yours, or ask "
    "whoever runs this dashboard."
)
MOST_STORED_OF_ADDRESS = 3 * MOST_STORED // 4  # of those that came from one address
UNDO_FOR = 10.0  # seconds in which a deleted run can be brought back
COUNTED_FOR = 1.0  # seconds for which the number of runs that train is not asked for again


class Service:
    """Runs that are trained in processes of their own, for any number of threads that ask.

    Runs that are watched are held here as their worker last reported them; all others are read from the store. A
    service has one worker, which it starts, and starts again whenever that ends unexpectedly. Where an operator has
    started workers (`RUNS_SOCKETS`), the services of all servers of the machine share these. Whatever is killed, the
    next worker goes on with all runs that were training.
    """

    def __init__(self, url: str | None = None) -> None:
        self.store = Store(url)
        self._live = LiveRuns()
        self._timers: list[threading.Timer] = []
        self._counted = (-COUNTED_FOR, 0)  # when, and how many runs trained then
        workers: Sequence[OwnWorker | SharedWorker] = [SharedWorker(path) for path in sockets()]
        self._channels = [Channel(worker, self._hear) for worker in workers or [OwnWorker(self.store.url)]]
        self._forget_deleted()

    @property
    def worker_pid(self) -> int:
        """The process id of the first worker."""
        return self._channels[0].pid

    @property
    def restarts(self) -> int:
        """How often a worker had to be replaced."""
        return sum(each.restarts for each in self._channels)

    def start(
        self,
        experiment: Experiment,
        settings: Settings | None = None,
        *,
        by: Visitor = OWN_MACHINE,
        name: str = "",
        recorded: Sequence[Snapshot] = (),
    ) -> str:
        """Start a run and return its id; raises Full where no place or space is left, StoreError where saving fails.

        A run that was trained in part goes on from the last of the snapshots that are `recorded`. Where all places are
        taken, the run waits for one.
        """
        resolved = resolve_settings(experiment, settings)
        snapshots = tuple(recorded) or (first_snapshot(experiment, resolved),)
        self.check_may_save(by)
        record = self.store.add(
            experiment,
            resolved,
            snapshots[-1],
            name=name,
            snapshots=snapshots,
            holder=by.holder,
            owner=by.key,
            data_owner=by.key,
        )
        return self._begin(record, snapshots)

    def branch(
        self,
        run: str,
        step: int,
        settings: Settings | None = None,
        *,
        by: Visitor = OWN_MACHINE,
        name: str = "",
    ) -> str:
        """Start a run that goes on from a snapshot of another run, with these settings if given, and return its id.

        It begins at the last snapshot up to `step`; step 0 means the same start. The optimiser's memory is kept where
        the new optimiser can go on with it. The owner of the data stays the same.
        """
        view = self.view(run)
        parent, earlier = view.record, [each for each in view.snapshots if each.step <= step]
        if not earlier:
            raise ValueError(f"step={step} is before the first snapshot of that run: choose a later one.")
        before = changed(parent.settings, [change for change in parent.changes if change[0] <= earlier[-1].step])
        resolved = resolve_settings(parent.experiment, settings or before)
        start = dataclasses.replace(earlier[-1], status="running")
        optimiser = resolved.update_rule
        if resolved.optimizer != before.optimizer or not optimiser.can_go_on_with(start.memory):
            start = dataclasses.replace(start, memory={})
        if start.step >= resolved.steps:
            raise ValueError(f"steps={resolved.steps} is not beyond the step {start.step} to branch at: choose more.")
        self.check_may_save(by)
        record = self.store.add(
            parent.experiment,
            resolved,
            start,
            name=name or parent.name,
            parent=(run, start.step),
            snapshots=earlier,
            holder=by.holder,
            owner=by.key,
            data_owner=parent.data_owner,
        )
        return self._begin(record, earlier)

    def check_may_save(self, by: Visitor, *, is_new: bool = True) -> None:
        """Raise Full where a hosted dashboard's visitor, those of an address, or all have saved as much as they may.

        The number of a visitor's runs counts for a run that `is_new`, their bytes also for one that would grow.
        """
        if by.key is None:
            return
        runs, size = self.store.saved_by(by.key)
        if (is_new and runs >= MOST_RUNS) or size >= MOST_BYTES:
            most = f"{MOST_RUNS} runs or {MOST_BYTES // 2**20} MB"
            raise Full(f"You have saved {runs} runs of {size / 2**20:.1f} MB; {most} is the most: delete some first.")
        if by.address is not None and self.store.saved_by(address=by.address)[1] >= MOST_STORED_OF_ADDRESS:
            raise Full(ADDRESS_IS_FULL)
        if self.store.saved_by()[1] >= MOST_STORED:
            raise Full("The runs of all visitors fill the space there is for them: ask whoever runs this dashboard.")

    def pause(self, run: str, *, by: Visitor = OWN_MACHINE) -> None:
        """Pause a run; it is paused when this returns."""
        self._check(run, by)
        if not self._left_queue(run, "paused"):
            self._channel(run).order("pause", run)

    def resume(self, run: str, *, by: Visitor = OWN_MACHINE) -> None:
        """Let a paused run go on, or wait for a place; raises Full where it may not even wait."""
        self._check(run, by)
        self.check_may_save(by, is_new=False)
        status = self.store.enter(run, by.holder)
        if status == "running":
            self._channel(run).order("resume", run)
        else:
            self._live.change(run, status=status)

    def step(self, run: str, count: int = 1, *, by: Visitor = OWN_MACHINE) -> None:
        """Let a paused run do `count` steps; it needs no place for that."""
        if count < 1:
            raise ValueError(f"count={count} is not allowed: give at least 1.")
        self._check(run, by)
        self.check_may_save(by, is_new=False)
        self._channel(run).order("step", run, count)

    def stop(self, run: str, *, by: Visitor = OWN_MACHINE) -> None:
        """End a run at its current step."""
        self._check(run, by)
        if not self._left_queue(run, "stopped"):
            self._channel(run).order("stop", run)

    def change_rate(self, run: str, learning_rate: float, *, by: Visitor = OWN_MACHINE) -> None:
        """Let a run go on with another learning rate."""
        self._check(run, by)
        LEARNING_RATE.check(learning_rate)
        if len(self.view(run).record.changes) >= MOST_CHANGES:
            raise ValueError(f"This run was changed {MOST_CHANGES:,} times, which is the most: branch it.")
        self._channel(run).order("rate", run, learning_rate)

    def describe(self, run: str, *, name: str, tags: Iterable[str], note: str, by: Visitor = OWN_MACHINE) -> None:
        """Give a run another name, tags and note; raises ValueError, and changes nothing, where one is too long."""
        self._check(run, by)
        self.store.describe(run, name=name, tags=tags, note=note)
        fresh = self.store.get(run)
        self._live.change(run, name=fresh.name, tags=fresh.tags, note=fresh.note)

    def delete(self, run: str, *, by: Visitor = OWN_MACHINE) -> None:
        """Delete a run, live or not; for `UNDO_FOR` seconds it can be brought back."""
        self._check(run, by)
        with suppress(NoSuchRun):
            if self.store.status(run) == "running":
                self._channel(run).order("pause", run)  # saves it, so that it can be brought back as it was
        self._channel(run).send("drop", run)
        self.store.hide(run)
        self._live.forget(run)
        self._forget_deleted()

    def bring_back(self, run: str, *, by: Visitor = OWN_MACHINE) -> bool:
        """Undo a deletion and return whether it was still possible; a run that was training is paused then."""
        try:
            check_may_control(by, self.store.owner(run, is_hidden=True))
        except NoSuchRun:
            return False
        return self.store.bring_back(run)

    def saved_by_browser(self, by: Visitor) -> int:
        """How many runs the browser of somebody who has signed in saved without the account."""
        return 0 if by.browser is None else self.store.count(by.browser)

    def hand_over(self, *, by: Visitor) -> int:
        """Move the runs that a visitor's browser saved without an account to the visitor's account; how many they are.

        Raises Full, and moves none, where the account would have more than one may save.
        """
        if by.key is None or by.browser is None:
            return 0
        moved = self.store.hand_over(by.browser, by.key, most_runs=MOST_RUNS, most_bytes=MOST_BYTES)
        for run in moved:
            self._live.change(run, owner=by.key)
        return len(moved)

    def view(self, run: str) -> RunView:
        """The current view of a run, live or ended; raises StoreError or DamagedRun where it cannot be shown."""
        watched = self._live.watch(run)
        if watched is not None:
            view, must_tell = watched
            if must_tell:
                self._channel(run).tell("watch", run)
                with suppress(StoreError):
                    # another server may have handed the run over
                    self._live.change(run, owner=self.store.owner(run))
            return view
        view = self._stored(run)
        if view.record.is_live:
            view = dataclasses.replace(view, message=self._live.message(run))
            self._live.put(view.record, view.snapshots, view.message)
            self._channel(run).tell("watch", run)
            known = self._live.watch(run)
            view = known[0] if known else view
        else:
            self._live.forget(run)
        return view

    def _stored(self, run: str) -> RunView:
        """The view of a run in the store, validated, since another program may have written it."""
        record, snapshots = self.store.get(run), tuple(self.store.snapshots(run))
        if snapshots:
            check_run(record.experiment, record.settings, record.changes, snapshots)
        return RunView(record, snapshots)

    def live(self) -> int:
        """How many runs train now, of all servers; as many as at the last count while the database does not answer."""
        counted_at, count = self._counted
        if time.monotonic() - counted_at >= COUNTED_FOR:
            with suppress(StoreError):
                count, _ = self.store.at_work()
            self._counted = (time.monotonic(), count)
        return count

    def place_in_queue(self, run: str) -> int | None:
        """Which of the runs that wait for a place comes next: 1 for the first; None for one that does not wait."""
        return self.store.place_in_queue(run)

    def close(self) -> None:
        """Save everything and end a worker of one's own, within a few seconds."""
        for timer in self._timers:
            timer.cancel()  # it would open the database again
        for channel in self._channels:
            channel.close()
        self.store.close()

    def _check(self, run: str, by: Visitor) -> None:
        """Raise NotYours where a visitor may only watch a run, NoSuchRun where there is none."""
        if by.key is not None:
            # not as it was last seen here: another server may have handed the run over
            check_may_control(by, self.store.owner(run))

    def _forget_deleted(self) -> None:
        """Delete for good what can no longer be brought back: now, and once more when the last deletion has expired."""
        self._forget_hidden()
        later = threading.Timer(UNDO_FOR + 1.0, self._forget_hidden)
        later.daemon = True
        self._timers = [*(timer for timer in self._timers if timer.is_alive()), later]
        later.start()

    def _forget_hidden(self) -> None:
        with suppress(StoreError):
            self.store.delete_hidden(UNDO_FOR)

    def _channel(self, run: str) -> Channel:
        """The channel to the worker that trains a run, the same for every server of this machine."""
        count = len(self._channels)
        return next(each for number, each in enumerate(self._channels) if is_in((number, count), run))

    def _begin(self, record: RunRecord, snapshots: Iterable[Snapshot]) -> str:
        self._live.put(record, snapshots)
        if record.status == "running":
            self._channel(record.id).send("adopt", record.id)
        return record.id

    def _left_queue(self, run: str, status: str) -> bool:
        """Let a run that waits for a place leave the queue; False for any other run."""
        if self.store.status(run) != "waiting":
            return False
        self.store.mark(run, status)
        self._live.forget(run)
        return True

    def _hear(self, kind: str, content: Any) -> None:
        """Handle a message of a worker, on its channel's thread."""
        if kind == "gone":
            self._live.forget(content)
        elif kind == "trouble":
            # the worker cannot take runs over now; the next report of a run that goes on replaces this message
            for run in self._live.watched():
                self._live.change(run, message=content)
        elif kind == "started":
            for run in self._live.watched():
                self._channel(run).tell("watch", run)
        elif kind == "given_up":
            self._give_up(*content)
        elif kind == "progress":
            self._live.update(content)

    def _give_up(self, run: str, message: str) -> None:
        """Mark a run at which every worker ends as failed, before the next worker takes it up."""
        with suppress(StoreError):
            self.store.mark(run, "failed")
        self._live.change(run, status="failed", message=message)
