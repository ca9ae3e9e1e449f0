"""What ``csat doctor`` looks at on a laptop, in the order in which one thing rests on another."""

from collections.abc import Iterator
from pathlib import Path

from csat_tui import findings
from csat_tui.findings import Finding
from csat_tui.home import locate, must_exist
from csat_tui.keys.device import signing_key
from csat_tui.keys.passphrase import Passphrases
from csat_tui.laptop.opening import Laptop, open_laptop
from csat_tui.laptop.saving import newest_backup
from csat_tui.store import index, recount, scans
from csat_tui.store.packs import PackAlteredError
from csat_tui.store.soundness import broken_log, checkpoint, integrity
from csat_tui.trouble import Trouble, running
from schemas.language import texts

_ = texts("csat_tui")

GREAT_OFFSET_MS = 5 * 60 * 1000
OF_THE_FILE = {"damaged", "no_key", "wrong_key", "plain_file"}


def look_over(passphrases: Passphrases) -> Iterator[Finding]:
    """All findings; what rests on others is left out where those are wrong. Raises Trouble where nothing can be
    seen (locked, busy)."""
    path = locate()
    must_exist(path)
    yield findings.folder(path)
    yield findings.space(path)
    try:
        laptop = open_laptop(path, passphrases)
    except Trouble as trouble:
        if trouble.code not in OF_THE_FILE:
            raise
        yield Finding("database", "wrong", running(trouble.message, trouble.next))
        yield _way_back(path, keys_too=trouble.code == "no_key")
        return
    try:
        yield from _opened(laptop)
    finally:
        laptop.close()


def _opened(laptop: Laptop) -> Iterator[Finding]:
    home = laptop.home
    yield findings.private(
        [home.path, home.database, home.sealed_keys, home.key_file, *home.backups.glob("*")]
    )
    yield _encryption(laptop)
    faults = findings.counted(
        "database",
        integrity(laptop.store),
        _("The database file is whole."),
        _("The database file is damaged:"),
    )
    yield faults
    if faults.state == "wrong":
        yield _way_back(home.path)
        return
    entries, broken = broken_log(laptop.store)
    well = _("The log of {n} entries fits its chain.", n=entries)
    yield findings.counted("log", broken, well, _("These entries of the log were changed:"))
    yield from _scans(laptop)
    yield _rollup(laptop)
    yield _index(laptop)
    yield _wal(laptop)
    yield _device_key(laptop)
    yield _clock(laptop)
    yield _centre(laptop, entries)


def _way_back(path: Path, *, keys_too: bool = False) -> Finding:
    """The newest backup and the command that brings it back, for a database that is no use any more."""
    file = newest_backup(path / "backups", keys_too=keys_too)
    if file is None:
        words = _("No backup that could take its place is in {folder}.", folder=path / "backups")
        return Finding("backup", "caution", words)
    command = f'csat restore "{file}" --replace --home "{path}"'
    return Finding("backup", "ok", _("The newest backup takes its place with: {command}", command=command))


def _encryption(laptop: Laptop) -> Finding:
    if not laptop.store.encrypted:
        return Finding("encryption", "caution", _("The database is NOT encrypted, by your choice."))
    places = {
        "keyring": _("The database is encrypted; its key is in the system keyring."),
        "passphrase": _("The database is encrypted; its key is sealed under a passphrase."),
        "file": _("The database is encrypted; its key lies open beside it, as in every practice home."),
    }
    return Finding("encryption", "ok", places[laptop.vault.place])


def _scans(laptop: Laptop) -> Iterator[Finding]:
    """Nothing where no scan is kept."""
    if count := len(scans.listed(laptop.store)):
        well = _("The {n} scans of forms are as they were attached.", n=count)
        yield findings.counted(
            "scans", scans.broken(laptop.store), well, _("The scans of these forms were changed:")
        )


def _rollup(laptop: Laptop) -> Finding:
    try:
        if not recount.differing(laptop.store):
            return Finding("rollup", "ok", _("The figures are what the questionnaires give."))
        recount.renew(laptop.store)
        if not recount.differing(laptop.store):
            return Finding("rollup", "mended", _("The figures were counted anew from the questionnaires."))
    except (KeyError, PackAlteredError):
        words = _("The figures cannot be counted again: the pack of a questionnaire is not here. Sync first.")
        return Finding("rollup", "caution", words)
    return Finding("rollup", "wrong", _("The figures are not what the questionnaires give."))


def _index(laptop: Laptop) -> Finding:
    with laptop.store.read() as session:
        stale = index.stale(session)
    if not stale:
        return Finding("search", "ok", _("The customer search finds everybody."))
    with laptop.store.write() as session:
        index.rebuild(session)
    return Finding("search", "mended", _("The customer search was built anew for {n} customers.", n=stale))


def _wal(laptop: Laptop) -> Finding:
    wal = Path(f"{laptop.home.database}-wal")
    if not wal.exists() or wal.stat().st_size < findings.LARGE_WAL:
        return Finding("wal", "ok", _("The write-ahead log is small."))
    if checkpoint(laptop.store):
        return Finding("wal", "mended", _("The write-ahead log was put into the database."))
    return Finding("wal", "caution", _("The write-ahead log is large, and another program is using it."))


def _device_key(laptop: Laptop) -> Finding:
    if laptop.log.enrolment() is None:
        return Finding("key", "ok", _("This laptop is not enrolled yet."))
    if signing_key(laptop.vault) is not None:
        return Finding("key", "ok", _("The signing key of this laptop is here."))
    words = _("The signing key of this laptop is not here. Enrol again: csat enrol URL CODE")
    return Finding("key", "wrong", words)


def _clock(laptop: Laptop) -> Finding:
    offset = laptop.clock_offset_ms
    if offset is None:
        return Finding("clock", "ok", _("The clock was not compared with the server's yet."))
    words = _("The clock is {n} s off the server's.", n=abs(offset) // 1000)
    if abs(offset) < GREAT_OFFSET_MS:
        return Finding("clock", "ok", words)
    return Finding("clock", "caution", words + " " + _("Set the clock of this computer."))


def _centre(laptop: Laptop, entries: int) -> Finding:
    held, saved = laptop.log.acknowledged().n, laptop.log.backed_up_through()
    words = _("{held} of {n} entries are on the server.", held=held, n=entries)
    if saved is not None:
        words += " " + _("{saved} of them are in a backup of the server.", saved=saved)
    return Finding("centre", "ok", words)
