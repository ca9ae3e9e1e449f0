"""Many rows at once, handed to the driver as they are: a push writes six rows a record.

SQLAlchemy would look at each value of each row anew; here the columns are named once. JSON columns are given as
text (``json_text``).
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from pydantic_core import to_json
from sqlmodel import Session, SQLModel

Columns = tuple[str, ...]
Values = Sequence[tuple[Any, ...]]


def json_text(value: object) -> str:
    """JSON as it is kept in columns."""
    return to_json(value).decode()


def insert_many(session: Session, table: type[SQLModel], columns: Columns, rows: Values) -> None:
    """Add rows, each with its values in the order of these columns."""
    _run(session, _insert(table, columns, _place(session)), rows)


def update_many(
    session: Session, table: type[SQLModel], columns: Columns, keys: Columns, rows: Values
) -> None:
    """Give rows new values, each with the values of ``columns`` and behind them those of ``keys``, by which it is
    found."""
    _run(session, _update(table, columns, keys, _place(session)), rows)


def _run(session: Session, statement: str, rows: Values) -> None:
    session.flush()  # what was added to the session before comes first
    if rows:
        session.connection().exec_driver_sql(statement, list(rows))


def _place(session: Session) -> str:
    """How the driver marks the place of a value."""
    return "?" if session.get_bind().dialect.positional else "%s"


@cache
def _insert(table: type[SQLModel], columns: Columns, place: str) -> str:
    return f"INSERT INTO {_named(table)} ({', '.join(columns)}) VALUES ({', '.join([place] * len(columns))})"


@cache
def _update(table: type[SQLModel], columns: Columns, keys: Columns, place: str) -> str:
    news = ", ".join(f"{name} = {place}" for name in columns)
    found = " AND ".join(f"{name} = {place}" for name in keys)
    return f"UPDATE {_named(table)} SET {news} WHERE {found}"


def _named(table: type[SQLModel]) -> str:
    return str(table.__tablename__)
