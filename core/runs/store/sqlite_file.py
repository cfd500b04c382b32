"""SQLite as the store's database: a file that its owner alone may read, and that shrinks when runs are deleted."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from core.runs.store.foreign import read_json, read_text

INCREMENTAL = 2  # SQLite's number of this auto_vacuum mode


def engine_of(url: URL, patience: float) -> Engine:
    """The engine of a file, which is made with its folder if there is none; locks are waited for `patience` seconds."""
    _make_private(Path(url.database or ""))
    engine = create_engine(url, connect_args={"timeout": patience}, pool_timeout=patience, json_deserializer=read_json)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.text_factory = read_text
        # auto_vacuum before anything is written: afterwards it takes a file that is written anew;
        # WAL and NORMAL: readers do not wait for the writer, and commits survive the end of any process
        for pragma in ("auto_vacuum=INCREMENTAL", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    _enable_auto_vacuum(engine)
    return engine


def give_back(engine: Engine) -> None:
    """Shrink the file to what it holds; where that is not possible now, the next deletion does it."""
    with suppress(SQLAlchemyError, sqlite3.Error):
        _run(engine, "PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)")


def _make_private(path: Path) -> None:
    """Make an empty file that nobody else may read; SQLite gives its journal files the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _enable_auto_vacuum(engine: Engine) -> None:
    """Write an old file anew, once, so that it can give space back; without room or time for that it stays as it is."""
    with suppress(SQLAlchemyError, sqlite3.Error):
        with engine.connect() as connection:
            is_old = connection.exec_driver_sql("PRAGMA auto_vacuum").scalar() != INCREMENTAL
        if is_old:
            _run(engine, "PRAGMA auto_vacuum=INCREMENTAL; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")


def _run(engine: Engine, script: str) -> None:
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        # not `execute`, which leaves incremental_vacuum after its first page
        cursor.executescript(script)
