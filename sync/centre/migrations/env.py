"""Runs the scripts on the connection handed in, inside the caller's transaction."""

from alembic import context

from sync.centre.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
