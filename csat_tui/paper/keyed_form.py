"""One paper form being keyed: begun from its serial, kept field by field, finalised with its record (J2.3–6).

It is an interview that nobody speaks: the same engine, the same journal, so that a pulled plug loses nothing and
comes back to the same field.
"""

from dataclasses import asdict, replace
from datetime import date, datetime

from csat_tui.interview.filing import Header, response_final
from csat_tui.interview.summary import Finished
from csat_tui.laptop import visit
from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.paper import batches, shelf
from csat_tui.store import customers, packs, responses
from csat_tui.trouble import Trouble
from schemas.language import current, texts
from schemas.packs.model import Pack
from schemas.paper.dates import period_day
from schemas.paper.serial import Serial
from schemas.records.paper import PaperBatch, PaperForm
from schemas.records.reference import Customer

_ = texts("csat_tui")


def begin(
    laptop: Laptop,
    batch: PaperBatch,
    serial: Serial,
    customer: Customer | None,
    form_date: date | None,
) -> visit.Visit:
    """The form of this serial, its draft kept from now on; the draft there is, when it was begun before.

    Raises Trouble ``keyed_before`` when it was keyed, ``other_batch``, ``unknown_pack``.
    """
    open_draft = draft_of(laptop, str(serial))
    if open_draft is not None:
        return visit.resume(laptop, open_draft)
    held = shelf.form(laptop.store, str(serial))
    if held is not None and held.keyed:
        raise keyed_before(held)
    pack = pack_of(laptop, batch)
    form = batches.register(laptop, batch, serial, _about(customer, form_date))
    header = _header(laptop, batch, pack, form, customer, form_date)
    laptop.drafts.create(header.id, asdict(header))
    return visit.resume(laptop, header.id)


def draft_of(laptop: Laptop, serial: str) -> str | None:
    """The draft of a form that was begun here."""
    for draft in laptop.drafts.open_drafts():
        if (draft.header.get("paper") or {}).get("serial") == serial:
            return draft.id
    return None


def finalise(laptop: Laptop, keyed: visit.Visit, finished: Finished, strokes: int, pause_ms: int) -> str:
    """Store the form as keyed, in one transaction with what becomes of the paper; the id of its response."""
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
    serial = _serial(paper["serial"])
    assert batch is not None
    what = {
        "response": header.id,
        "by": laptop.user,
        "at": now().isoformat(timespec="seconds"),
        "active_ms": finished.active_ms,
        "pause_ms": pause_ms,
        "strokes": strokes,
    }
    operation, _form = batches.registering(laptop, batch, serial, {"fate": "keyed", "keyed": what})
    stored = responses.finalise(laptop.store, response, keyed.pack, header.id, [operation])
    if stored.outcome == "conflict":
        raise keyed_before(_form)
    return header.id


def reopened(laptop: Laptop, form: PaperForm) -> str:
    """The response a form was keyed as. Raises Trouble ``not_keyed``."""
    if not form.keyed:
        raise Trouble("not_keyed", _("Form {serial} is not keyed yet.", serial=form.serial), "", "")
    return str(form.keyed["response"])


def keyed_before(form: PaperForm) -> Trouble:
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


def _header(
    laptop: Laptop,
    batch: PaperBatch,
    pack: Pack,
    form: PaperForm,
    customer: Customer | None,
    form_date: date | None,
) -> Header:
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


def _serial(text: str) -> Serial:
    from schemas.paper.serial import read_serial

    found = read_serial(text)
    assert found is not None
    return found
