"""Queries over many runs: the rows of a list, and how much an owner has saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, Text, cast, func, or_, select

from core.runs.store.foreign import first_tags, listed
from core.runs.store.schema import INPUTS, RUNS, SNAPSHOTS, TAGS, THERE

SORTS = ("updated", "created", "name", "experiment", "status", "step", "loss")
SHOWN = ("id", "name", "experiment", "status", "step", "loss", "seed", "options", "settings", "metrics", "note",
         "parent", "parent_step", "created", "updated", "owner", "data_owner")  # fmt: skip


def listing(
    experiment: str | None,
    status: str | None,
    tag: str | None,
    text: str,
    owner: str | None,
    opened: Sequence[str],
    among: Sequence[str] | None = None,
) -> Select[Any]:
    """The query for the runs that match; with an `owner`, for the owner's runs and those whose ids are `opened`.

    With `among`, only for those of these ids.
    """
    query = select(*(RUNS.c[name] for name in SHOWN)).where(THERE)
    if among is not None:
        query = query.where(RUNS.c.id.in_(among))
    if owner is not None:
        query = query.where(or_(RUNS.c.owner == owner, RUNS.c.id.in_(opened)))
    for column, wanted in ((RUNS.c.experiment, experiment), (RUNS.c.status, status)):
        if wanted:
            query = query.where(column == wanted)
    if tag:
        query = query.where(RUNS.c.id.in_(select(TAGS.c.run).where(TAGS.c.tag == tag)))
    if text:
        query = query.where(RUNS.c.name.icontains(text, autoescape=True))
    return query


def ordered(query: Select[Any], sort: str, *, descending: bool) -> Select[Any]:
    """The query, sorted by one of `SORTS`; raises ValueError for any other column."""
    if sort not in SORTS:
        raise ValueError(f"sort={sort!r} is not allowed: choose one of {', '.join(SORTS)}.")
    return query.order_by(RUNS.c[sort].desc() if descending else RUNS.c[sort].asc(), RUNS.c.id)


def listed_rows(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    """The rows of a query for runs, with their tags."""
    rows = [dict(row._mapping) for row in connection.execute(query)]
    by_run: dict[str, list[str]] = {}
    for run, name in connection.execute(first_tags(query.with_only_columns(RUNS.c.id))):
        by_run.setdefault(run, []).append(name)
    return [listed(row, by_run.get(row["id"], [])) for row in rows if isinstance(row["id"], str)]


def size_of(connection: Connection, owner: str | None = None, address: str | None = None) -> tuple[int, int]:
    """How many runs an owner, the visitors of an address, or all have saved, and their bytes."""
    mine = select(RUNS.c.id)
    for column, wanted in ((RUNS.c.owner, owner), (RUNS.c.address, address)):
        mine = mine if wanted is None else mine.where(column == wanted)
    runs = connection.scalar(select(func.count()).select_from(mine.subquery())) or 0
    sizes = [(func.length(table.c.content), table.c.run) for table in (SNAPSHOTS, INPUTS)]
    sizes += [(func.length(column), RUNS.c.id) for column in (RUNS.c.checkpoint, RUNS.c.note)]
    sizes += [(func.length(cast(column, Text)), RUNS.c.id) for column in (RUNS.c.changes, RUNS.c.options)]
    totals = (connection.scalar(select(func.sum(size)).where(run.in_(mine))) for size, run in sizes)
    return int(runs), sum(int(total or 0) for total in totals)
