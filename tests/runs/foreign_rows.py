"""Runs as an older version or another program may have left them in the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from safetensors.numpy import save
from sqlalchemy import column as sql_column
from sqlalchemy import insert, table, text

from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import Store
from core.runs.store.schema import INPUTS, RUNS

UNKNOWN = {"learning_rate": 0.1, "batch": "all"}
PEAKS = get_experiment("find_peaks")
KERNEL = {"kernel": {"object": "kernel", "name": "own", "title": "Own", "family": "edited"}}
# what is written into the row, and what the run is then said to be
ROWS: dict[str, tuple[Mapping[str, Any], str]] = {
    "settings-empty": ({"settings": {}}, "its settings leave something open, which those of a saved run do not."),
    "settings-list": ({"settings": [1, 2]}, "The settings of this run cannot be read"),
    "settings-null": ({"settings": None}, "The settings of this run cannot be read"),
    "settings-unknown": ({"settings": UNKNOWN}, "The settings of this run cannot be read"),
    "settings-types": ({"settings": {"steps": "many"}}, "The settings of this run cannot be read: steps='many'"),
    "experiment-unknown": ({"experiment": "find_gold"}, "'find_gold' is not an experiment"),
    "options-types": ({"options": {"taps": [3]}}, "taps=several values is not allowed"),
    "options-list": ({"options": ["taps"]}, "a part of it is missing."),
    "input-missing": ({"options": {"signal": KERNEL["kernel"]}}, "a part of it is missing."),
    "kernel-90x90": ({"experiment": "recover_kernel", "options": KERNEL}, "kernels of up to 31 x 31 can be taken."),
    "metrics-list": ({"metrics": [1, "two"], "checkpoint": b""}, ""),
    "changes-bogus": ({"changes": [[1, {"bogus": 1}]]}, "The changes of this run cannot be read"),
    "changes-text": ({"changes": "none"}, "The changes of this run cannot be read"),
    "checkpoint-rubbish": ({"checkpoint": b"rubbish"}, "its bytes are not in the safetensors format."),
    "checkpoint-missing": ({"checkpoint": None}, "its bytes are not in the safetensors format."),
    "step-negative": ({"step": -3}, "its step or its status is not a valid one."),
    "versions-list": ({"versions": ["1"], "settings": {}}, "its settings leave something open"),
}  # fmt: skip
# of SQLite alone, whose columns hold whatever comes
LOOSE: dict[str, tuple[str, Any]] = {
    "step-text": ("step", "far"),
    "settings-no-json": ("settings", "{not json"),
    "options-deep": ("options", "[" * 100_000),
    "metrics-no-json": ("metrics", "NaN,"),
    "name-bytes": ("name", b"\xff\xfe"),
    "updated-text": ("updated", "yesterday"),
    "updated-beyond": ("updated", 1e300),
    "updated-infinite": ("updated", float("inf")),
    "seed-text": ("seed", "lucky"),
    "loss-text": ("loss", "low"),
    "changes-number": ("changes", 7),
}


def entered(store: Store, **changes: Any) -> str:
    """A run that is marked as running, with these values in its row."""
    settings = resolve_settings(PEAKS, TrainingSettings(steps=100_000))
    run = store.add(PEAKS, settings, first_snapshot(PEAKS, settings), name="Foreign").id
    with store._engine.begin() as connection:
        # only its checkpoint tells where it goes on
        connection.execute(text("DELETE FROM snapshots WHERE run = :run"), {"run": run})
        if changes:
            connection.execute(RUNS.update().where(RUNS.c.id == run).values(**changes))
        if changes.get("options") == KERNEL:
            content = save({"array": np.zeros((90, 90), np.int8)})
            connection.execute(insert(INPUTS), {"run": run, "option": "kernel", "content": content})
    return run


def loosened(store: Store, column: str, value: Any) -> str:
    """A run in whose row stands what no column of that kind should hold."""
    run = entered(store)
    with store._engine.begin() as connection:
        # unlike that of the table itself, this column has no kind that would refuse the value
        loose = table("runs", sql_column("id"), sql_column(column))
        connection.execute(loose.update().where(loose.c.id == run).values({column: value}))
    return run


def tagged(store: Store, run: str, count: int) -> None:
    """Give a run so many tags, as no page would."""
    tags = [{"run": run, "tag": f"{number:059d}"} for number in range(count)]
    with store._engine.begin() as connection:
        connection.execute(text("INSERT INTO tags (run, tag) VALUES (:run, :tag)"), tags)
