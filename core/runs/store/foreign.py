"""Rows that an older version or another program may have written, read so that every value can be shown or refused."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.engine import Row

from core.data import plain_text
from core.runs.records.coding import decode_changes, decode_experiment, decode_settings
from core.runs.records.numbers import DamagedRun
from core.runs.records.record import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_TAG,
    MOST_TAGS,
    STATUSES,
    RunRecord,
    is_id,
)
from core.runs.store.schema import TAGS

MOST_COUNT = 2**53  # above it a browser cannot represent every whole number


def read_json(text: Any) -> Any:
    """The value of a JSON text; None where it is not valid JSON."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None


def read_text(content: bytes) -> str:
    """A text column of SQLite, which may hold any bytes."""
    return content.decode("utf-8", "replace")


def listed(row: Mapping[str, Any], tags: Iterable[str]) -> dict[str, Any]:
    """A row of the table of runs as a list shows it; values of the wrong type become None or empty."""
    settings = mapping(row["settings"])
    return {
        "id": row["id"],
        "name": words(row["name"], LONGEST_NAME),
        "experiment": words(row["experiment"], LONGEST_TAG),
        "status": words(row["status"], LONGEST_TAG),
        "step": count(row["step"]),
        "steps": count(settings.get("steps")),
        "loss": finite(row["loss"]),
        "seed": count(row["seed"]),
        "options": mapping(row["options"]),
        "settings": settings,
        "metrics": numbers(row["metrics"]),
        "note": words(row["note"], LONGEST_NOTE, keeps_lines=True),
        "parent": row["parent"] if is_id(row["parent"]) else None,
        "parent_step": count(row["parent_step"]),
        "owner": row["owner"],
        "data_owner": row["data_owner"],
        "tags": list(tags),
        "created": finite(row["created"]),
        "updated": finite(row["updated"]),
    }


def record_of(row: Row[Any], tags: tuple[str, ...], inputs: Mapping[str, bytes]) -> RunRecord:
    """The record in a row of the table of runs; raises DamagedRun where it cannot be read."""
    described = {"experiment": row.experiment, "options": row.options}
    step = count(row.step)
    if step is None or row.status not in STATUSES:
        raise DamagedRun("This run cannot be read: its step or its status is not a valid one.")
    loss = finite(row.loss)
    return RunRecord(
        id=row.id,
        name=words(row.name, LONGEST_NAME),
        experiment=decode_experiment(described, inputs),
        settings=decode_settings(row.settings),
        status=row.status,
        step=step,
        loss=math.nan if loss is None else loss,
        metrics=numbers(row.metrics),
        changes=decode_changes(row.changes),
        note=words(row.note, LONGEST_NOTE, keeps_lines=True),
        tags=tags,
        parent=row.parent if is_id(row.parent) else None,
        parent_step=count(row.parent_step),
        versions=tuple(sorted((str(name), str(version)) for name, version in mapping(row.versions).items())),
        created=finite(row.created) or 0.0,
        updated=finite(row.updated) or 0.0,
        owner=row.owner,
        data_owner=row.data_owner,
    )


def first_tags(of: Select[Any]) -> Select[Any]:
    """The query for the tags of the runs whose ids `of` selects: as many of each run, and as long, as is allowed."""
    rank = func.row_number().over(partition_by=TAGS.c.run, order_by=TAGS.c.tag)
    inner = select(TAGS.c.run, TAGS.c.tag, rank.label("rank")).where(TAGS.c.run.in_(of)).subquery()
    shown = func.substr(inner.c.tag, 1, LONGEST_TAG)
    return select(inner.c.run, shown).where(inner.c.rank <= MOST_TAGS).order_by(inner.c.run, inner.c.tag)


def mapping(value: Any) -> dict[str, Any]:
    """The value where it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def words(value: Any, longest: int, *, keeps_lines: bool = False) -> str:
    """The value as text that may be shown."""
    return plain_text("" if value is None else str(value), longest, keeps_lines=keeps_lines)


def count(value: Any) -> int | None:
    """The value where it is a whole number from 0, else None."""
    return value if type(value) is int and 0 <= value <= MOST_COUNT else None


def finite(value: Any) -> float | None:
    """The value where it is a finite number, else None."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    # a whole number may be beyond what a float holds
    return float(value) if is_number and -1e308 < value < 1e308 else None


def numbers(value: Any) -> dict[str, float]:
    """The metrics that are numbers; a stored None stands for NaN."""
    return {
        name: math.nan if number is None else float(number)
        for name, number in mapping(value).items()
        if number is None or finite(number) is not None
    }
