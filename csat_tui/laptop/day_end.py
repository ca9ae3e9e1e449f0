"""The backup at the end of the day: made when csat is left after the day's end, or else at the next start."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from csat_tui.home import folder_trouble
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.saving import save_laptop
from csat_tui.store import failures
from csat_tui.trouble import Trouble
from schemas.language import Sentence, sentences, texts

_ = texts("csat_tui")
say = sentences("csat_tui")

DAY_ENDS = time(17, 0)
KEPT = 7
"""Backups of days that are kept; those made by ``csat backup`` are nobody's to throw away."""
PREFIX, SUFFIX, STAMP = "csat-day-", ".backup", "%Y%m%dT%H%M%SZ"


def last_end(now: datetime) -> datetime:
    """When a day last ended, by the clock of this laptop."""
    today = now.replace(hour=DAY_ENDS.hour, minute=DAY_ENDS.minute, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def is_due(made: Sequence[datetime], now: datetime) -> bool:
    """Whether no backup was made since a day last ended. One that lies ahead was made by a clock that was wrong,
    and protects nothing of today."""
    return not any(last_end(now) <= at <= now for at in made)


def made_backups(folder: Path) -> list[tuple[datetime, Path]]:
    """The backups of days, oldest first."""
    found = [(_stamp_of(file), file) for file in folder.glob(f"{PREFIX}*{SUFFIX}")]
    return sorted((at, file) for at, file in found if at is not None)


def back_up_day(laptop: Laptop, now: datetime, tell: Callable[[str], None]) -> Sentence | None:
    """Make the backup if it is due; one line on it, or None. ``tell`` hears before it begins. A practice home needs
    none, nor does one in which nothing was entered yet. Raises Trouble, then earlier backups are as before."""
    folder = laptop.home.backups
    made = made_backups(folder)
    if laptop.home.kind == "practice" or not is_due([at for at, _file in made], now) or _is_new(laptop):
        return None
    tell(_("Making the backup of the day ..."))
    file = folder / f"{PREFIX}{now.astimezone(UTC).strftime(STAMP)}{SUFFIX}"
    try:
        with failures.in_words():
            saved = save_laptop(laptop, file, None)
    except OSError as error:
        raise folder_trouble(folder, error) from error
    if saved.faults:
        raise _unsound(file)
    for _at, old in [*made, (now, file)][:-KEPT]:
        old.unlink(missing_ok=True)
    return say("Backup of the day: {file} ({n} entries, checked; the newest {kept} are kept).",
             file=file, n=saved.entries, kept=KEPT)  # fmt: skip


def _is_new(laptop: Laptop) -> bool:
    return laptop.log.head().n == 0 and not laptop.drafts.open_drafts(everybody=True)


def _stamp_of(file: Path) -> datetime | None:
    try:
        at = datetime.strptime(file.name[len(PREFIX) : -len(SUFFIX)], STAMP)
    except ValueError:
        return None
    return at.replace(tzinfo=UTC)


def _unsound(file: Path) -> Trouble:
    return Trouble(
        "damaged",
        _("The backup of the day did not pass its check and does not count: {file}", file=file),
        _("Earlier backups are kept, and your work goes on."),
        _("Run csat doctor; it says what is wrong."),
    )
