"""The SQLite under the store: SQLCipher where it is there, and the settings of every connection.

Nothing is kept in a URL, where a key would reach logs.
"""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

PLAIN_HEADER = b"SQLite format 3\x00"
BUSY_MS = 10_000
POOL_WAIT_S = 30
CACHE_KIB = 64 * 1024
"""Pages a connection may keep in memory, deciphered."""
IMPORT_CACHE_KIB = 256 * 1024
"""The same during an import, which comes back to pages all over a large file: each that was given up in the meantime
is deciphered anew."""


def sqlcipher() -> ModuleType | None:
    """SQLCipher's DB-API module, or None where it has no wheel."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        return None
    module: ModuleType = dbapi2
    return module


def errors() -> tuple[type[Exception], ...]:
    """What the drivers in use raise when they are used directly."""
    cipher = sqlcipher()
    return (sqlite3.Error,) if cipher is None else (sqlite3.Error, cipher.Error)


def plain_wanted() -> bool:
    """Whether the user accepted an unencrypted database by ``CSAT_PLAIN_DATABASE=1``."""
    return os.environ.get("CSAT_PLAIN_DATABASE") == "1"


def is_plain(path: Path) -> bool:
    """Whether the file begins like an unencrypted SQLite file."""
    with path.open("rb") as file:
        return file.read(len(PLAIN_HEADER)) == PLAIN_HEADER


def encrypting(path: Path) -> bool:
    """Whether this file is to be opened with a key: always, unless the user chose plain SQLite where there is
    no SQLCipher, or for a file that is plain already."""
    if not plain_wanted():
        return True
    exists = path.exists() and path.stat().st_size > 0
    return not is_plain(path) if exists else sqlcipher() is not None


def journal_mode(version: tuple[int, ...]) -> str:
    """WAL, except where SQLite may damage a WAL file that two connections write (WAL-reset bug, mended in
    3.44.6, 3.50.7 and 3.51.3): there the slower rollback journal."""
    mended = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return "WAL" if mended else "DELETE"


def connector(path: Path, key: bytes | None) -> tuple[Callable[[], Any], ModuleType]:
    """The function that opens the file, keyed and with our settings, and the DB-API module it uses."""
    module = sqlcipher() or sqlite3
    mode = journal_mode(tuple(module.sqlite_version_info))

    def connect() -> Any:
        connection = module.connect(
            str(path), timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
        )
        try:
            if key is not None:
                connection.execute("PRAGMA cipher_log_level = NONE")  # before the key, or it writes to stderr
                connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute(f"PRAGMA journal_mode = {mode}").fetchall()
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA fullfsync = ON")  # macOS: through the disk's own cache as well
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        except BaseException:
            connection.close()
            raise
        return connection

    return connect, module


def json_text(value: object) -> str:
    """JSON as it is kept in columns: Chinese as it is."""
    return json_bytes(value).decode()


def json_bytes(value: object) -> bytes:
    """The same in UTF-8."""
    return to_json(value, inf_nan_mode="constants")


def engine(path: Path, key: bytes | None, *, begin: str, connections: int) -> Engine:
    """An engine whose transactions begin with this statement, on at most so many connections."""
    connect, module = connector(path, key)
    made = create_engine(
        "sqlite://",
        creator=connect,
        module=module,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=POOL_WAIT_S,
        json_serializer=json_text,
        json_deserializer=from_json,
        hide_parameters=True,  # customer data stays out of error texts
    )

    def begin_with(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    event.listen(made, "begin", begin_with)
    return made
