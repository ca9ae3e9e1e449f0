"""Runs the scripts on the connection handed in, inside the caller's transaction."""

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString

from sync.centre import rollup  # noqa: F401  its table belongs to the metadata
from sync.centre.tables import METADATA


def plain_types(kind: str, thing: Any, _autogen: Any) -> str | Literal[False]:
    """Write SQLModel's text type as SQLAlchemy's, so that a script stands without SQLModel."""
    return "sa.String()" if kind == "type" and isinstance(thing, AutoString) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=plain_types,
    transactional_ddl=False,
)
context.run_migrations()
