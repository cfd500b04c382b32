"""Who holds the place of a run that trains, and since when they wait for one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns; earlier runs hold no place of anybody's."""
    for column in (
        sa.Column("holder", sa.String(32)),
        sa.Column("address", sa.String(32)),
        sa.Column("entered", sa.Float),
    ):
        op.add_column("runs", column)


def downgrade() -> None:
    """Drop the columns."""
    for name in ("entered", "address", "holder"):
        op.drop_column("runs", name)
