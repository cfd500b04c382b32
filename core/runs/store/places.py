"""Places: how many runs may train at a time, of one visitor, of one address and in all, and who waits for one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, false, func, select, update

from core.data.uploads.limits import configured
from core.runs.store.schema import NOBODY, RUNS, THERE, seconds_now

# MOST_LIVE_RUNS sets it for all machines that share a database: each machine's worker trains a part of them
MOST_LIVE = configured("MOST_LIVE_RUNS", 64)
MOST_OF_ADDRESS = max(1, 3 * MOST_LIVE // 4)  # a class behind one address has room, and leaves some to the others
MOST_WAITING = 200
MOST_WAITING_OF_ADDRESS = 3 * MOST_WAITING // 4  # nobody fills the queue from one address
LOCK = 0x66696C74  # the number by which PostgreSQL knows the lock
TRAINING = RUNS.c.status == "running"
WAITING = RUNS.c.status == "waiting"
QUEUE = (RUNS.c.entered, RUNS.c.id)  # who has waited longest comes first


class Full(RuntimeError):
    """No place or no space is left for another run; the text tells the person who wanted one what to do."""


@dataclass(frozen=True)
class Holder:
    """Who holds a place: one run of a `key` trains or waits at a time; "" sets no such limit.

    `address` is what the visitors of one network share, None on one's own machine.
    """

    key: str = ""
    address: str | None = None


def lock_places(connection: Connection) -> None:
    """Let no other process give out places until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    else:
        # SQLite has one writer at a time, from the first statement that may write
        connection.execute(update(RUNS).where(false()).values(worker=None))


def status_of_entrant(connection: Connection, holder: Holder, run: str = "") -> str:
    """What a run becomes that is to train: "running", or "waiting" where no place is free.

    Raises Full where its holder has another run that trains or waits, or where too many wait.
    """
    others = THERE & (RUNS.c.id != run)
    if holder.key and _count(connection, others & (TRAINING | WAITING) & (RUNS.c.holder == holder.key)):
        raise Full("You have a run that is still training: pause or stop it before you start another.")
    waiting = _count(connection, others & WAITING)
    # who comes later does not pass by those who wait
    if not waiting and _has_place(connection, holder.address, others):
        return "running"
    of_address = others & WAITING & (RUNS.c.address == holder.address)
    if holder.address is not None and _count(connection, of_address) >= MOST_WAITING_OF_ADDRESS:
        raise Full(f"{MOST_WAITING_OF_ADDRESS} runs of your network address wait, the most that may: try again later.")
    if waiting >= MOST_WAITING:
        raise Full(f"All places are taken, and {waiting} runs wait, which is all that may: try again later.")
    return "waiting"


def let_in(connection: Connection) -> None:
    """Give the places that are free to those who have waited longest."""
    queue = select(RUNS.c.id, RUNS.c.address).where(THERE, WAITING).order_by(*QUEUE)
    for run, address in connection.execute(queue).all():
        if _count(connection, THERE & TRAINING) >= MOST_LIVE:
            return
        if _has_place(connection, address, THERE):
            entered = {"status": "running", "worker": NOBODY, "updated": seconds_now()}
            connection.execute(update(RUNS).where(RUNS.c.id == run).values(entered))


def place_in_queue(connection: Connection, run: str) -> int | None:
    """Which of those who wait comes next: 1 for the first; None for a run that does not wait."""
    queue = list(connection.scalars(select(RUNS.c.id).where(THERE, WAITING).order_by(*QUEUE)))
    return queue.index(run) + 1 if run in queue else None


def _has_place(connection: Connection, address: str | None, among: ColumnElement[bool]) -> bool:
    if _count(connection, among & TRAINING) >= MOST_LIVE:
        return False
    if address is None:
        return True
    return _count(connection, among & TRAINING & (RUNS.c.address == address)) < MOST_OF_ADDRESS


def _count(connection: Connection, condition: ColumnElement[bool]) -> int:
    return int(connection.scalar(select(func.count()).select_from(RUNS).where(condition)) or 0)
