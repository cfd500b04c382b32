"""Leases: which worker trains which run, by the database's clock, and who takes over where a worker is gone."""

from __future__ import annotations

from zlib import crc32

from sqlalchemy import ColumnElement, Connection, func, or_, select, update

from core.runs.records.record import LIVE
from core.runs.store.places import TRAINING, WAITING
from core.runs.store.schema import NOBODY, RUNS, THERE, seconds_now

LEASE = 20.0  # seconds without a save after which a run that trains belongs to no worker any more
LONG = 3 * LEASE  # seconds after which a run of another worker's part is taken as well: that worker stays away
Share = tuple[int, int]  # the part of a worker: its number, and how many workers a machine has
ALL: Share = (0, 1)


def is_in(share: Share, run: str) -> bool:
    """Whether a run belongs to this part of all runs; ids are random, so that the parts are alike.

    >>> [is_in((number, 2), "1" * 32) for number in (0, 1)], is_in(ALL, "1" * 32)
    ([False, True], True)
    """
    number, count = share
    return crc32(run.encode()) % count == number


def something_to_take(connection: Connection, before: str) -> bool:
    """Whether a run has no living worker, or waits for a place."""
    wanted = select(RUNS.c.id).where(THERE, _orphaned(before) | WAITING).limit(1)
    return connection.scalar(wanted) is not None


def take_runs(connection: Connection, worker: str, before: str, share: Share) -> list[str]:
    """Assign the runs of a share that have no living worker to this one, and return their ids."""
    orphaned, is_long_idle = _orphaned(before), _idle() > LONG
    found = connection.execute(select(RUNS.c.id, is_long_idle).where(THERE, orphaned).order_by(RUNS.c.created))
    mine = [run for run, is_anybodys in found if is_anybodys or is_in(share, run)]
    # a worker that has just woken up may save one of them in this moment: it keeps that run
    took = {"worker": worker, "updated": seconds_now()}
    return [
        run for run in mine if connection.execute(update(RUNS).where(RUNS.c.id == run, orphaned).values(took)).rowcount
    ]


def leave_runs(connection: Connection, worker: str) -> None:
    """Let the runs of a worker that ends go to others at once."""
    connection.execute(update(RUNS).where(RUNS.c.worker == worker, TRAINING).values(worker=NOBODY))


def adopt_run(connection: Connection, run: str, worker: str) -> None:
    """Assign one run to this worker, if the run may still go on."""
    connection.execute(update(RUNS).where(RUNS.c.id == run, RUNS.c.status.in_(LIVE)).values(worker=worker))


def _orphaned(before: str) -> ColumnElement[bool]:
    """The runs that train and were left, or belonged to the worker `before`, or were not saved for `LEASE` seconds."""
    return TRAINING & or_(RUNS.c.worker.in_((NOBODY, before)), _idle() > LEASE)


def _idle() -> ColumnElement[float]:
    """The seconds since a run was saved, also where the clock was set back meanwhile."""
    return func.abs(seconds_now() - RUNS.c.updated)
