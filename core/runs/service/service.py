"""The service through which pages start, control and view runs."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core.learning import Experiment, Settings, Snapshot, resolve_settings
from core.learning.settings import LEARNING_RATE
from core.learning.training.descent import first_snapshot
from core.runs.records.numbers import DamagedRun
from core.runs.records.record import RunRecord, changed
from core.runs.records.validation import MOST_CHANGES, check_run
from core.runs.records.view import RunView
from core.runs.service.channel import Channel
from core.runs.service.live_runs import Full, LiveRuns
from core.runs.service.visitor import MOST_BYTES, MOST_RUNS, OWN_MACHINE, Visitor, check_may_control
from core.runs.store.database import NoSuchRun, StoreError
from core.runs.store.store import Store

MOST_STORED = 2 * 2**30  # bytes of all runs of a hosted dashboard
UNDO_FOR = 10.0  # seconds in which a deleted run can be brought back


class Service:
    """Runs that are trained in one worker process, for any number of threads that ask.

    Live runs are held here as the worker last reported them; all others are read from the store. The worker is started
    again whenever it ends unexpectedly, and goes on with all runs that were training. The worker of a new service does
    the same after the old service was killed.
    """

    def __init__(self, url: str | None = None) -> None:
        self.store = Store(url)
        self._live = LiveRuns()
        self._entering = threading.Lock()  # one run enters at a time, so that no two take the same slot
        self._timers: list[threading.Timer] = []
        self._channel = Channel(self.store.url, self._hear)
        self._forget_deleted()

    @property
    def worker_pid(self) -> int:
        """The worker's process id."""
        return self._channel.pid

    @property
    def restarts(self) -> int:
        """How often the worker had to be started again."""
        return self._channel.restarts

    def start(
        self,
        experiment: Experiment,
        settings: Settings | None = None,
        *,
        by: Visitor = OWN_MACHINE,
        name: str = "",
        recorded: Sequence[Snapshot] = (),
    ) -> str:
        """Start a run and return its id; raises Full where no slot or space is left, StoreError where saving fails.

        A run that was trained in part goes on from the last of the snapshots that are `recorded`.
        """
        resolved = resolve_settings(experiment, settings)
        snapshots = tuple(recorded) or (first_snapshot(experiment, resolved),)
        with self._entering:
            self._make_room(by)
            self.check_may_save(by)
            record = self.store.add(
                experiment,
                resolved,
                snapshots[-1],
                name=name,
                snapshots=snapshots,
                owner=by.key,
                data_owner=by.key,
            )
            return self._begin(record, snapshots, by)

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
        with self._entering:
            self._make_room(by)
            self.check_may_save(by)
            record = self.store.add(
                parent.experiment,
                resolved,
                start,
                name=name or parent.name,
                parent=(run, start.step),
                snapshots=earlier,
                owner=by.key,
                data_owner=parent.data_owner,
            )
            return self._begin(record, earlier, by)

    def check_may_save(self, by: Visitor) -> None:
        """Raise Full where a visitor of a hosted dashboard, or all visitors together, have saved all they may."""
        if by.key is None:
            return
        runs, size = self.store.saved_by(by.key)
        if runs >= MOST_RUNS or size >= MOST_BYTES:
            most = f"{MOST_RUNS} runs or {MOST_BYTES // 2**20} MB"
            raise Full(f"You have saved {runs} runs of {size / 2**20:.1f} MB; {most} is the most: delete some first.")
        if self.store.saved_by()[1] >= MOST_STORED:
            raise Full("The runs of all visitors fill the space there is for them: ask whoever runs this dashboard.")

    def pause(self, run: str, *, by: Visitor = OWN_MACHINE) -> None:
        """Pause a run; it is paused when this returns."""
        self._check(run, by)
        self._channel.order("pause", run)

    def resume(self, run: str, *, by: Visitor = OWN_MACHINE) -> None:
        """Let a paused run go on."""
        self._check(run, by)
        with self._entered(run, by):
            self._channel.order("resume", run)

    def step(self, run: str, count: int = 1, *, by: Visitor = OWN_MACHINE) -> None:
        """Let a paused run do `count` steps."""
        if count < 1:
            raise ValueError(f"count={count} is not allowed: give at least 1.")
        self._check(run, by)
        with self._entered(run, by):
            self._channel.order("step", run, count)

    def stop(self, run: str, *, by: Visitor = OWN_MACHINE) -> None:
        """End a run at its current step."""
        self._check(run, by)
        self._channel.order("stop", run)

    def change_rate(self, run: str, learning_rate: float, *, by: Visitor = OWN_MACHINE) -> None:
        """Let a run go on with another learning rate."""
        self._check(run, by)
        LEARNING_RATE.check(learning_rate)
        if len(self.view(run).record.changes) >= MOST_CHANGES:
            raise ValueError(f"This run was changed {MOST_CHANGES:,} times, which is the most: branch it.")
        self._channel.order("rate", run, learning_rate)

    def describe(self, run: str, *, name: str, tags: Iterable[str], note: str, by: Visitor = OWN_MACHINE) -> None:
        """Give a run another name, tags and note; raises ValueError, and changes nothing, where one is too long."""
        self._check(run, by)
        self.store.describe(run, name=name, tags=tags, note=note)
        fresh = self.store.get(run)
        self._live.change(run, name=fresh.name, tags=fresh.tags, note=fresh.note)

    def delete(self, run: str, *, by: Visitor = OWN_MACHINE) -> None:
        """Delete a run, live or not; for `UNDO_FOR` seconds it can be brought back."""
        self._check(run, by)
        record = self._live.record(run)
        if record is not None and record.status == "running":
            self._channel.order("pause", run)  # saves it, so that it can be brought back as it was
        self._channel.send("drop", run)
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

    def view(self, run: str) -> RunView:
        """The current view of a run, live or ended; raises StoreError or DamagedRun where it cannot be shown."""
        watched = self._live.watch(run)
        if watched is None:
            return self._stored(run)
        view, must_touch = watched
        if must_touch:
            self._channel.send("touch", run)
        return view

    def _stored(self, run: str) -> RunView:
        """The view of a run in the store, validated, since another program may have written it."""
        record, snapshots = self.store.get(run), tuple(self.store.snapshots(run))
        if snapshots:
            check_run(record.experiment, record.settings, record.changes, snapshots)
        return RunView(record, snapshots)

    def live(self) -> int:
        """How many runs train now."""
        return len(self._live.training())

    def close(self) -> None:
        """Save everything and end the worker, within a few seconds."""
        for timer in self._timers:
            timer.cancel()  # it would open the database again
        self._channel.close()
        self.store.close()

    def _check(self, run: str, by: Visitor) -> None:
        """Raise NotYours where a visitor may only watch a run, NoSuchRun where there is none."""
        if by.key is not None:
            record = self._live.record(run)
            check_may_control(by, record.owner if record else self.store.owner(run))

    def _forget_deleted(self) -> None:
        """Delete for good what can no longer be brought back: now, and once more when the last deletion has expired."""
        self._forget_hidden()
        later = threading.Timer(UNDO_FOR + 1.0, self._forget_hidden)
        later.daemon = True
        self._timers = [*(timer for timer in self._timers if timer.is_alive()), later]
        later.start()

    def _forget_hidden(self) -> None:
        with contextlib.suppress(StoreError):
            self.store.delete_hidden(time.time() - UNDO_FOR)

    def _begin(self, record: RunRecord, snapshots: Iterable[Snapshot], by: Visitor) -> str:
        self._live.add(record, snapshots, by.slot)
        self._channel.send("adopt", record.id)
        return record.id

    @contextlib.contextmanager
    def _entered(self, run: str, by: Visitor) -> Iterator[None]:
        """Give a run that does not train a slot, which it holds while the order is in progress."""
        with contextlib.ExitStack() as entered:
            with self._entering:
                record = self._live.record(run)
                if record is None or record.status != "running":
                    self._make_room(by, sparing=run)
                entered.enter_context(self._live.entered(run, by.slot, lambda: self._load(run)))
            yield

    def _make_room(self, by: Visitor, sparing: str = "") -> None:
        for run in self._live.make_room(by.slot, sparing):
            # the run is in the store, from where it goes on when it is resumed
            self._channel.send("release", run)

    def _load(self, run: str) -> tuple[RunRecord, list[Snapshot]]:
        return self.store.get(run), self.store.snapshots(run)

    def _hear(self, kind: str, content: Any) -> None:
        """Handle a message of the worker, on the channel's thread."""
        if kind == "gone":
            self._live.forget(content)
        elif kind == "trouble":
            # the worker cannot take runs over now; the next report of a run that goes on replaces this message
            for run in self._live.training():
                self._live.change(run, message=content)
        elif kind == "started":
            self._look_again()
        elif kind == "given_up":
            self._give_up(*content)
        elif kind == "progress":
            # a run of an earlier server, which the worker took over, may not be readable now
            with contextlib.suppress(StoreError, DamagedRun):
                self._live.update(content, lambda: self._load(content.run))

    def _look_again(self) -> None:
        """Forget runs that a worker saved as ended before it died without reporting that: no other worker will."""
        for run in self._live.training():
            with contextlib.suppress(StoreError):
                if self.store.status(run) != "running":
                    self._live.forget(run)

    def _give_up(self, run: str, message: str) -> None:
        """Mark a run at which every worker ends as failed, before the next worker takes it up."""
        with contextlib.suppress(StoreError):
            self.store.mark(run, "failed")
        self._live.change(run, status="failed", message=message)
