"""Handing the runs of one owner to another."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from core.runs.store.listing import size_of
from core.runs.store.places import Full
from core.runs.store.schema import RUNS


def hand_over_runs(connection: Connection, giver: str, taker: str, most_runs: int, most_bytes: int) -> list[str]:
    """Make the giver's runs the taker's, in the transaction of this connection, and return their ids.

    With them go the right to take out data that the giver brought, also where others branched the run, and the places
    that the runs hold or wait for. Deleted runs that can still be brought back go along.
    """
    moved = list(connection.scalars(select(RUNS.c.id).where(RUNS.c.owner == giver)))
    if giver == taker or not moved:
        return []
    (given, giving), (had, having) = size_of(connection, giver), size_of(connection, taker)
    if given + had > most_runs or giving + having > most_bytes:
        raise Full(
            f"Your account would have {given + had} runs of {(giving + having) / 2**20:.1f} MB; {most_runs} runs or "
            f"{most_bytes // 2**20} MB is the most: delete some first."
        )
    for column in (RUNS.c.owner, RUNS.c.data_owner, RUNS.c.holder):
        connection.execute(update(RUNS).where(column == giver).values({column: taker}))
    return moved
