"""Whose a run is, whose file it was trained on, and when it was deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; earlier runs have no owner, so that they belong to whoever has the machine."""
    for column in (
        sa.Column("owner", sa.String(32)),
        sa.Column("data_owner", sa.String(32)),
        sa.Column("deleted", sa.Float),
    ):
        op.add_column("runs", column)
    op.create_index("runs_by_owner", "runs", ["owner"])


def downgrade() -> None:
    """Drop the columns."""
    op.drop_index("runs_by_owner", "runs")
    for name in ("deleted", "data_owner", "owner"):
        op.drop_column("runs", name)
