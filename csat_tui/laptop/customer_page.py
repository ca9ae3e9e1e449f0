"""The card of a customer, put together from one look at the database; that it was opened is noted first."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.laptop.promises import promises_of
from csat_tui.laptop.today_page import pack_title
from csat_tui.services.customer_data import (
    ContactPerson,
    CustomerPage,
    Dated,
    FileQuality,
    MergedOne,
    PastResponse,
    PastVisit,
    Phone,
    Promise,
    Stop,
)
from csat_tui.store import looks
from csat_tui.store.customer_file import CustomerFile, customer_file
from csat_tui.store.tables import ResponseRow
from csat_tui.trouble import Trouble
from csat_tui.visiting import shelf
from csat_tui.words.common import score_words
from csat_tui.words.visits import form_words, people_words
from schemas.language import texts
from schemas.masking import masked_phone
from schemas.records.looks import CustomerLook, Seen
from schemas.records.visit_effects import day_held
from schemas.records.visiting import Visit
from schemas.scoring.customer_file import (
    REQUIRED,
    file_completeness,
    is_stale,
    missing_fields,
    wrong_number_rate,
)

_ = texts("csat_tui")

Body = Mapping[str, Any]


def page(laptop: Laptop, id: str) -> CustomerPage:
    """The card. Raises Trouble ``not_found``."""
    file = _file(laptop, id)
    note_look(laptop, file.body["id"], "card")
    return _page(laptop, file)


def phones(laptop: Laptop, id: str) -> Sequence[Phone]:
    """The whole numbers of the customer and its contacts. Raises Trouble ``not_found``."""
    body = _file(laptop, id).body
    note_look(laptop, body["id"], "phone")
    people = [body, *_listed(body, "contacts")]
    return [Phone(_text(one, "name"), _text(one, "phone")) for one in people if one.get("phone")]


def note_look(laptop: Laptop, customer: str, what: Seen) -> None:
    """Put on record that the user of this laptop sees something of a customer now."""
    at = now().isoformat(timespec="milliseconds")
    looks.note(laptop.store, CustomerLook(id=new_id(), at=at, user=laptop.user, customer=customer, what=what))


def _file(laptop: Laptop, id: str) -> CustomerFile:
    file = customer_file(laptop.store, id)
    if file is None:
        raise Trouble(
            "not_found",
            _("This customer is no longer on this laptop."),
            _("Nothing was changed."),
            _("Look it up anew with F3."),
        )
    return file


def _page(laptop: Laptop, file: CustomerFile) -> CustomerPage:
    body = file.body
    words = ("number", "name", "type", "status", "tier", "salutation", "plate", "company")
    visits = [one for one in shelf.visits(laptop.store, customer=str(body["id"])) if one.status == "held"]
    return CustomerPage(
        id=str(body["id"]),
        **{name: _text(body, name) for name in (*words, "business_line", "consultant")},
        phone=masked_phone(_text(body, "phone")),
        quality=_quality(file),
        last_verified=_day(body.get("last_verified_at")),
        stop=_stop(body),
        contacts=[_contact(one) for one in _listed(body, "contacts")],
        assets=[_asset(one) for one in _listed(body, "assets")],
        projects=[_project(one) for one in file.projects],
        events=[_event(one) for one in file.events],
        tasks=[_task(one) for one in file.tasks],
        history=[_past(laptop, row, whole) for row, whole in file.responses],
        visits=list(map(_visit, visits)),
        promises=_promises(file, visits),
        merged=[MergedOne(str(one["id"]), _label(one)) for one in file.merged],
        proposals=file.proposals,
    )


def _quality(file: CustomerFile) -> FileQuality:
    body = file.body
    assets, contacts = _listed(body, "assets"), _listed(body, "contacts")
    in_lists = {
        "plate": _text(body, "plate") or next((_text(one, "plate") for one in assets), ""),
        "contacts": next((_text(one, "name") for one in contacts), ""),
    }
    required = REQUIRED.get(_text(body, "type"), REQUIRED["person"])
    fields = {name: in_lists.get(name, _text(body, name)) for name in required}
    return FileQuality(
        filled=file_completeness(fields, required),
        missing=missing_fields(fields, required),
        stale=is_stale(_day(body.get("last_verified_at")), now().date()),
        phone_to_verify=bool(body.get("phone_wrong_at")),
        wrong_numbers=wrong_number_rate([code.upper() for code in file.dispositions]),
    )


def _stop(body: Body) -> Stop | None:
    if not body.get("do_not_contact"):
        return None
    told = {name: _text(body, f"do_not_contact_{name}") for name in ("reason", "asked_by", "by")}
    return Stop(**told, at=_moment(body.get("do_not_contact_at")))


def _contact(one: Body) -> ContactPerson:
    about = " ".join(filter(None, (_text(one, "department"), _text(one, "role"))))
    return ContactPerson(_text(one, "name"), about, masked_phone(_text(one, "phone")))


def _asset(one: Body) -> str:
    return "  ".join(filter(None, (_text(one, name) for name in ("plate", "model", "vin"))))


def _project(one: Body) -> Dated:
    return Dated(_text(one, "number"), _text(one, "name"), _text(one, "status"))


def _event(one: Body) -> Dated:
    words = " ".join(filter(None, (_text(one, name) for name in ("source_system", "source_no", "type"))))
    return Dated(_text(one, "closed_at")[:10], words, _text(one, "status"))


def _task(one: Body) -> Dated:
    return Dated(_text(one, "due_at")[:10], _text(one, "purpose") or _text(one, "type"), _text(one, "status"))


def _past(laptop: Laptop, row: ResponseRow, body: Body) -> PastResponse:
    remarks = [str(words) for words in body.get("remarks", {}).values()]
    return PastResponse(
        row.id,
        datetime.fromisoformat(row.occurred_at).astimezone().replace(tzinfo=None),
        pack_title(laptop, row.pack, row.pack_version),
        score_words(row.score),
        row.case_class,
        "; ".join(remarks),
    )


def _visit(one: Visit) -> PastVisit:
    whom = people_words(one.theirs)
    return PastVisit(
        day_held(one.model_dump()), form_words(one.form), one.purpose or "", whom, one.said or ""
    )


def _promises(file: CustomerFile, visits: Sequence[Visit]) -> list[Promise]:
    """What was promised, beside a questionnaire or on a visit, the latest first."""
    asked = [promise for _row, whole in file.responses for promise in promises_of(whole)]
    visited = [
        Promise(one.held_at[:10], made.what, made.who, str(made.by))
        for one in visits
        for made in one.promises
    ]
    return sorted([*asked, *visited], key=lambda promise: promise.day, reverse=True)


def _label(body: Body) -> str:
    return " ".join(filter(None, (_text(body, "number"), _text(body, "name"), _text(body, "company"))))


def _listed(body: Body, name: str) -> Sequence[Body]:
    found = body.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _text(body: Body, name: str) -> str:
    value = body.get(name)
    return "" if value is None else str(value)


def _day(value: Any) -> date | None:
    moment = _moment(value)
    return None if moment is None else moment.date()


def _moment(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found.astimezone().replace(tzinfo=None) if found.tzinfo else found
