"""Alembic's entrance: it is given a connection by core.runs.store.schema and asks for nothing else."""

from alembic import context

from core.runs.store.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
