"""The tables of the database, and their migration."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    func,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

METADATA = MetaData()
MIGRATION = 0x74626C73  # the number by which PostgreSQL knows the lock

RUNS = Table(
    "runs",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("experiment", String(60), nullable=False),
    Column("options", JSON, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("status", String(20), nullable=False),
    Column("step", Integer, nullable=False),
    Column("loss", Float),
    Column("metrics", JSON, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("note", Text, nullable=False),
    Column("parent", String(32)),
    Column("parent_step", Integer),
    Column("checkpoint", LargeBinary),
    Column("worker", String(32)),
    Column("created", Float, nullable=False),
    Column("updated", Float, nullable=False),
    Column("owner", String(32)),
    Column("data_owner", String(32)),
    Column("deleted", Float),
    Column("holder", String(32)),
    Column("address", String(32)),
    Column("entered", Float),
    Index("runs_by_time", "updated"),
    Index("runs_by_owner", "owner"),
    Index("runs_by_status", "status"),
)
NOBODY = ""  # the worker of a run that its last one has left
THERE = RUNS.c.deleted.is_(None)  # a deleted run is hidden first, then removed
SNAPSHOTS = Table(
    "snapshots",
    METADATA,
    Column("run", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("loss", Float),
    Column("content", LargeBinary, nullable=False),
)
INPUTS = Table(
    "inputs",
    METADATA,
    Column("run", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("option", String(60), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
TAGS = Table(
    "tags",
    METADATA,
    Column("run", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("tag", String(60), primary_key=True),
)


class seconds_now(FunctionElement[float]):
    """Seconds since 1970 by the database's clock, which all machines that share the database have in common."""

    type = Float()
    inherit_cache = True


@compiles(seconds_now)
def _by_sqlite(*_: object, **__: object) -> str:
    return "(julianday('now') - 2440587.5) * 86400.0"


@compiles(seconds_now, "postgresql")
def _by_postgresql(*_: object, **__: object) -> str:
    return "extract(epoch from clock_timestamp())"


def migrate(engine: Engine) -> None:
    """Bring a database, new or old, to the tables of this version.

    A newer version's tables are left as they are: versions only add columns that may be empty, so that during an
    upgrade the earlier one goes on working with them.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    known, newest = {script.revision for script in scripts.walk_revisions()}, scripts.get_current_head()
    with engine.connect() as connection:
        at = _revision(connection)
    if at == newest or (at is not None and at not in known):
        return
    with engine.begin() as connection:
        _lock(connection)
        if _revision(connection) != newest:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _lock(connection: Connection) -> None:
    """Let no other process change the tables meanwhile: several start at once."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATION)))
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
