"""The database behind the store: which one it is, how it is opened, and what its failures mean in plain words."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

DAMAGED = "the file of the database is damaged. Put a copy in its place, or give another by DATABASE_URL."
UNWRITABLE = "the database may not be written to. Give it a place that may, by DATABASE_URL."
FULL = "the disk is full. Make room, and try again."
# what SQLite and PostgreSQL say, the first that fits
PLAIN_WORDS = {
    "readonly": UNWRITABLE,
    "read-only": UNWRITABLE,
    "full": FULL,
    "no space left": FULL,
    "i/o error": "the disk cannot be read or written. Look whether it is full or broken.",
    "unable to open": "the file of the database cannot be opened. Give it another place by DATABASE_URL.",
    "not a database": DAMAGED,
    "malformed": DAMAGED,
    "locked": "another program holds the database. Try again.",
    "connection": "the database does not answer. Start it, or give another by DATABASE_URL.",
}


class StoreError(RuntimeError):
    """The database does not do what it should; the text says so to the person who asked."""


class NoSuchRun(StoreError):
    """There is no run of that id."""


def default_url() -> str:
    """DATABASE_URL, or a file where the user's programs keep their data."""
    given = os.environ.get("DATABASE_URL")
    if given:
        # the older name of PostgreSQL's addresses, and the driver that is installed
        scheme, _, rest = given.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else given
    folder = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA") or "~/.local/share"
    return f"sqlite:///{Path(folder, 'filters-learned-and-designed', 'runs.sqlite').expanduser()}"


def opened(url: str) -> Engine:
    """The engine of a database; SQLite's file is made with its folder if there is none."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(url, connect_args={"timeout": 10})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        # readers do not wait for the writer; what was written survives the end of any process
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def reason(error: Exception) -> str:
    """The database's own words, without the statement and its numbers."""
    words = str(getattr(error, "orig", None) or error).splitlines()[0]
    lowered = words.lower()
    return next((text for sign, text in PLAIN_WORDS.items() if sign in lowered), f"{words[:200]}.")
