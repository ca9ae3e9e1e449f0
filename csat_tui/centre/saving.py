"""Back up and restore the centre of a home."""

from datetime import UTC, datetime
from pathlib import Path

from csat_tui.centre.opening import centre_store, spoken
from csat_tui.home import locate
from csat_tui.saved import Saved
from schemas.language import texts
from sync.centre.answers import stamp
from sync.centre.backup import Backup, back_up
from sync.centre.home import database_url, remember
from sync.centre.restore import restore
from sync.centre.server import now

_ = texts("csat_tui")

FAULTS_SHOWN = 20


def save_centre(file: Path, database: str | None) -> Saved:
    """Make a backup while the centre serves, check it, and tell the laptops' devices how far they are in it."""
    with centre_store(database) as store:
        made = back_up(store, database_url(locate(), database), file, stamp(now()))
    words = _(
        "{file}: {items} entries of {devices} laptops, checked.",
        file=made.file,
        items=made.items,
        devices=made.devices,
    )
    return _saved(made, words, _("The file is not encrypted; keep it as safe as the centre itself."))


def bring_back_centre(file: Path, database: str | None, *, replace: bool) -> Saved:
    """Put a backup in the place of this home's centre. Raises Trouble."""
    home = locate()
    at = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    with spoken():
        url = database_url(home, database)
        name = f"csat-centre-before-restore-{at}.backup"
        found, kept = restore(file, url, home / "backups", name, replace=replace, now=stamp(now()))
        if not found.faults:
            remember(home, url)
    words = _("Restored: {items} entries of {devices} laptops.", items=found.items, devices=found.devices)
    words += "\n" + _("What the laptops sent after this backup they send again with their next sync.")
    return _saved(found, words, "", kept, file)


def _saved(
    made: Backup, done: str, protected: str, kept: Path | None = None, file: Path | None = None
) -> Saved:
    faults = [f"{fault.check}: {fault.at}" for fault in made.faults[:FAULTS_SHOWN]]
    return Saved(file or made.file, "centre", made.items, faults, kept, protected, done)
