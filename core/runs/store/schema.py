"""The tables of the database, and their migration."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
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
)

METADATA = MetaData()

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
    Index("runs_by_time", "updated"),
    Index("runs_by_owner", "owner"),
    Index("runs_by_status", "status"),
)
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


def migrate(engine: Engine) -> None:
    """Bring a database, new or old, to the tables of this version."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
