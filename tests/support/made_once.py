"""Empty databases at the newest version without running every migration again.

The first empty SQLite database of a test run is made by the migrations, each later one by the statements that the
first ended with. A database that holds anything, another revision than the newest, PostgreSQL, and processes of
their own are always migrated.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

_UPGRADE = command.upgrade
Schema = tuple[list[str], list[tuple[str, tuple[Any, ...]]]]
"""Statements, and for each table that holds something the insert and its rows."""


@contextmanager
def made_once() -> Iterator[None]:
    """While the block lasts ``alembic.command.upgrade`` remembers what it made of an empty database."""
    made: dict[str, Schema] = {}

    def upgrade(config: Config, revision: str, **other: Any) -> None:
        connection: Connection | None = config.attributes.get("connection")
        if connection is None or revision != "head" or not _is_empty(connection):
            _UPGRADE(config, revision, **other)
            return
        scripts = str(config.get_main_option("script_location"))
        if scripts in made:
            _make(connection, made[scripts])
        else:
            _UPGRADE(config, revision, **other)
            made[scripts] = read(connection)

    with patch.object(command, "upgrade", upgrade):
        yield


def read(connection: Connection) -> Schema:
    """How to make a database like this one."""
    master = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    found = connection.exec_driver_sql(f"{master} ORDER BY rowid").all()
    virtual = tuple(f"{name}_" for _type, name, sql in found if sql.startswith("CREATE VIRTUAL"))
    own = [(type, name, sql) for type, name, sql in found if not (virtual and name.startswith(virtual))]
    tables = [name for type, name, sql in own if type == "table" and not sql.startswith("CREATE VIRTUAL")]
    return [sql for _type, _name, sql in own], [
        (f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(row))})', tuple(row))
        for table in tables
        for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()
    ]


def _is_empty(connection: Connection) -> bool:
    if connection.dialect.name != "sqlite":
        return False
    return connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first() is None


def _make(connection: Connection, schema: Schema) -> None:
    statements, rows = schema
    for statement in statements:
        connection.exec_driver_sql(statement)
    for insert, row in rows:
        connection.exec_driver_sql(insert, row)
