"""What differs between databases, in one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.dialects import postgresql as postgresql_sql
from sqlalchemy.dialects import sqlite as sqlite_sql
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlmodel import Session, SQLModel

from sync.centre import postgresql, sqlite
from sync.centre.faults import CentreError, Refused

POSTGRESQL = ("postgresql", "postgres")
SECRET = ("password", "passfile", "sslpassword", "sslkey")
"""Parts of an address's query that nobody is shown."""


@dataclass(frozen=True)
class Engines:
    """An opened database. ``writers``: threads that write at the same time; ``group``: jobs that share one
    commit at most. SQLite has one writer, whose commits are shared; PostgreSQL has several, and its server
    shares the write to the disk between their commits, without one waiting for the rows of another."""

    write: Engine
    read: Engine
    writers: int
    group: int

    def close(self) -> None:
        self.write.dispose()
        self.read.dispose()


def engines(url: str) -> Engines:
    """The engines for an address. CentreError ``bad_address``, ``unsupported_database``, ``no_driver``,
    ``unsafe_sqlite``."""
    address = parsed(url)
    if is_postgresql(url):
        write, read = postgresql.writer_engine(address), postgresql.reader_engine(address)
        return Engines(write, read, writers=postgresql.WRITERS, group=1)
    return Engines(sqlite.writer_engine(address), sqlite.reader_engine(address), writers=1, group=64)


def parsed(url: str) -> URL:
    """The address in its parts. CentreError ``bad_address``, ``unsupported_database``."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise CentreError("bad_address") from None  # without the cause: it repeats the password
    if address.get_backend_name() not in ("sqlite", *POSTGRESQL):
        raise CentreError("unsupported_database")
    return address


def is_postgresql(url: str) -> bool:
    """Whether several processes may write to the database at this address."""
    return parsed(url).get_backend_name() in POSTGRESQL


def shown(url: str) -> str:
    """The address without its password."""
    address = parsed(url)
    hidden = {name: "***" for name in address.query if name in SECRET}
    return address.update_query_dict(hidden).render_as_string(hide_password=True)


def insert_new(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows whose key is not there yet; another transaction may be making the same."""
    made = postgresql_sql if session.get_bind().dialect.name == "postgresql" else sqlite_sql
    statement = made.insert(table).on_conflict_do_nothing()
    session.connection().execute(statement, list(rows))


def in_turn(session: Session, places: Mapping[int, bool]) -> None:
    """Wait for those who hold these places, and hold them to the end of the transaction: one marked True alone.
    Where one writes at a time nobody has to wait."""
    if places and session.get_bind().dialect.name == "postgresql":
        postgresql.in_turn(session.connection(), places)


def worth_repeating(error: BaseException) -> bool:
    """Whether a transaction that failed so may succeed when it is begun anew."""
    return isinstance(error, DBAPIError) and postgresql.worth_repeating(error)


def of_the_database(error: BaseException) -> bool:
    """Whether the transaction as a whole is lost, and not only the job that met the error."""
    if worth_repeating(error) or isinstance(error, OperationalError | NoConnection):
        return True
    return isinstance(error, DBAPIError) and postgresql.is_about_the_server(error)


def is_away(error: BaseException) -> bool:
    """Whether a server did not answer, so that nothing is known of its data."""
    if isinstance(error, NoConnection):
        return True
    return isinstance(error, DBAPIError) and (
        error.connection_invalidated or postgresql.is_about_the_server(error)
    )


def as_refusal(error: Exception) -> Exception:
    """What a laptop is told when the database cannot do it now; any other error as it is."""
    if sqlite.is_full(error) or postgresql.is_full(error):
        return Refused(507, "full", retry_after=300)
    return Refused(503, "busy", retry_after=5) if of_the_database(error) else error


def as_fault(error: DBAPIError) -> Exception:
    """What an administrator is told when a database cannot be opened; any other error as it is."""
    if type(error.orig).__module__.startswith("psycopg"):
        return postgresql.why_not(error) or error
    return CentreError("database_unreachable") if "unable to open" in str(error.orig) else error


def whole(engine: Engine) -> list[str]:
    """What SQLite's own check finds wrong with a database file."""
    with engine.connect() as connection:
        said = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
    return [line for line in said if line != "ok"]


def unsafe_settings(engine: Engine) -> list[str]:
    """Settings under which a PostgreSQL server may lose what it has confirmed when the power goes."""
    with engine.connect() as connection:
        return postgresql.unsafe_settings(connection)
