"""Many rows at once, handed to the driver and taken from it as they are: an import writes half a million of them.

SQLAlchemy would look at each value of each row anew; here the columns are named once. JSON columns are written from
bytes (``driver.json_bytes``), as a driver would have to encode text, and read as text.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import cache
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Session, SQLModel

from csat_tui.store.driver import json_text

Values = Sequence[tuple[Any, ...]]

PART = 1000
"""Rows of a long answer that are held at a time."""


def insert_many(session: Session, table: type[SQLModel], columns: tuple[str, ...], rows: Values) -> None:
    """Add rows, each with its values in the order of these columns."""
    _run(session, _insert(table, columns), rows)


def put_many(session: Session, table: type[SQLModel], columns: tuple[str, ...], rows: Values) -> None:
    """Add rows, or give those that are here the same values, found by the primary key."""
    _run(session, _upsert(table, columns), rows)


def read_many(session: Session, statement: str, *values: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, however many, read as they are asked for."""
    session.flush()
    with closing(session.connection().connection.cursor()) as cursor:
        cursor.execute(statement, values)
        while part := cursor.fetchmany(PART):
            yield from part


def read_records(session: Session, table: type[SQLModel], ids: Iterable[str]) -> list[tuple[str, int, str]]:
    """Id, version and JSON text of the records of these ids that are here."""
    query = f"SELECT id, version, body FROM {_named(table)} WHERE id IN (SELECT value FROM json_each(?))"
    return list(read_many(session, query, json_text(list(ids))))


def _run(session: Session, statement: str, rows: Values) -> None:
    session.flush()  # what was added to the session before comes first
    if rows:
        session.connection().exec_driver_sql(statement, list(rows))


@cache
def _insert(table: type[SQLModel], columns: tuple[str, ...]) -> str:
    of = table.__table__.columns  # type: ignore[attr-defined]
    places = ["CAST(? AS TEXT)" if isinstance(of[name].type, JSON) else "?" for name in columns]
    return f"INSERT INTO {_named(table)} ({', '.join(columns)}) VALUES ({', '.join(places)})"


@cache
def _upsert(table: type[SQLModel], columns: tuple[str, ...]) -> str:
    keys = [column.name for column in table.__table__.primary_key]  # type: ignore[attr-defined]
    news = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in keys)
    return f"{_insert(table, columns)} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {news}"


def _named(table: type[SQLModel]) -> str:
    return str(table.__tablename__)
