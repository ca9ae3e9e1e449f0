"""The version of the database file: the quick look at every start, and the migration when it is old.

Alembic is imported only when there is something to migrate.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from csat_tui.store import driver, failures

MIGRATIONS = "csat_tui.store:migrations"
HEAD = "0009"
"""The newest revision in ``migrations/versions``; revisions are four digits and only grow."""


def bring_up_to_date(path: Path, key: bytes | None, backups: Path) -> bool:
    """Leave the file at ``HEAD``; a file of an older version is backed up first. Whether it was older.

    Raises Trouble ``newer_file``; the driver's errors for a wrong key, a full disk and so on.
    """
    found = _revision(path, key)
    if found == HEAD:
        return False
    if found is not None and found > HEAD:
        raise failures.newer_file()
    if found is not None:
        back_up(path, key, backups, label=f"before-{HEAD}-from-{found}")
    _migrate(path, key)
    return found is not None


def back_up(path: Path, key: bytes | None, backups: Path, label: str) -> Path:
    """A copy of the database under the same key, checked by opening it; its path.

    Raises Trouble ``damaged`` when the copy does not hold what the original holds.
    """
    backups.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    target = backups / f"csat-{stamp}-{label}.db"
    connection = _connect(path, key)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
        expected = _census(connection)
    finally:
        connection.close()
    os.chmod(target, 0o600)
    copy = _connect(target, key)
    try:
        sound = copy.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok" and _census(copy) == expected
    finally:
        copy.close()
    if not sound:
        target.unlink()
        raise failures.damaged()
    return target


def _connect(path: Path, key: bytes | None) -> Any:
    return driver.connector(path, key)[0]()


def _census(connection: Any) -> dict[str, int]:
    """Table -> number of rows."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}


def _revision(path: Path, key: bytes | None) -> str | None:
    """The revision of the file; None for a new one. The driver's errors come as Trouble."""
    engine = driver.engine(path, key, begin="BEGIN", connections=1)
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql(
                "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
            ).first()
            if found is None:
                return None
            revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            return None if revision is None else str(revision)
    finally:
        engine.dispose()


def _migrate(path: Path, key: bytes | None) -> None:
    """Run all missing steps as one transaction; two programs at once do it one after the other."""
    engine = driver.engine(path, key, begin="BEGIN IMMEDIATE", connections=1)
    try:
        raw = engine.raw_connection()
        raw.cursor().execute("PRAGMA foreign_keys = OFF")  # a rebuilt parent table would fail with it
        raw.close()
        with engine.begin() as connection:
            run_migrations(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken is not None:
                raise failures.damaged()
    finally:
        engine.dispose()


def run_migrations(connection: Connection, revision: str = "head") -> None:
    """Bring the database behind this connection to a revision, in the transaction it is in."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
