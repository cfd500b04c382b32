"""The database behind the store: which one it is, how it is opened, and what its failures mean in plain words."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError

from core.runs.store import sqlite_file

PATIENCE = 1.5  # seconds in which a database has to answer while somebody waits for a page
SCHEMES = {  # the names of an address, older ones among them, and the drivers that are installed
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
WAY_OUT = "Write sqlite:////folder/runs.sqlite or postgresql://user:password@host:5432/name."
DAMAGED = "the file of the database is damaged. Put a copy in its place, or give another by DATABASE_URL."
UNWRITABLE = "the database may not be written to. Give it a place that may, by DATABASE_URL."
UNOPENED = "the file of the database cannot be opened. Give it another place by DATABASE_URL."
SILENT = "the database does not answer. Start it, or give another by DATABASE_URL."
FULL = "the disk is full. Make room, and try again."
# by a fragment of what SQLite, PostgreSQL or the system says; the first that fits counts
PLAIN_WORDS = {
    "readonly": UNWRITABLE,
    "read-only": UNWRITABLE,
    "permission denied": UNWRITABLE,
    "full": FULL,
    "no space left": FULL,
    "i/o error": "the disk cannot be read or written. Look whether it is full or broken.",
    "unable to open": UNOPENED,
    "directory": UNOPENED,
    "file exists": UNOPENED,
    "not a database": DAMAGED,
    "malformed": DAMAGED,
    "locked": "another program holds the database. Try again.",
    "statement timeout": "the database takes too long. Try again.",
    "queuepool limit": "too many ask the database at once. Try again.",
    "authentication": "the database refuses the user or the password. Put them right in DATABASE_URL.",
    "no password": "the database asks for a password. Give it in DATABASE_URL.",
    "does not exist": "the server has no such database or user. Put its name right in DATABASE_URL.",
    "resolve": "the host of the database is not known. Put its name right in DATABASE_URL.",
    "host name": "the host of the database is not known. Put its name right in DATABASE_URL.",
    "connection": SILENT,
    "silent": SILENT,
}
UNKNOWN = "the database refuses it. The log of the dashboard says why."


class StoreError(RuntimeError):
    """The database failed; the text says so to the person who waits for it."""


class NoSuchRun(StoreError):
    """There is no run with this id."""


def default_url() -> str:
    """DATABASE_URL, or a file in the user's data folder; raises StoreError for a user without a home folder.

    For PostgreSQL without a driver, or by its older name, the driver that is installed is put into the address.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        scheme, colon, rest = given.partition("://")
        return SCHEMES.get(scheme, scheme) + colon + rest
    folder = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA") or "~/.local/share"
    try:
        return f"sqlite:///{Path(folder, 'filters-learned-and-designed', 'runs.sqlite').expanduser()}"
    except RuntimeError as error:
        raise StoreError(
            "Runs cannot be saved: this user has no home folder. Name another folder by XDG_DATA_HOME, or a database "
            "by DATABASE_URL."
        ) from error


def opened(url: str, patience: float = PATIENCE) -> Engine:
    """The engine of a database; calls that are not answered within `patience` seconds are given up.

    SQLite's file is made with its folder if there is none. Raises StoreError for an address of no database that can be
    opened; the text never has the password.
    """
    address = _checked(url)
    if address.drivername == "sqlite":
        return sqlite_file.engine_of(address, patience)
    try:
        from core.runs.store import postgresql  # imports the driver, for which users of SQLite should not wait
    except ImportError as error:
        raise StoreError(
            "Runs cannot be saved: the driver of PostgreSQL is not installed. Install requirements.txt again."
        ) from error
    return postgresql.engine_of(address, patience)


def give_back(engine: Engine) -> None:
    """Give the space of deleted runs back to the disk; PostgreSQL keeps it for its own next writes."""
    if engine.dialect.name == "sqlite":
        sqlite_file.give_back(engine)


def reason(error: Exception) -> str:
    """What a failure of the database means, in plain words."""
    words = str(getattr(error, "orig", None) or getattr(error, "strerror", None) or error)
    lowered = words.lower()
    meaning = next((text for fragment, text in PLAIN_WORDS.items() if fragment in lowered), UNKNOWN)
    if meaning is UNKNOWN:
        logging.getLogger(__name__).warning("The database refuses: %s", words)
    return meaning


def _checked(url: str) -> URL:
    """The parts of an address; raises StoreError for an address that is not allowed."""
    scheme, colon, rest = url.partition("://")
    if not colon:
        raise _refused("it does not begin with the kind of database")
    if scheme not in SCHEMES:
        # anything but a plain word may contain a password
        kind = f"{scheme}://" if re.fullmatch(r"[a-z0-9+]{1,30}", scheme) else "something else"
        raise _refused(f"it begins with {kind}, and only SQLite and PostgreSQL can be used")
    try:
        address = make_url(f"{SCHEMES[scheme]}://{rest}")
    except (ArgumentError, ValueError) as error:
        raise _refused("its host or its port cannot be read") from error
    if address.port is not None and not 1 <= address.port <= 65_535:
        raise _refused("its port is not one of 1 to 65535")
    file = address.database or ""
    if address.drivername == "sqlite" and (address.host or address.query or not file or ":memory:" in file):
        raise _refused("it names no file of SQLite")
    return address


def _refused(why: str) -> StoreError:
    return StoreError(f"Runs cannot be saved: DATABASE_URL is not an address of a database, {why}. {WAY_OUT}")
