"""Runs in a database: SQLite in a file, or whatever DATABASE_URL names.

Every write is one transaction, so that a run is either as it was or as it should be, whatever is killed meanwhile.
"""

from __future__ import annotations

import math
import time
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from core.data import plain_text
from core.learning import Experiment, ResolvedSettings, Snapshot
from core.runs.records.coding import decode_snapshot, encode_experiment, encode_settings, encode_snapshot
from core.runs.records.numbers import DamagedRun
from core.runs.records.record import LIVE, LONGEST_NAME, RunRecord, installed_versions, new_id
from core.runs.store.database import PATIENCE, NoSuchRun, StoreError, default_url, give_back, opened, reason
from core.runs.store.description import checked_description
from core.runs.store.foreign import first_tags, record_of
from core.runs.store.handing import hand_over_runs
from core.runs.store.leases import ALL, Share, adopt_run, leave_runs, something_to_take, take_runs
from core.runs.store.listing import listed_rows, listing, ordered, size_of
from core.runs.store.outlines import Outline, outlines_of
from core.runs.store.places import Holder, let_in, lock_places, place_in_queue, status_of_entrant
from core.runs.store.schema import INPUTS, NOBODY, RUNS, SNAPSHOTS, TAGS, THERE, migrate, seconds_now

NO_PLACE: Mapping[str, None] = MappingProxyType({"holder": None, "entered": None})
NO_METRICS: Mapping[str, float] = MappingProxyType({})
NO_SUCH_RUN = "There is no run of this address: it was deleted, or the address is incomplete."


