"""Paper out: forms issued for the open tasks of a pack, printed, and what became of each (J2, J8; R34)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from csat_tui.laptop import task_list
from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.paper import marks, shelf
from csat_tui.store import customers, operations, packs
from csat_tui.trouble import Trouble
from schemas.figures.periods import Period
from schemas.figures.returns import FormFate, Returns, returns
from schemas.language import texts
from schemas.packs.model import Pack
from schemas.paper.serial import Serial, read_serial
from schemas.records.identity import form_id
from schemas.records.operations import FormOp, MailingOp, Operation
from schemas.records.paper import Mailing, PaperForm
from schemas.records.reference import Customer
from sync.printing.content import Addressee, Issue, Sender

_ = texts("csat_tui")

REMINDER_DAYS = 10
"""After a mailing went out, where neither it nor its pack says when."""

Marked = Literal["undeliverable", "reminded"]

RETURNED_AS: dict[str, FormFate] = {
    "keyed": "valid",
    "blank": "blank",
    "duplicate": "duplicate",
    "unreadable": "void",
    "superseded": "duplicate",
    "undeliverable": "undeliverable",
}
"""Fate of a form -> how R34 counts it; any other has not come back."""


@dataclass(frozen=True)
class Plan:
    """How a mailing goes out. ``name`` begins its serials, before the mark of the laptop; None: today. Days may be
    left open."""

    name: str | None = None
    channel: str = "mail"
    return_by: date | None = None
    remind_on: date | None = None
    closes_on: date | None = None
    late_counts: bool = False
    sender: dict[str, str] = field(default_factory=dict)
    letter: str | None = None


def issue(laptop: Laptop, name: str, asked: Period | None, plan: Plan) -> Mailing:
    """One numbered form for each open task of the pack that has none yet; all of it in one transaction.

    Raises Trouble ``unknown_pack``, ``series_taken``, ``bad_series``, ``no_mark``, ``nothing_due``.
    """
    pack = pack_of(laptop, name)
    series = marks.mailing_series(laptop, plan.name or marks.free_name(laptop))
    due = _without_a_form(laptop, pack, asked)
    if not due:
        raise _nothing_due(pack)
    serials = [Serial(series, number) for number in range(1, len(due) + 1)]
    made = _mailing(pack, plan, series, len(due))
    forms = [_issued(laptop, made["id"], serial, row) for serial, row in zip(serials, due, strict=True)]
    fields = {name: value for name, value in made.items() if name != "id" and value is not None}
    opening = MailingOp(id=new_id(), at=_at(), user=laptop.user, record=made["id"], fields=fields)
    operations.record(laptop.store, [opening, *forms])
    return Mailing.model_validate(made)


def issues_of(laptop: Laptop, mailing: Mailing) -> list[Issue]:
    """Every form of a mailing with whom it goes to, in the order of the serials."""
    return [_issue(laptop, form) for form in shelf.issued(laptop.store, mailing.id)]


def without_address(laptop: Laptop, mailing: Mailing) -> int:
    """How many of those it goes to have no postal address on file."""
    return sum(not issue.addressee.address for issue in issues_of(laptop, mailing))


def sender_of(laptop: Laptop, mailing: Mailing) -> Sender:
    """Who sends it; the organisation of the enrolment where the mailing names none."""
    enrolment = laptop.log.enrolment()
    known = {"organisation": enrolment.organisation if enrolment else "", **mailing.sender}
    return Sender(**known, return_by=mailing.return_by or "")


def mark(laptop: Laptop, serial: str, what: Marked) -> PaperForm:
    """Note that a form came back undeliverable, or that its customer was reminded today.

    Raises Trouble ``unknown_serial``, ``came_back``.
    """
    form = known_form(laptop, serial)
    if what == "undeliverable" and form.fate not in ("issued", "undeliverable"):
        raise came_back(form)
    today = now().date().isoformat()
    fields = {"fate": "undeliverable"} if what == "undeliverable" else {"reminded_on": today}
    operations.record(laptop.store, [form_op(laptop, form.id, fields, before(form, fields))])
    return form.model_copy(update=fields)


def reminders(laptop: Laptop, mailing: Mailing) -> list[PaperForm]:
    """Forms that have not come back and whose customer was not reminded yet."""
    waiting = (form for form in shelf.issued(laptop.store, mailing.id) if form.fate == "issued")
    return [form for form in waiting if form.reminded_on is None]


def remind_from(laptop: Laptop, mailing: Mailing) -> date:
    """The day from which those who have not answered are reminded: that of the mailing, else so many days after it
    went out as the pack says."""
    if mailing.remind_on:
        return date.fromisoformat(mailing.remind_on)
    found = packs.find(laptop.store, mailing.pack, mailing.pack_version)
    wave = found[0].wave if found else None
    days = (wave.reminder_days if wave else None) or REMINDER_DAYS
    return date.fromisoformat(mailing.issued_on) + timedelta(days=days)


def remind(laptop: Laptop, forms: Sequence[PaperForm]) -> None:
    """Note that the customers of these forms were reminded today; all of it in one transaction."""
    today = {"reminded_on": now().date().isoformat()}
    operations.record(laptop.store, [form_op(laptop, form.id, today, {}) for form in forms])


def return_rates(laptop: Laptop, mailing: Mailing) -> Returns:
    """How many came back and how many were valid (R34); one fate for each issued form."""
    forms = shelf.issued(laptop.store, mailing.id)
    return returns((_fate(form, mailing.closes_on) for form in forms), late_counts=mailing.late_counts)


def demand_mailing(laptop: Laptop, series: str) -> Mailing:
    """The mailing of a series, which may be said without the mark of this laptop. Raises Trouble ``unknown_series``."""
    found = shelf.mailing(laptop.store, marks.series_meant(laptop, series))
    if found is None:
        raise Trouble(
            "unknown_series",
            _("No mailing has the series {series}.", series=series),
            _("Nothing was changed."),
            _("csat paper mailings lists those there are."),
        )
    return found


def pack_of(laptop: Laptop, name: str) -> Pack:
    """An approved pack by name or name@version. Raises Trouble ``unknown_pack``."""
    pack, _sign, version = name.partition("@")
    found = packs.find(laptop.store, pack, version or None)
    if found is None:
        raise Trouble(
            "unknown_pack",
            _("The pack {pack} is not on this laptop.", pack=name),
            _("Nothing was stored."),
            _("Sync first: the packs that the centre has approved come with it."),
        )
    return found[0]


def _fate(form: PaperForm, closes_on: str | None) -> FormFate:
    if form.fate == "keyed" and closes_on and form.received_on and form.received_on > closes_on:
        return "late"
    return RETURNED_AS.get(form.fate or "", "not_returned")


def _without_a_form(laptop: Laptop, pack: Pack, asked: Period | None) -> list[task_list.Row]:
    rows = list(task_list.rows(laptop, pack.pack, asked))
    taken = shelf.tasks_with_a_form(laptop.store, [row["id"] for row in rows])
    return sorted((row for row in rows if row["id"] not in taken), key=lambda row: (row["name"], row["id"]))


def _mailing(pack: Pack, plan: Plan, series: str, count: int) -> dict[str, Any]:
    days = {
        name: day.isoformat()
        for name in ("return_by", "remind_on", "closes_on")
        if (day := getattr(plan, name))
    }
    return {
        "id": new_id(),
        "series": series,
        "pack": pack.pack,
        "pack_version": pack.version,
        "channel": plan.channel,
        "issued_on": now().date().isoformat(),
        "late_counts": plan.late_counts,
        "issued": count,
        "sender": plan.sender,
        "letter": plan.letter,
        **days,
    }


def _issued(laptop: Laptop, mailing: str, serial: Serial, task: task_list.Row) -> Operation:
    fields = {"serial": str(serial), "mailing": mailing, "customer": task["customer"], "task": task["id"]}
    return form_op(laptop, form_id(str(serial)), {**fields, "fate": "issued"}, {})


def before(form: PaperForm, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a form holds now in the fields that are to be set."""
    held = form.model_dump()
    return {name: held[name] for name in fields if held.get(name) is not None}


