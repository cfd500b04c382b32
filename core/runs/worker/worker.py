"""The worker: the process that trains, started and watched by the service.

It gives each run that trains a slice of time in turn, reports what is new, has it saved in less than two seconds, and
takes orders in between. Whatever a run raises ends that run alone. When the service that started it is gone, the worker
saves all runs and ends. It never loads Streamlit.
"""

from __future__ import annotations

import contextlib
import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from core.runs.records.numbers import DamagedRun
from core.runs.records.record import new_id
from core.runs.records.validation import check_run
from core.runs.store.database import NoSuchRun, StoreError
from core.runs.store.leases import ALL, Share
from core.runs.store.schema import NOBODY
from core.runs.store.store import Store
from core.runs.worker.clients import Client, Clients, Order
from core.runs.worker.live import LiveRun
from core.runs.worker.process import give_way
from core.runs.worker.reports import SAVE_EVERY, Held, Progress, Reports
from core.runs.worker.saving import Saving

ROUND = 1.0  # seconds in which every run should have its slice
SHORTEST, LONGEST = 0.02, 0.1  # seconds of one slice
CROWD, LAST = 8, 19  # above so many runs that train, the worker takes this niceness, the lowest priority
MOST_STEPPING = 8  # paused runs that take single steps at a time
LONGEST_END = 3.0  # seconds for the last saves
IDLE_FOR = 3600.0  # seconds without anyone watching after which a run is paused and released
PAUSED_FOR = 150.0  # seconds without anyone watching after which a paused run is released
TAKE_EVERY = 2.0  # seconds between two looks for runs that no worker has
FAILED = "Training failed at step {step}, and this run has ended: its settings and its numbers do not go together."

log = logging.getLogger(__name__)


