"""What ``csat doctor`` looks at at a centre, also while it serves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import col, func, select

from csat_tui import findings
from csat_tui.centre.opening import centre_store
from csat_tui.findings import Finding
from csat_tui.home import locate
from csat_tui.trouble import Trouble
from schemas.language import texts
from sync.centre import inspection, recount
from sync.centre.answers import stamp
from sync.centre.dialect import is_postgresql, parsed, shown, unsafe_settings, whole
from sync.centre.home import NAME, database_url
from sync.centre.server import now
from sync.centre.store import Store
from sync.centre.tables import Centre, Device, ItemRow

_ = texts("csat_tui")

AHEAD = timedelta(minutes=5)
OLD_BACKUP = timedelta(days=2)


def look_over(database: str | None) -> Iterator[Finding]:
    """All findings. Raises Trouble when the database cannot be opened."""
    home = locate()
    url = database_url(home, database)
    yield findings.folder(home)
    if home.exists():
        yield findings.space(home)
    try:
        yield from _opened(home, url, database)
    except Trouble as trouble:
        if trouble.code != "damaged_database":
            raise
        yield Finding("database", "wrong", trouble.message)


def _opened(home: Path, url: str, database: str | None) -> Iterator[Finding]:
    with centre_store(database) as store:
        yield Finding("address", "ok", _("The database is {url}.", url=shown(url)))
        yield findings.private(_files(home, url), keep=0o770)
        yield findings.private([home / NAME], check="address_file")
        sound = list(_database(store, url))
        yield from sound
        if "wrong" not in findings.states(sound):
            yield from _counted(store)
        yield from _around(store)


def _files(home: Path, url: str) -> list[Path]:
    backups = list((home / "backups").glob("*"))
    if is_postgresql(url):
        return backups
    file = parsed(url).database or ""
    return [*backups, *(Path(f"{file}{end}") for end in ("", "-wal", "-shm"))]


def _database(store: Store, url: str) -> Iterator[Finding]:
    if is_postgresql(url):
        well = _("PostgreSQL keeps what it has confirmed.")
        yield findings.counted(
            "durability",
            unsafe_settings(store.engine),
            well,
            _("With these settings PostgreSQL may lose what it has confirmed:"),
        )
        return
    well, wrong = _("The database file is whole."), _("The database file is damaged:")
    yield findings.counted("database", whole(store.engine), well, wrong)
    wal = Path(f"{parsed(url).database}-wal")
    large = wal.exists() and wal.stat().st_size > findings.LARGE_WAL
    if large:
        yield Finding(
            "wal", "caution", _("The write-ahead log is large; end the centre once and start it again.")
        )


def _counted(store: Store) -> Iterator[Finding]:
    words = {
        "logs": (
            _("The logs of all laptops fit their chains."),
            _("These entries were changed or are missing:"),
        ),
        "bodies": (_("Every record is here."), _("The records of these entries are missing:")),
        "feed": (_("The feed fits its digests."), _("The feed was changed at:")),
        "scans": (_("The scans of forms fit their digests."), _("The scans of these forms are damaged:")),
        "published": (_("The feed holds what is published."), _("The feed does not hold what is published:")),
    }
    with store.reading() as session:
        for check, (well, wrong) in words.items():
            yield findings.counted(check, inspection.looked_over(session, check), well, wrong)
    yield _rollup(store)


def _rollup(store: Store) -> Finding:
    with store.reading() as session:
        differing = recount.differing(session)
    if not differing:
        return Finding("rollup", "ok", _("The figures are what the questionnaires give."))
    store.do(recount.renew)
    return Finding("rollup", "mended", _("The figures were counted anew from the questionnaires."))


def _around(store: Store) -> Iterator[Finding]:
    with store.reading() as session:
        waiting = session.exec(
            select(func.count()).select_from(ItemRow).where(col(ItemRow.status) == "quarantined")
        ).one()
        latest = session.exec(select(func.max(ItemRow.received_at))).one()
        centre = session.get_one(Centre, 1)
        behind = session.exec(
            select(func.count()).select_from(Device).where(col(Device.backed_up_through) < col(Device.n))
        ).one()
    words = _("{n} records wait in quarantine.", n=waiting)
    look = " " + _("See csat admin quarantine.")
    yield Finding("quarantine", "caution" if waiting else "ok", words + (look if waiting else ""))
    yield _clock(latest)
    yield _backup(centre.backed_up_at, behind)


def _clock(latest: str | None) -> Finding:
    if latest is not None and latest > stamp(now() + AHEAD):
        return Finding(
            "clock", "caution", _("The clock is behind records that came in already. Set the clock.")
        )
    return Finding("clock", "ok", _("The clock is not behind what came in."))


def _backup(at: str | None, behind: int) -> Finding:
    if at is None:
        return Finding("backup", "caution", _("There was never a backup. Make one: csat backup"))
    words = _("The last backup is of {at}; {n} laptops have sent more since.", at=at, n=behind)
    old = now() - datetime.fromisoformat(at) > OLD_BACKUP
    return Finding("backup", "caution" if old else "ok", words)
