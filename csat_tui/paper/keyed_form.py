"""One paper form being keyed: begun from its serial, kept field by field, finalised with its record (J2.3–6).

It is an interview that nobody speaks: the same engine, the same journal, so that a pulled plug loses nothing and
comes back to the same field.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from csat_tui.interview.filing import Header, response_final
from csat_tui.interview.paper_form import PaperForm
from csat_tui.interview.place import Step
from csat_tui.interview.summary import Finished
from csat_tui.laptop import visit
from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.paper import batches, shelf
from csat_tui.store import customers, packs, responses
from csat_tui.trouble import Trouble
from schemas.forms.answers import Answer
from schemas.language import current, texts
from schemas.packs.model import Pack
from schemas.paper.dates import period_day
from schemas.paper.head import head_of
from schemas.paper.serial import Serial
from schemas.records.keyed_twice import keyed_as
from schemas.records.paper import PaperBatch
from schemas.records.paper import PaperForm as Paper
from schemas.records.reference import Customer
from schemas.records.response import read_response

_ = texts("csat_tui")


def begin(
    laptop: Laptop,
    batch: PaperBatch,
    serial: Serial,
    customer: Customer | None,
    form_date: date | None,
    head: bool = False,
) -> visit.Visit:
    """The form of this serial, its draft kept from now on; the draft there is, when it was begun before.

    ``head``: what stands above the items is still to be keyed. Raises Trouble ``keyed_before`` when it was keyed,
    ``other_batch``, ``unknown_pack``.
    """
    open_draft = draft_of(laptop, str(serial))
    if open_draft is not None:
        return resume(laptop, open_draft)
    held = shelf.form(laptop.store, str(serial))
    if held is not None and held.keyed:
        raise keyed_before(held)
    pack = pack_of(laptop, batch)
    form = batches.register(laptop, batch, serial, _about(customer, form_date))
    header = header_of(laptop, batch, pack, form, customer, form_date)
    if head:
        steps = [Step.FORM_DATE] if header.customer else [Step.UNIT, Step.FORM_DATE]
        header = replace(header, keying={"head": [step.value for step in steps]})
    laptop.drafts.create(header.id, asdict(header))
    return resume(laptop, header.id)


def resume(laptop: Laptop, draft_id: str) -> visit.Visit:
    """The form of a draft at the field where it was left. Raises Trouble ``not_found``, ``unknown_pack``."""
    begun = visit.resume(laptop, draft_id)
    known = begun.header.keying or {}
    form = PaperForm(
        replace(begun.interview.form, on_paper=True),
        visit.DraftJournal(laptop, draft_id),
        laptop.drafts.events(draft_id),
        laptop.drafts.pending_text(draft_id),
        between=begun.pack.keying.between,
        head=[Step(step) for step in known.get("head", ())],
        first=first_answers(laptop, known["response"]) if known.get("mode") == "dependent" else None,
    )
    return replace(begun, interview=form)


def first_answers(laptop: Laptop, response: str) -> dict[str, Answer] | None:
    """What a form was keyed as, corrections included; None where another laptop holds it."""
    found = responses.head_of(laptop.store, response)
    return read_response(json.loads(found[1])).answers if found else None


def first_head(laptop: Laptop, response: str) -> dict[str, Answer]:
    """What stands above its items (``schemas.paper.head``); nothing where another laptop holds it."""
    found = responses.head_of(laptop.store, response)
    return head_of(read_response(json.loads(found[1]))) if found else {}


def dated(laptop: Laptop, keyed: visit.Visit, day: date | None) -> visit.Visit:
    """The form with the day written on it, None where none is; its period follows."""
    paper = {**(keyed.header.paper or {}), "form_date": day.isoformat() if day else None}
    received = date.fromisoformat(paper["received_on"])
    occurred = start_of(period_day(day, received, keyed.pack.keying.period_by))
    return _headed(laptop, keyed, replace(keyed.header, paper=paper, occurred_at=occurred))


def of_unit(laptop: Laptop, keyed: visit.Visit, customer: Customer | None) -> visit.Visit:
    """The form put under a customer; None: it stays with its serial alone, to be matched later."""
    paper = keyed.header.paper or {}
    header = replace(
        keyed.header,
        customer=customer.id if customer else None,
        temp=None if customer else {"name": paper["serial"]},
        business_line=customer.business_line if customer else None,
        consultant=customer.consultant if customer else None,
    )
    return _headed(laptop, keyed, header)


def _headed(laptop: Laptop, keyed: visit.Visit, header: Header) -> visit.Visit:
    form = keyed.interview
    assert isinstance(form, PaperForm)
    laptop.drafts.change_header(header.id, asdict(header), form.headed(), taken=True)
    return resume(laptop, header.id)


def draft_of(laptop: Laptop, serial: str) -> str | None:
    """The draft of a form that was begun here."""
    for draft in laptop.drafts.open_drafts():
        if is_first_keying(draft.header) and draft.header["paper"].get("serial") == serial:
            return draft.id
    return None


def is_first_keying(header: Mapping[str, Any]) -> bool:
    """Whether a draft is a paper form being keyed for the first time."""
    keying = header.get("keying") or {}
    return bool(header.get("paper")) and not header.get("amending") and not keying.get("second")


def finalise(
    laptop: Laptop,
    keyed: visit.Visit,
    finished: Finished,
    strokes: int,
    pause_ms: int,
    by: str | None = None,
) -> str:
    """Store the form as keyed, in one transaction with what becomes of the paper; the id of its response.
    ``by``: who keyed it, where that is not who is signed in."""
    header = keyed.header
    paper = header.paper or {}
    response = response_final(
        header,
        keyed.pack,
        keyed.pack_hash,
        replace(finished, fill_method="self"),
        now=now(),
        clock_offset_ms=laptop.clock_offset_ms,
    )
    batch = shelf.batch(laptop.store, paper["batch"])
    serial = batches.known_serial(paper["serial"])
    assert batch is not None
    about = {"customer": header.customer, "form_date": paper.get("form_date")}
    what = {
        **keyed_as(header.id, batch.id, response.answers, about),
        "by": by or laptop.user,
        "at": now().isoformat(timespec="seconds"),
        "active_ms": finished.active_ms,
        "pause_ms": pause_ms,
        "strokes": strokes,
    }
    more = {
        "fate": "keyed",
        "keyed": what,
        "remark_waits": False,
        **{name: said for name, said in about.items() if said},
    }
    operation, _form = batches.registering(laptop, batch, serial, more)
    stored = responses.finalise(laptop.store, response, keyed.pack, header.id, [operation])
    if stored.outcome == "conflict":
        raise keyed_before(_form)
    return header.id


def reopened(laptop: Laptop, form: Paper) -> str:
    """The response a form was keyed as. Raises Trouble ``not_keyed``."""
    if not form.keyed:
        raise Trouble("not_keyed", _("Form {serial} is not keyed yet.", serial=form.serial), "", "")
    return str(form.keyed["response"])


def keyed_before(form: Paper) -> Trouble:
    """The form was keyed already: by whom and when."""
    keyed = form.keyed or {}
    at = str(keyed.get("at", ""))[:16].replace("T", " ")
    return Trouble(
        "keyed_before",
        _("Form {serial} was keyed by {who} at {at}.", serial=form.serial, who=keyed.get("by") or "?", at=at),
        _("What was keyed first is kept; nothing was stored twice."),
        _("Choose: a newer version that replaces it, a duplicate to set aside, or truly another form."),
    )


def _about(customer: Customer | None, form_date: date | None) -> dict[str, str]:
    known = {
        "customer": customer.id if customer else None,
        "form_date": form_date.isoformat() if form_date else None,
    }
    return {name: value for name, value in known.items() if value is not None}


def header_of(
    laptop: Laptop,
    batch: PaperBatch,
    pack: Pack,
    form: Paper,
    customer: Customer | None = None,
    form_date: date | None = None,
) -> Header:
    """A header with a fresh id; whom the form went to need not be said again."""
    received = date.fromisoformat(batch.received_on)
    day = period_day(form_date, received, pack.keying.period_by)
    known = customer or (customers.by_id(laptop.store, form.customer) if form.customer else None)
    return Header(
        id=new_id(),
        pack=pack.pack,
        pack_version=pack.version,
        channel=batch.channel,
        occurred_at=start_of(day),
        customer=known.id if known else None,
        temp=None if known else {"name": form.serial},
        task=form.task,
        business_line=known.business_line if known else None,
        consultant=known.consultant if known else None,
        interviewer=laptop.user,
        language=current(),
        paper={
            "form": form.id,
            "serial": form.serial,
            "batch": batch.id,
            "form_date": form_date.isoformat() if form_date else None,
            "received_on": batch.received_on,
        },
    )


def start_of(day: date) -> str:
    """A form has a day and no hour: its beginning, with the offset of that day here."""
    return datetime(day.year, day.month, day.day).astimezone().isoformat()


def pack_of(laptop: Laptop, batch: PaperBatch) -> Pack:
    found = packs.find(laptop.store, batch.pack, batch.pack_version)
    if found is None:
        raise Trouble(
            "unknown_pack",
            _("The pack {pack} is not on this laptop.", pack=f"{batch.pack}@{batch.pack_version}"),
            _("Nothing was lost."),
            _("Sync once with Ctrl+S, then begin again."),
        )
    return found[0]
