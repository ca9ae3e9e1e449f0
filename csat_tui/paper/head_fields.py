"""What is typed above the items of a form: whose it is, and the day written on it."""

from datetime import date

from csat_tui.laptop.opening import Laptop
from csat_tui.store import customers
from csat_tui.trouble import Trouble
from schemas.forms.answers import Answer
from schemas.language import texts
from schemas.paper.dates import written_day
from schemas.paper.head import UNIT, told
from schemas.records.paper import PaperBatch
from schemas.records.reference import Customer
from schemas.text import narrow

_ = texts("csat_tui")


def typed_unit(laptop: Laptop, typed: str) -> Customer | None:
    """The customer of this number; None for an empty field. Raises Trouble ``unknown_unit``."""
    number = narrow(typed)
    if not number:
        return None
    found = customers.by_number(laptop.store, number)
    if found is None:
        raise Trouble(
            "unknown_unit",
            _("Nobody on this laptop has the number {number}.", number=number[:40]),
            _("Nothing was changed."),
            _("F3 looks for a name; Enter on the empty field leaves it open."),
        )
    return found


def typed_day(batch: PaperBatch, typed: str) -> date | None:
    """The day, None for a sign that says that none is there. Raises Trouble ``not_a_day``."""
    text = narrow(typed)
    if text in ("-", "/"):
        return None
    found = written_day(text, date.fromisoformat(batch.received_on)) if text else None
    if found is None:
        raise Trouble(
            "not_a_day",
            _("Type the day on the form like 1115 or 20261115, or - where there is none."),
            "",
            "",
        )
    return found


def typed_field(laptop: Laptop, batch: PaperBatch, code: str, typed: str) -> Answer:
    """Either of them by its code (``schemas.paper.head``). Raises Trouble."""
    if code == UNIT:
        unit = typed_unit(laptop, "" if narrow(typed) in ("-", "/") else typed)
        return told(unit.id if unit else None)
    day = typed_day(batch, typed)
    return told(day.isoformat() if day else None)
