"""Alembic's environment: it uses the connection that core.runs.store.schema passes to it, and no configuration file."""

from alembic import context

from core.runs.store.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
