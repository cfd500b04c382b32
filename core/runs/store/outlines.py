"""What a list draws of many runs: the losses that were recorded, and the last state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from core.learning import Snapshot
from core.runs.records.coding import decode_snapshot
from core.runs.records.numbers import DamagedRun
from core.runs.store.foreign import finite
from core.runs.store.schema import RUNS, SNAPSHOTS


@dataclass(frozen=True, eq=False)
class Outline:
    """A run as a list draws it: its recorded `losses` (s,), and its `last` state, None where that cannot be read."""

    losses: NDArray[np.float64]
    last: Snapshot | None


def outlines_of(connection: Connection, runs: Sequence[str]) -> dict[str, Outline]:
    """The outlines of these runs by id; no recorded state but the last of each is read."""
    losses: dict[str, list[float]] = {}
    recorded = select(SNAPSHOTS.c.run, SNAPSHOTS.c.loss).where(SNAPSHOTS.c.run.in_(runs))
    for run, loss in connection.execute(recorded.order_by(SNAPSHOTS.c.run, SNAPSHOTS.c.step)):
        if (known := finite(loss)) is not None:
            losses.setdefault(run, []).append(known)
    states = connection.execute(select(RUNS.c.id, RUNS.c.checkpoint).where(RUNS.c.id.in_(runs)))
    return {run: Outline(np.array(losses.get(run, []), np.float64), _state(content)) for run, content in states}


def _state(content: object) -> Snapshot | None:
    try:
        return decode_snapshot(content if isinstance(content, bytes) else b"")
    except DamagedRun:
        return None
