"""The register of a mailing: each form, whom it went to, and how it stands: sent, to be reminded, back, late (R34)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Literal

from csat_tui.laptop.opening import Laptop, now
from csat_tui.paper import batches, mailings, shelf
from schemas.figures.returns import Returns
from schemas.language import texts
from schemas.records.paper import Mailing, PaperForm

_ = texts("csat_tui")

Standing = Literal["sent", "reminder_due", "reminded", "returned", "late", "undeliverable"]


def standing(form: PaperForm, closes_on: str | None, remind_from: date, today: date) -> Standing:
    """How a form that was sent out stands on a day."""
    if form.fate == "undeliverable":
        return "undeliverable"
    if form.batch is not None:
        return "late" if closes_on and (form.received_on or "") > closes_on else "returned"
    if form.reminded_on:
        return "reminded"
    return "reminder_due" if today >= remind_from else "sent"


def register(laptop: Laptop, mailing: Mailing) -> Sequence[dict[str, Any]]:
    """One line a form, with its addressee."""
    forms = {form.serial: form for form in shelf.issued(laptop.store, mailing.id)}
    from_day, today = mailings.remind_from(laptop, mailing), now().date()
    return [
        _line(forms[str(one.serial)], asdict(one.addressee), mailing, from_day, today)
        for one in mailings.issues_of(laptop, mailing)
    ]


def _line(
    form: PaperForm, addressee: Mapping[str, Any], mailing: Mailing, remind_from: date, today: date
) -> dict[str, Any]:
    return {
        "serial": form.serial,
        "standing": standing(form, mailing.closes_on, remind_from, today),
        "fate": form.fate,
        "received_on": form.received_on,
        "reminded_on": form.reminded_on,
        "name": addressee["name"],
        "number": addressee["number"],
    }


def standing_words(line: Mapping[str, Any]) -> str:
    """How a form stands, with the day that goes with it and what it was found to be."""
    words: dict[Standing, str] = {
        "sent": _("sent"),
        "reminder_due": _("reminder due"),
        "reminded": _("reminded {day}", day=line["reminded_on"]),
        "returned": _("returned {day}", day=line["received_on"]),
        "late": _("late, returned {day}", day=line["received_on"]),
        "undeliverable": _("undeliverable"),
    }
    said = words[line["standing"]]
    fate = batches.fate_names().get(line["fate"]) if line["standing"] in ("returned", "late") else None
    return f"{said}, {fate}" if fate else said


def rate_words(found: Returns) -> str:
    """``Returned 70.0% (42/60), valid 61.7% (37/60).``"""
    told = mailings.as_dict(found)
    return _(
        "Returned {gross}% ({returned}/{issued}), valid {valid}% ({good}/{issued}).",
        gross=told["gross"] or "-",
        returned=told["returned"],
        issued=told["issued"],
        valid=told["valid_rate"] or "-",
        good=told["valid"],
    )
