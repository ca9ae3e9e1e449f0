"""Whom to remind of a form that has not come back, and that it was done (J8)."""

from collections.abc import Sequence
from datetime import date

from csat_tui.laptop.opening import Laptop, now
from csat_tui.paper import mailings, shelf
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.records.paper import Mailing, PaperForm

_ = texts("csat_tui")


def due_on(laptop: Laptop, mailing: Mailing, day: date) -> Sequence[PaperForm]:
    """Who is to be reminded on a day. Raises Trouble ``nothing_due`` before the reminders begin."""
    first = mailings.remind_from(laptop, mailing)
    if day < first:
        raise _too_early(mailing.series, first)
    return mailings.reminders(laptop, mailing)


def remind_all(laptop: Laptop, mailing: Mailing) -> int:
    """Note that everybody who is to be reminded was reminded today; how many."""
    due = due_on(laptop, mailing, now().date())
    mailings.remind(laptop, due)
    return len(due)


def to_write_to(laptop: Laptop, mailing: Mailing) -> set[str]:
    """Serials of the forms whose customers get a reminder today: those due, and those noted as reminded today."""
    today = now().date().isoformat()
    waiting = (form for form in shelf.issued(laptop.store, mailing.id) if form.fate == "issued")
    return {form.serial for form in waiting if form.reminded_on in (None, today)}


def _too_early(series: str, first: date) -> Trouble:
    return Trouble(
        "nothing_due",
        _("Reminders of {series} are due from {day}.", series=series.upper(), day=first.isoformat()),
        _("Nothing was changed."),
        _("--on {day} lists who it would be today.", day=first.isoformat()),
    )
