"""Put a backup in the place of a centre's database, or into an empty one of either kind.

The backup is brought to the present version and checked as a copy first. What was there before is kept aside.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from sync.centre import postgresql, sqlite
from sync.centre.backup import Backup, back_up, copy_rows, ends, examine, note, on_disk, opened
from sync.centre.dialect import as_fault, is_postgresql, parsed
from sync.centre.faults import CentreError
from sync.centre.migrate import migrate, version
from sync.centre.store import Store
from sync.centre.tables import METADATA

OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'csat' AND pid <> pg_backend_pid()
"""


def restore(
    file: Path, url: str, folder: Path, name: str, *, replace: bool, now: str
) -> tuple[Backup, Path | None]:
    """What was restored, and the file in which the database of before is kept under this name: beside it, or in
    ``folder`` where the database is on a server.

    Nothing is changed when the backup has faults. CentreError ``no_backup``, ``living_database`` (without
    ``replace``), ``still_serving``.
    """
    if not replace and not is_empty(url):
        raise CentreError("living_database")
    aside = (folder if is_postgresql(url) else Path(parsed(url).database or "").parent) / name
    with _checked_copy(file, aside.with_name(f"{name}.restoring")) as (copy, found):
        if found.faults:
            return found, None
        with opened(copy) as engine, Session(engine) as session, session.begin():
            note(session, ends(copy), now)  # the file that is restored is a verified backup of all it holds
        if is_postgresql(url):
            return found, _into_postgresql(copy, url, aside, now)
        return found, _into_sqlite(copy, Path(parsed(url).database or ""), aside)


def is_empty(url: str) -> bool:
    """Whether there is no centre in this database yet. CentreError when it cannot be looked into."""
    if not is_postgresql(url):
        file = Path(parsed(url).database or "")
        return not file.exists() or file.stat().st_size == 0
    engine = postgresql.reader_engine(parsed(url))
    try:
        with engine.connect() as connection:
            return version(connection) is None
    except DBAPIError as error:
        raise as_fault(error) from error
    finally:
        engine.dispose()


@contextmanager
def _checked_copy(file: Path, copy: Path) -> Iterator[tuple[Path, Backup]]:
    """A copy of the backup at the present version, and what is in it."""
    with opened(file):  # whether it is one, before anything is copied
        pass
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.unlink(missing_ok=True)
    shutil.copyfile(file, copy)
    copy.chmod(0o600)
    try:
        with opened(copy) as engine:
            migrate(engine)
        yield copy, examine(copy)
    finally:
        copy.unlink(missing_ok=True)


def _into_sqlite(copy: Path, target: Path, aside: Path) -> Path | None:
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = None
    if target.exists() and target.stat().st_size:
        if not sqlite.left_alone(target):
            raise CentreError("still_serving")
        os.replace(target, aside)
        kept = aside
    os.replace(copy, target)
    on_disk(target)
    return kept


def _into_postgresql(copy: Path, url: str, aside: Path, now: str) -> Path | None:
    kept = None
    if not is_empty(url):
        _refuse_company(url)
        kept = _keep(url, aside, now)
    engine = postgresql.writer_engine(parsed(url), size=1)
    try:
        migrate(engine)
        with engine.begin() as target, opened(copy) as source, source.connect() as held:
            if target.execute(text(OTHERS)).scalar_one():
                raise CentreError("still_serving")
            names = ", ".join(f'"{name}"' for name in sorted(METADATA.tables))
            target.execute(text(f"TRUNCATE {names}"))  # others wait until the new rows are there
            copy_rows(held, target)
    except DBAPIError as error:
        raise as_fault(error) from error
    finally:
        engine.dispose()
    return kept


def _refuse_company(url: str) -> None:
    engine = postgresql.writer_engine(parsed(url), size=1)
    try:
        with engine.connect() as connection:
            if connection.execute(text(OTHERS)).scalar_one():
                raise CentreError("still_serving")
    finally:
        engine.dispose()


def _keep(url: str, aside: Path, now: str) -> Path:
    """A backup of what is about to be replaced; its faults, if any, are why it is replaced."""
    store = Store(url, now=now)
    try:
        return back_up(store, url, aside, now).file
    finally:
        store.close()
