"""Alembic's entry: the caller hands in the connection, already in its transaction."""

from alembic import context

from csat_tui.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
