"""Runs, their snapshots, their inputs and their tags."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "runs",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("experiment", sa.String(60), nullable=False),
        sa.Column("options", sa.JSON, nullable=False),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("loss", sa.Float),
        sa.Column("metrics", sa.JSON, nullable=False),
        sa.Column("changes", sa.JSON, nullable=False),
        sa.Column("versions", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("parent", sa.String(32)),
        sa.Column("parent_step", sa.Integer),
        sa.Column("checkpoint", sa.LargeBinary),
        sa.Column("worker", sa.String(32)),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("updated", sa.Float, nullable=False),
    )
    op.create_index("runs_by_time", "runs", ["updated"])
    op.create_index("runs_by_status", "runs", ["status"])
    for name, *columns in (
        (
            "snapshots",
            sa.Column("step", sa.Integer, primary_key=True),
            sa.Column("loss", sa.Float),
            sa.Column("content", sa.LargeBinary, nullable=False),
        ),
        (
            "inputs",
            sa.Column("option", sa.String(60), primary_key=True),
            sa.Column("content", sa.LargeBinary, nullable=False),
        ),
        ("tags", sa.Column("tag", sa.String(60), primary_key=True)),
    ):
        run = sa.Column("run", sa.String(32), sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
        op.create_table(name, run, *columns)


def downgrade() -> None:
    """Drop the tables."""
    for name in ("tags", "inputs", "snapshots", "runs"):
        op.drop_table(name)
