"""SQLite under the centre: one connection that writes, several that read, every commit on the disk."""

from pathlib import Path
from sqlite3 import sqlite_version_info as stdlib_version
from types import ModuleType
from typing import Any

from pydantic_core import from_json
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from sync.centre.bulk import json_text
from sync.centre.faults import CentreError

MAGIC = b"SQLite format 3\0"
DAMAGE = ("malformed", "not a database", "disk i/o error", "decode to utf-8", "unsupported file format")
"""What SQLite says of a file that is damaged; its driver gives no code for it."""

CACHE_KIB = 2000
"""Pages that each connection keeps, as SQLite does by itself; SQLCipher's driver would keep four times as many."""

BUSY_MS = 10_000
"""How long a second process (an admin command) waits for the writer."""


def writer_engine(url: URL) -> Engine:
    """One connection that writes: every transaction takes the write lock at its beginning."""
    return _engine(url, "BEGIN IMMEDIATE", ["PRAGMA synchronous=FULL"], size=1)


def reader_engine(url: URL) -> Engine:
    """Connections that only read, each a snapshot for the length of its transaction."""
    return _engine(url, "BEGIN", ["PRAGMA query_only=ON"], size=8)


def file_engine(file: Path) -> Engine:
    """A database that is a single file when it is closed: a backup."""
    engine = create_engine(
        URL.create("sqlite", database=str(file)), module=driver(), poolclass=NullPool, hide_parameters=True
    )

    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous=FULL")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def vacuum_into(database: str, file: Path) -> None:
    """Copy a database as it is at this moment into a single file, while others write to it."""
    connection = driver().connect(database, timeout=BUSY_MS / 1000, isolation_level=None)
    try:
        connection.execute("VACUUM INTO ?", (str(file),))
    finally:
        connection.close()


def left_alone(file: Path) -> bool:
    """Make a single file of a database that nobody else has open; False when somebody has."""
    connection = driver().connect(str(file), timeout=1, isolation_level=None)
    try:
        return bool(connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] == "delete")
    except driver().OperationalError:
        return False
    except driver().DatabaseError:  # damaged: nobody works with it
        return True
    finally:
        connection.close()


def is_database(file: Path) -> bool:
    """Whether a file begins as every SQLite database does."""
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def is_damage(error: BaseException) -> bool:
    """Whether a file cannot be read because it is not as it was written."""
    said = str(error).lower()
    return any(sign in said for sign in DAMAGE)


def is_full(error: BaseException | None) -> bool:
    """Whether there was no room, also when undoing what had been done failed after that: SQLite gives up the
    whole transaction then, and its savepoints with it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:  # an error may be its own cause
        if "disk is full" in str(error):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def driver() -> ModuleType:
    """SQLCipher's driver without a key, for one SQLite version everywhere; else Python's own when it has the
    correction of the WAL-reset corruption (3.51.3, 3.50.7, 3.44.6)."""
    try:
        from sqlcipher3 import dbapi2 as found
    except ImportError:
        import sqlite3 as found

        if not _wal_is_safe(stdlib_version):
            raise CentreError("unsafe_sqlite") from None
    return found  # type: ignore[no-any-return]


def _engine(url: URL, begin: str, pragmas: list[str], size: int) -> Engine:
    engine = create_engine(
        url,
        module=driver(),
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=60,
        hide_parameters=True,  # an error in a log must not show what was to be stored
        json_serializer=json_text,
        json_deserializer=from_json,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
    )

    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin or commit by itself
        always = ("journal_mode=WAL", f"busy_timeout={BUSY_MS}", f"cache_size=-{CACHE_KIB}")
        for pragma in [*(f"PRAGMA {one}" for one in always), *pragmas]:
            connection.execute(pragma)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _wal_is_safe(version: tuple[int, int, int]) -> bool:
    backports = {(3, 44): 6, (3, 50): 7}
    patch = backports.get(version[:2])
    return version >= (3, 51, 3) or (patch is not None and version[2] >= patch)
