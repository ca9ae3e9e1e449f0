"""The open laptop database: one writing connection, two reading ones, one way to write and one to read."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine, PoolProxiedConnection
from sqlmodel import Session

from csat_tui.home import Home, folder_trouble
from csat_tui.store import driver, failures, schema

READERS = 2


class Store:
    """The laptop database. Safe to use from several threads; other processes may use the same file.

    ``encrypted`` is False only where the user chose so (``CSAT_PLAIN_DATABASE=1``).
    """

    def __init__(self, path: Path, key: bytes | None) -> None:
        self.path = path
        self.encrypted = key is not None
        self._writing = threading.Lock()
        self._writer: Engine = driver.engine(path, key, begin="BEGIN IMMEDIATE", connections=1)
        self._reader: Engine = driver.engine(path, key, begin="BEGIN", connections=READERS)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that may write: committed and on disk when the block is left, or nothing of it.

        Raises Trouble ``busy``, ``disk_full``, ``disk_failed``, ``read_only`` or ``damaged``.
        """
        with self._writing, failures.in_words(), Session(self._writer) as session:
            session.connection()  # takes the file's write lock before anything is read
            yield session
            session.commit()

    @contextmanager
    def write_much(self) -> Iterator[Session]:
        """``write`` for many rows all over the file, with more memory for its pages as long as it lasts."""
        self._keep_pages(driver.IMPORT_CACHE_KIB)
        try:
            with self.write() as session:
                yield session
        finally:
            self._keep_pages(driver.CACHE_KIB)

    def _keep_pages(self, kib: int) -> None:
        with self._writing, failures.in_words(), closing(self.raw_connection()) as connection:
            connection.cursor().execute(f"PRAGMA cache_size = -{kib}")

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent view of the committed data."""
        with failures.in_words(), Session(self._reader, autoflush=False, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def read_much(self) -> Iterator[Session]:
        """``read`` for what goes through the whole file once: its pages do not stay in memory afterwards."""
        with self.read() as session:
            yield session
            session.connection().exec_driver_sql("PRAGMA shrink_memory")

    def faults(self) -> list[str]:
        """What SQLite's quick check finds wrong with the file; slow, so run it behind the first screen."""
        with self.read() as session:
            rows = session.connection().exec_driver_sql("PRAGMA quick_check(20)").all()
        return [str(row[0]) for row in rows if row[0] != "ok"]

    def raw_connection(self) -> PoolProxiedConnection:
        """The writing connection outside any transaction, for what SQLite does only there; close it after."""
        return self._writer.raw_connection()

    def close(self) -> None:
        """Close all connections."""
        self._writer.dispose()
        self._reader.dispose()


def open_store(home: Home, key: bytes | None) -> Store:
    """Open the database of a home, made or brought up to date when need be.

    ``key``: 32 bytes, or None for an unencrypted file by the user's choice. Raises Trouble ``wrong_key``,
    ``newer_file``, ``not_encrypted_here``, ``plain_file``, ``busy``, ``disk_full``, ``damaged``.
    """
    path = home.database
    used = _usable_key(path, key)
    try:
        path.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        raise folder_trouble(path.parent, error) from error
    with failures.in_words():
        older = schema.bring_up_to_date(path, used, home.backups)
    store = Store(path, used)
    if older:
        from csat_tui.store import recount  # reads whole responses: not needed at an ordinary start

        recount.renew(store)
    return store


def _usable_key(path: Path, key: bytes | None) -> bytes | None:
    """The key to open the file with, after the questions of encryption are settled."""
    if not driver.encrypting(path):
        return None
    if path.exists() and path.stat().st_size > 0 and driver.is_plain(path):
        raise failures.plain_file()
    if driver.sqlcipher() is None:
        raise failures.not_encrypted_here()
    if key is None:
        raise failures.wrong_key()
    return key