class Store:
    """Saved runs; any number of threads and processes may have one for the same database."""

    def __init__(self, url: str | None = None, patience: float = PATIENCE) -> None:
        self.url = url or default_url()
        try:
            self._engine = opened(self.url, patience)
            # a store that is no longer used, or could not be opened, leaves no connection open
            weakref.finalize(self, self._engine.dispose)
            migrate(self._engine)
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(f"Runs cannot be saved: {reason(error)}") from error

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def add(
        self,
        experiment: Experiment,
        settings: ResolvedSettings,
        first: Snapshot,
        *,
        name: str = "",
        status: str = "running",
        holder: Holder | None = None,
        parent: tuple[str, int] | None = None,
        snapshots: Sequence[Snapshot] = (),
        changes: Sequence[tuple[int, dict[str, Any]]] = (),
        metrics: Mapping[str, float] = NO_METRICS,
        owner: str | None = None,
        data_owner: str | None = None,
        address: str | None = None,
    ) -> RunRecord:
        """Enter a run whose current state is `first`, and return its record.

        For a `holder` it takes a place, or waits for one; raises Full where it may not even wait. Its space counts as
        that of its owner and of the `address` from which it came.
        """
        described, objects = encode_experiment(experiment)
        now = time.time()
        run = new_id()
        row = {
            "id": run,
            "name": plain_text(name, LONGEST_NAME) or experiment.title,
            "experiment": experiment.name,
            "options": described["options"],
            "settings": encode_settings(settings),
            "seed": settings.seed,
            "status": status,
            "step": first.step,
            "loss": _number(first.loss),
            "metrics": {each: _number(value) for each, value in metrics.items()},
            "changes": [list(change) for change in changes],
            "versions": installed_versions(),
            "note": "",
            "parent": parent[0] if parent else None,
            "parent_step": parent[1] if parent else None,
            "checkpoint": encode_snapshot(first),
            "created": now,
            "updated": seconds_now(),
            "owner": owner,
            "data_owner": data_owner,
            "address": address,
        }
        with self._changing() as connection:
            if holder is not None:
                lock_places(connection)
                row |= _held(status_of_entrant(connection, holder), holder)
            connection.execute(insert(RUNS).values(row))
            for option, content in objects.items():
                connection.execute(insert(INPUTS), {"run": run, "option": option, "content": content})
            _enter(connection, run, snapshots or (first,))
        return self.get(run)

    def get(self, run: str) -> RunRecord:
        """The record of a run; raises StoreError where there is none and DamagedRun where it cannot be read."""
        with self._reading() as connection:
            row = connection.execute(select(RUNS).where(RUNS.c.id == run, THERE)).one_or_none()
            if row is None:
                raise NoSuchRun(NO_SUCH_RUN)
            tags = [tag for _, tag in connection.execute(first_tags(select(RUNS.c.id).where(RUNS.c.id == run)))]
            inputs = connection.execute(select(INPUTS.c.option, INPUTS.c.content).where(INPUTS.c.run == run)).all()
        return record_of(row, tuple(tags), {row.option: row.content for row in inputs})

    def rows(
        self,
        *,
        experiment: str | None = None,
        status: str | None = None,
        tag: str | None = None,
        text: str = "",
        owner: str | None = None,
        opened: Sequence[str] = (),
        among: Sequence[str] | None = None,
        sort: str = "updated",
        descending: bool = True,
        limit: int = 1000,
    ) -> list[dict[str, Any]]:
        """The rows of a list of runs, without snapshots: id, name, experiment, status, step, steps, loss, ...

        With an `owner`, only the owner's runs and those whose ids are `opened`; with `among`, only those of these ids.
        """
        select_rows = listing(experiment, status, tag, text, owner, opened, among)
        with self._reading() as connection:
            return listed_rows(connection, ordered(select_rows, sort, descending=descending).limit(limit))

    def outlines(self, runs: Sequence[str]) -> dict[str, Outline]:
        """What a list draws of each of these runs, by id: its recorded losses and its last state."""
        with self._reading() as connection:
            return outlines_of(connection, runs)

    def count(self, owner: str | None = None) -> int:
        """How many runs an owner has; without an owner, how many there are."""
        counted = select(func.count()).select_from(RUNS).where(THERE)
        if owner is not None:
            counted = counted.where(RUNS.c.owner == owner)
        with self._reading() as connection:
            return int(connection.scalar(counted) or 0)

    def owner(self, run: str, *, is_hidden: bool = False) -> str | None:
        """The owner of a run, or of a hidden run with `is_hidden`; raises NoSuchRun where there is none."""
        owner = self._one(RUNS.c.owner, run, RUNS.c.deleted.is_not(None) if is_hidden else THERE)
        return None if owner is None else str(owner)

    def status(self, run: str) -> str:
        """The status that was last saved; raises NoSuchRun where there is no such run."""
        return str(self._one(RUNS.c.status, run, THERE))

    def _one(self, column: Column[Any], run: str, condition: ColumnElement[bool]) -> Any:
        with self._reading() as connection:
            row = connection.execute(select(column).where(RUNS.c.id == run, condition)).one_or_none()
        if row is None:
            raise NoSuchRun(NO_SUCH_RUN)
        return row[0]

    def saved_by(self, owner: str | None = None, *, address: str | None = None) -> tuple[int, int]:
        """How many runs an owner, the visitors of an address, or all have saved, and their bytes."""
        with self._reading() as connection:
            return size_of(connection, owner, address)

    def hand_over(self, giver: str, taker: str, *, most_runs: int, most_bytes: int) -> list[str]:
        """Make all runs of one owner, and all data that they brought, another's, and return the ids of the runs.

        Raises Full, and changes nothing, where the taker would then have more than may be saved.
        """
        with self._changing() as connection:
            lock_places(connection)
            return hand_over_runs(connection, giver, taker, most_runs, most_bytes)

    def snapshots(self, run: str, after: int = -1) -> list[Snapshot]:
        """The recorded snapshots of a run after a step; damaged snapshots are left out."""
        query = select(SNAPSHOTS.c.content).where(SNAPSHOTS.c.run == run, SNAPSHOTS.c.step > after)
        with self._reading() as connection:
            contents = connection.scalars(query.order_by(SNAPSHOTS.c.step)).all()
        snapshots = []
        for content in contents:
            try:
                snapshots.append(decode_snapshot(content))
            except DamagedRun:
                continue
        return snapshots

    def checkpoint(self, run: str) -> Snapshot:
        """The snapshot from which a run goes on: the last one saved, or the last one recorded if that is damaged."""
        with self._reading() as connection:
            content = connection.scalar(select(RUNS.c.checkpoint).where(RUNS.c.id == run))
        try:
            return decode_snapshot(content or b"")
        except DamagedRun:
            recorded = self.snapshots(run)
            if not recorded:
                raise
            return recorded[-1]

    def enter(self, run: str, holder: Holder) -> str:
        """Let a paused run train, or wait for a place, and return its status.

        Raises Full where it may not even wait.
        """
        with self._changing() as connection:
            lock_places(connection)
            status = status_of_entrant(connection, holder, run)
            values = {**_held(status, holder), "updated": seconds_now()}
            connection.execute(update(RUNS).where(RUNS.c.id == run, RUNS.c.status.in_(LIVE)).values(values))
        return status

    def place_in_queue(self, run: str) -> int | None:
        """Which of the runs that wait for a place comes next: 1 for the first; None for one that does not wait."""
        with self._reading() as connection:
            return place_in_queue(connection, run)

    def at_work(self) -> tuple[int, int]:
        """How many runs train now, wherever, and how many wait for a place."""
        with self._reading() as connection:
            counts = select(RUNS.c.status, func.count()).where(THERE, RUNS.c.status.in_(("running", "waiting")))
            found = {str(status): int(count) for status, count in connection.execute(counts.group_by(RUNS.c.status))}
        return found.get("running", 0), found.get("waiting", 0)

    def take(self, worker: str, before: str = NOBODY, share: Share = ALL) -> list[str]:
        """Assign the running runs that no living worker has to this one, and return their ids.

        A run has no living worker when it was not saved for `LEASE` seconds, was left by its worker, or belonged to
        the worker `before`, in whose place this one is. Places that are free are given to runs that wait. With a
        `share` only a part of all runs is taken, the rest by other workers of this machine.
        """
        with self._reading() as connection:
            if not something_to_take(connection, before):
                return []
        with self._changing() as connection:
            lock_places(connection)
            let_in(connection)
            return take_runs(connection, worker, before, share)

    def leave(self, worker: str) -> None:
        """Let the runs of a worker that ends go to others at once."""
        with self._changing() as connection:
            leave_runs(connection, worker)

    def adopt(self, run: str, worker: str) -> None:
        """Assign one run to this worker, if the run may still go on."""
        with self._changing() as connection:
            adopt_run(connection, run, worker)

    def save(
        self,
        run: str,
        worker: str,
        latest: Snapshot,
        *,
        status: str,
        metrics: Mapping[str, float],
        snapshots: Sequence[Snapshot] = (),
        changes: Sequence[tuple[int, dict[str, Any]]] = (),
    ) -> bool:
        """Save a run's current state and new snapshots; False where the run is no longer assigned to this worker."""
        values = {
            "step": latest.step,
            "loss": _number(latest.loss),
            "status": status,
            "metrics": {name: _number(value) for name, value in metrics.items()},
            "checkpoint": encode_snapshot(latest),
            "changes": [list(change) for change in changes],
            "updated": seconds_now(),
        }
        if status != "running":
            values |= NO_PLACE
        with self._changing() as connection:
            mine = connection.execute(update(RUNS).where(RUNS.c.id == run, RUNS.c.worker == worker).values(values))
            if mine.rowcount != 1:
                return False
            _enter(connection, run, snapshots)
        return True

    def describe(
        self, run: str, *, name: str | None = None, tags: Iterable[str] | None = None, note: str | None = None
    ) -> None:
        """Set a run's name, tags and note where given; raises ValueError, and changes nothing, for an invalid one."""
        written, chosen = checked_description(name, tags, note)
        values: dict[str, Any] = {**written, "updated": seconds_now()}
        with self._changing() as connection:
            connection.execute(update(RUNS).where(RUNS.c.id == run).values(values))
            if chosen is not None:
                connection.execute(delete(TAGS).where(TAGS.c.run == run))
            if chosen:
                connection.execute(insert(TAGS), [{"run": run, "tag": tag} for tag in chosen])

    def mark(self, run: str, status: str) -> None:
        """Change the status of a run, and take it from its worker, which can no longer save it."""
        values = {"status": status, "worker": None, "updated": seconds_now(), **NO_PLACE}
        with self._changing() as connection:
            connection.execute(update(RUNS).where(RUNS.c.id == run).values(values))

    def hide(self, run: str) -> None:
        """Delete a run so that it can be brought back; a run that was training is paused then."""
        with self._changing() as connection:
            hidden = {"deleted": seconds_now(), "worker": None, **NO_PLACE}
            connection.execute(update(RUNS).where(RUNS.c.id == run).values(hidden))
            stopped = update(RUNS).where(RUNS.c.id == run, RUNS.c.status.in_(("running", "waiting")))
            connection.execute(stopped.values(status="paused"))

    def bring_back(self, run: str) -> bool:
        """Undo `hide`; return whether the run was still there."""
        with self._changing() as connection:
            return connection.execute(update(RUNS).where(RUNS.c.id == run).values(deleted=None)).rowcount == 1

    def delete_hidden(self, seconds: float) -> None:
        """Remove the runs that were hidden so many seconds ago, or earlier, with all that belongs to them."""
        with self._changing() as connection:
            gone = connection.execute(delete(RUNS).where(RUNS.c.deleted <= seconds_now() - seconds)).rowcount
        if gone:
            give_back(self._engine)

    def delete(self, run: str) -> None:
        """Remove a run and all that belongs to it."""
        with self._changing() as connection:
            connection.execute(delete(RUNS).where(RUNS.c.id == run))
        give_back(self._engine)

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise StoreError(f"The run could not be saved: {reason(error)}") from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise StoreError(f"Runs cannot be read: {reason(error)}") from error


def _enter(connection: Connection, run: str, snapshots: Sequence[Snapshot]) -> None:
    """Enter snapshots; a snapshot replaces another one of the same step."""
    for snapshot in snapshots:
        where = (SNAPSHOTS.c.run == run, SNAPSHOTS.c.step == snapshot.step)
        connection.execute(delete(SNAPSHOTS).where(*where))
        content = encode_snapshot(snapshot)
        values = {"run": run, "step": snapshot.step, "loss": _number(snapshot.loss), "content": content}
        connection.execute(insert(SNAPSHOTS), values)


def _held(status: str, holder: Holder) -> dict[str, Any]:
    return {"status": status, "holder": holder.key or None, "address": holder.address, "entered": seconds_now()}


def _number(value: float) -> float | None:
    """The value, or None for NaN and infinity, which JSON and some databases cannot hold."""
    return value if math.isfinite(value) else None
