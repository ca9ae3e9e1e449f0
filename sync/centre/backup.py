"""A backup of a centre: one SQLite file with all it holds at one moment, whichever database it came from.

It is made while the centre serves and counts only after everything in it was checked again in the file itself.
Then the centre notes how far the log of each laptop is in it, and tells the laptops.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, func
from sqlmodel import select as select_rows

from sync.centre import sqlite
from sync.centre.dialect import is_postgresql, parsed, whole
from sync.centre.faults import CentreError
from sync.centre.inspection import Fault, faults
from sync.centre.migrate import migrate, version
from sync.centre.store import Store
from sync.centre.tables import METADATA, Centre, Device, ItemRow

PART = 2000
FEW = {"scan_part": 50}
"""Of tables whose rows are large, how many are in hand at a time."""


@dataclass(frozen=True)
class Backup:
    """A backup that was made or read: what is in it, and what was found wrong in it."""

    file: Path
    organisation: str
    devices: int
    items: int
    faults: Sequence[Fault]


def back_up(store: Store, url: str, file: Path, now: str) -> Backup:
    """Make a backup and check it. One with faults is kept as ``FILE.unverified`` and does not count.

    CentreError ``file_exists``; OSError when the file cannot be written.
    """
    if file.exists():
        raise CentreError("file_exists", file=file.name)
    draft = file.with_name(f"{file.name}.unverified")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _copy_into(store, url, draft)
        made = examine(draft)
        if made.faults:
            return made
        os.replace(draft, file)
        on_disk(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    held = ends(file)
    store.do(lambda session: note(session, held, now))
    return Backup(file, made.organisation, made.devices, made.items, ())


def examine(file: Path) -> Backup:
    """Count everything in a backup of the present version again. CentreError ``no_backup``, ``damaged_backup``."""
    with opened(file) as engine, Session(engine) as session:
        found = [Fault("integrity", line) for line in whole(engine)] or list(faults(session))
        centre = session.get(Centre, 1)
        return Backup(
            file,
            centre.organisation if centre else "",
            session.exec(select_rows(func.count()).select_from(Device)).one(),
            session.exec(select_rows(func.count()).select_from(ItemRow)).one(),
            found,
        )


@contextmanager
def opened(file: Path) -> Iterator[Engine]:
    """The database in a backup. CentreError ``no_backup`` when there is none of a centre, ``damaged_backup`` when
    it can no longer be read."""
    engine = sqlite.file_engine(file)
    try:
        if not sqlite.is_database(file):
            raise CentreError("no_backup", file=file.name)
        with engine.connect() as connection:
            if not _is_centre(connection):
                raise CentreError("no_backup", file=file.name)
        yield engine
    except DatabaseError as error:
        if sqlite.is_damage(error):
            raise CentreError("damaged_backup", file=file.name) from error
        raise
    finally:
        engine.dispose()


def copy_rows(source: Connection, target: Connection) -> None:
    """All rows of one centre into the tables of another, which hold at most what migrations put there."""
    for table in METADATA.sorted_tables:
        target.execute(delete(table))
        part = FEW.get(table.name, PART)
        rows = source.execute(select(table).execution_options(yield_per=part)).mappings()
        for some in rows.partitions():
            target.execute(insert(table), [dict(row) for row in some])


def on_disk(file: Path) -> None:
    """Wait until a file and its name are on the disk."""
    for path in (file, file.parent):
        with suppress(OSError):  # not every system can open a folder, and none needs to that cannot
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _copy_into(store: Store, url: str, draft: Path) -> None:
    if not is_postgresql(url):
        sqlite.vacuum_into(parsed(url).database or "", draft)
        return
    engine = sqlite.file_engine(draft)
    try:
        migrate(engine)
        with store.reading() as session, engine.begin() as target:
            copy_rows(session.connection(), target)
    finally:
        engine.dispose()


def _is_centre(connection: Connection) -> bool:
    return version(connection) is not None and connection.dialect.has_table(connection, "stream_head")


def ends(file: Path) -> dict[str, int]:
    """Device -> how many entries of its log are in a backup."""
    with opened(file) as engine, Session(engine) as session:
        return dict(session.exec(select_rows(Device.id, Device.n)).all())


def note(session: Session, held: dict[str, int], now: str) -> None:
    """That a backup with so many entries of each device was verified at this moment."""
    for id, n in sorted(held.items()):
        here = (col(Device.id) == id) & (col(Device.backed_up_through) < n)
        session.exec(update(Device).where(here).values(backed_up_through=n))
    session.exec(update(Centre).where(col(Centre.id) == 1).values(backed_up_at=now))