def form_op(laptop: Laptop, id: str, fields: Mapping[str, Any], before: dict[str, Any]) -> FormOp:
    """The operation that sets fields of a form, for a transaction of the caller's."""
    return FormOp(id=new_id(), at=_at(), user=laptop.user, record=id, fields=dict(fields), before=before)


def _issue(laptop: Laptop, form: PaperForm) -> Issue:
    serial = read_serial(form.serial)
    assert serial is not None
    customer = customers.by_id(laptop.store, form.customer) if form.customer else None
    return Issue(serial, _addressee(customer))


def _addressee(customer: Customer | None) -> Addressee:
    if customer is None:
        return Addressee("")
    more = customer.model_extra or {}
    contact = next((str(one.get("name", "")) for one in customer.contacts), "")
    known = {name: str(more.get(name) or "") for name in ("address", "postcode")}
    return Addressee(customer.name, contact, number=customer.number, **known)


def known_form(laptop: Laptop, serial: str) -> PaperForm:
    """The form of a serial that was typed. Raises Trouble ``unknown_serial``."""
    form = shelf.form(laptop.store, str(demand_serial(serial)))
    if form is None:
        raise unknown_serial(serial)
    return form


def demand_serial(text: str) -> Serial:
    """The serial that was typed. Raises Trouble ``unknown_serial``."""
    found = read_serial(text)
    if found is None:
        raise unknown_serial(text)
    return found


def unknown_serial(text: str) -> Trouble:
    """No form bears this number."""
    return Trouble(
        "unknown_serial",
        _("No form has the number {serial}; its last two digits are a check.", serial=text),
        _("Nothing was changed."),
        _("Look at the form again."),
    )


def _nothing_due(pack: Pack) -> Trouble:
    return Trouble(
        "nothing_due",
        _("No open task of {pack} is without a form.", pack=str(pack.title)),
        _("Nothing was stored."),
        _("Make the tasks first: csat tasks make {pack}.", pack=pack.pack),
    )


def came_back(form: PaperForm) -> Trouble:
    """The form lies in a batch."""
    return Trouble(
        "came_back",
        _("Form {serial} has come back.", serial=form.serial),
        _("Nothing was changed."),
        _("Look at its batch."),
    )


def _at() -> str:
    return now().isoformat(timespec="milliseconds")


def as_dict(found: Returns) -> dict[str, Any]:
    """Return rates for JSON: counts and per cent to one decimal, never 0 or 100 unless exactly so."""
    return {
        "issued": found.gross.base,
        "returned": found.gross.numerator,
        "valid": found.valid.numerator,
        "gross": found.gross.display(1),
        "valid_rate": found.valid.display(1),
        "fates": found.fates,
    }