class Worker:
    """The live runs of one process; `saving_store` may be more patient than `store`, for which training waits.

    It holds its runs by its `name`, and takes over those of the worker `before` it. With a `share` it takes over a
    part of all runs that no worker has.
    """

    def __init__(
        self,
        clients: Clients,
        store: Store,
        saving_store: Store | None = None,
        *,
        name: str = "",
        before: str = NOBODY,
        share: Share = ALL,
    ) -> None:
        self._clients, self._store, self._name = clients, store, name or new_id()
        self._before, self._share = before, share
        self._saving = Saving(saving_store or store, self._name)
        self._reports = Reports(clients, self._saving)
        self._held = self._reports.held
        self._in_hand: tuple[str, int | None] = ("", None)
        self._take_at = 0.0  # when to look for runs that no worker has
        self._missed: set[str] = set()  # runs that are to be loaded
        self._mark_at = 0.0  # when to try again to mark what failed
        self._is_last = False
        self.is_closing = False

    def work(self) -> None:
        """Train until told to close, or until the service is gone."""
        try:
            while not self.is_closing:
                self._take_over()
                moving = [held for held in self._held.values() if held.live.is_moving]
                self._step_back(len(moving))
                if not moving:
                    self._take_in_hand("")
                self._take_orders(wait=0.0 if moving else self._patience())
                for held in moving:
                    if self.is_closing:
                        break
                    if held.live.is_moving and held.live.id in self._held:  # no order meanwhile
                        self._slice(held, min(LONGEST, max(SHORTEST, ROUND / len(moving))))
                    self._take_orders(wait=0.0)
                self._reports.collect_outcomes()
                self._try_again()
                self._give_up_idle()
        except EOFError:
            pass  # the service is gone
        finally:
            self._end()

    def _end(self) -> None:
        for held in list(self._held.values()):
            with self._alone(held.live.id):
                self._reports.save(held)
        self._saving.close(LONGEST_END)
        with contextlib.suppress(StoreError):
            self._store.leave(self._name)

    def _patience(self) -> float:
        """Seconds to wait for an order while no run trains."""
        return 0.5 if all(held.is_saved for held in self._held.values()) else 0.02

    def _step_back(self, moving: int) -> None:
        """Take the lowest priority once many runs train, and keep it, since no process may raise its own priority."""
        if moving > CROWD and not self._is_last:
            self._is_last = True
            give_way(LAST)

    def _take_over(self) -> None:
        """Go on with the running runs that no worker has; try again later where the database does not answer."""
        if time.monotonic() < self._take_at:
            return
        self._take_at = time.monotonic() + TAKE_EVERY
        try:
            # what cannot be loaded now is tried again: in the store it is this worker's
            self._missed.update(self._store.take(self._name, self._before, self._share))
            self._before = NOBODY
            for run in list(self._missed):
                if run not in self._held:
                    with self._alone(run), contextlib.suppress(NoSuchRun):
                        self._load(run)
                self._missed.discard(run)
        except StoreError as error:
            self._cannot_take(error)

    def _cannot_take(self, error: StoreError) -> None:
        self._take_at = time.monotonic() + SAVE_EVERY
        self._reports.tell("trouble", str(error))

    def _take_in_hand(self, run: str, order: int | None = None, client: Client[Any, Any] | None = None) -> None:
        """Report the run and the order that come next, so that it is known at which of them this process died."""
        if self._in_hand != (run, order):
            self._in_hand = run, order
            witness = client or self._clients.eldest()
            if witness is not None:
                self._clients.tell(("in_hand", run, order), witness)

    @contextmanager
    def _alone(self, run: str, order: int | None = None, client: Client[Any, Any] | None = None) -> Iterator[None]:
        """Whatever is raised in this context, except StoreError, ends this run and nothing else."""
        self._take_in_hand(run, order, client)
        try:
            yield
        except StoreError:
            raise
        except DamagedRun as error:
            self._fail(run, str(error))
        except Exception:
            log.exception("run %s failed", run)
            held = self._held.get(run)
            self._fail(run, FAILED.format(step=held.live.step if held else 0))

    def _fail(self, run: str, message: str) -> None:
        """End a run that cannot go on; what was saved of it is kept."""
        held = self._held.pop(run, None)
        self._saving.forget(run)
        self._saving.mark_failed(run)
        step = held.live.step if held else 0
        self._reports.tell("progress", Progress(run, "failed", step, math.nan, (), None, message))

    def _slice(self, held: Held, seconds: float) -> None:
        with self._alone(held.live.id):
            held.live.advance(seconds)
            self._reports.after(held)

    def _take_orders(self, wait: float) -> None:
        for client, order in self._clients.orders(wait):
            self._obey(client, order)

    def _obey(self, client: Client[Any, Any], whole: Order) -> None:
        number, order, run, argument = whole
        message, has_changed = "", False
        try:
            with self._alone(run, number, client):
                if order == "watch":
                    self._be_watched(run, client)
                else:
                    has_changed = self._do(order, run, argument)
        except StoreError as error:
            message = str(error)
        if has_changed and run in self._held:
            self._reports.answer(client, number, run)
        else:
            self._reports.confirm(client, number, message)

    def _be_watched(self, run: str, client: Client[Any, Any]) -> None:
        held = self._held.get(run)
        if held is not None:
            held.live.touched = time.monotonic()
            self._reports.show(client, held)

    def _do(self, order: str, run: str, argument: Any) -> bool:
        """Carry out an order; return whether it changed the run, which then has to be saved."""
        if order == "close":
            self.is_closing = True
            return False
        if order == "drop":
            self._missed.discard(run)
            self._reports.let_go(run)
            return False
        if run not in self._held:
            try:
                self._load(run)
            except NoSuchRun:
                raise
            except StoreError as error:
                self._missed.add(run)
                self._cannot_take(error)
                raise
        held = self._held.get(run)
        if held is None:
            return False
        if order == "step":
            self._check_may_step(held.live)
        held.live.touched = time.monotonic()
        held.is_leaving = False
        self._control(held.live, order, argument)
        self._reports.after(held, now=True)
        return True

    def _check_may_step(self, run: LiveRun) -> None:
        """Raise StoreError where so many runs take steps, which needs no place, that others would train slowly."""
        others = [each.live for each in self._held.values() if each.live.takes_steps and each.live is not run]
        if run.owner is not None and any(each.owner == run.owner for each in others):
            raise StoreError("Another run of yours takes steps: wait until they are done.")
        if len(others) >= MOST_STEPPING:
            raise StoreError("Too many runs take steps now: wait a moment, and try again.")

    def _control(self, run: LiveRun, order: str, argument: Any) -> None:
        orders: dict[str, Callable[[], None]] = {
            "adopt": lambda: None,
            "pause": run.pause,
            "resume": run.resume,
            "step": lambda: run.do_steps(int(argument)),
            "stop": run.stop,
            "rate": lambda: run.change_rate(float(argument)),
        }
        if order not in orders:
            raise StoreError(f"The process that trains does not know {order!r}: its version is another one.")
        orders[order]()

    def _load(self, run: str) -> None:
        self._store.adopt(run, self._name)
        record = self._store.get(run)
        if record.status in ("running", "paused"):
            start = self._store.checkpoint(run)
            check_run(record.experiment, record.settings, record.changes, (start,))
            live = LiveRun(run, record.experiment, record.settings, start, record.status, record.changes, record.owner)
            self._held[run] = Held(live)

    def _try_again(self) -> None:
        """Save the stopped runs that could not be saved, and mark the failed runs that could not be marked."""
        if time.monotonic() > self._mark_at:
            self._mark_at = time.monotonic() + SAVE_EVERY
            self._saving.mark_again()
        for held in self._reports.save_again():
            with self._alone(held.live.id):
                self._reports.save(held)

    def _give_up_idle(self) -> None:
        now = time.monotonic()
        for held in list(self._held.values()):
            longest = PAUSED_FOR if held.live.status == "paused" else IDLE_FOR
            if now - held.live.touched > longest and not held.is_leaving:
                held.live.pause()
                held.is_leaving = True
                with self._alone(held.live.id):
                    self._reports.after(held, now=True)
