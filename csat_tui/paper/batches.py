"""A batch of paper from its arrival to its close: registered, sorted, counted, balanced (J2.1–2, J2.8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.paper import shelf
from csat_tui.store import operations
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.packs.model import Pack
from schemas.paper.balance import FATES, SORTED, Balance, Fate, Finding, balance
from schemas.paper.serial import Serial, read_serial
from schemas.records.identity import form_id
from schemas.records.operations import BatchOp, FormOp, Operation
from schemas.records.paper import PaperBatch, PaperForm

_ = texts("csat_tui")


@dataclass(frozen=True)
class Arrival:
    """What is known of a pile when it comes in. ``declared``: forms its sender says it holds."""

    channel: str
    received_on: date
    declared: int
    sender: str = ""
    tracking: str = ""
    box: str = ""
    wave: str = ""


def open_batch(laptop: Laptop, pack: Pack, arrival: Arrival) -> PaperBatch:
    """Register a pile. It gets a number of this laptop, and the seed by which forms are drawn for a second keying
    before the first is keyed, so that nobody can choose which."""
    today = now().date()
    number = _next_number(laptop, today)
    made: dict[str, Any] = {
        "number": number,
        "pack": pack.pack,
        "pack_version": pack.version,
        "questionnaire_version": pack.questionnaire.version if pack.questionnaire else 1,
        "channel": arrival.channel,
        "received_on": arrival.received_on.isoformat(),
        "opened_on": today.isoformat(),
        "declared": arrival.declared,
        "verify": pack.keying.verify,
        "verify_percent": str(pack.keying.verify_percent),
        "seed": new_id(),
        "keyed_by": laptop.user,
        **{name: said for name in ("sender", "tracking", "box", "wave") if (said := getattr(arrival, name))},
    }
    id = new_id()
    operations.record(laptop.store, [_batch_op(laptop, id, made, {})])
    return PaperBatch(id=id, **made)


def _next_number(laptop: Laptop, today: date) -> str:
    that_day = [one for one in shelf.batches(laptop.store, closed=True) if one.opened_on == today.isoformat()]
    enrolment = laptop.log.enrolment()
    mark = f"-{enrolment.mark}" if enrolment and enrolment.mark else ""
    return f"B-{today:%y%m%d}-{len(that_day) + 1}{mark}"


def sort_out(laptop: Laptop, batch: PaperBatch, serial: Serial, finding: Finding) -> PaperForm:
    """Register one form of the pile, with what the pre-sort found; fate None when it is to be keyed."""
    return register(laptop, batch, serial, {"finding": finding, "fate": SORTED[finding]})


def register(laptop: Laptop, batch: PaperBatch, serial: Serial, more: dict[str, Any]) -> PaperForm:
    """The form in its batch, at the end of what is registered there. Raises Trouble ``other_batch``."""
    operation, form = registering(laptop, batch, serial, more)
    operations.record(laptop.store, [operation])
    return form


def registering(
    laptop: Laptop, batch: PaperBatch, serial: Serial, more: dict[str, Any]
) -> tuple[FormOp, PaperForm]:
    """The operation that puts a form into its batch, for a transaction of the caller's."""
    held = shelf.form(laptop.store, str(serial))
    if held is not None and held.batch not in (None, batch.id):
        raise _elsewhere(laptop, held)
    lying = (form.place or 0 for form in shelf.forms_of(laptop.store, batch.id))
    place = held.place if held and held.place else max(lying, default=0) + 1
    fields = {
        "serial": str(serial),
        "batch": batch.id,
        "place": place,
        "received_on": batch.received_on,
        **more,
    }
    before = {name: value for name, value in (held.model_dump() if held else {}).items() if name in fields}
    before = {name: value for name, value in before.items() if value is not None}
    changed = {name: value for name, value in fields.items() if before.get(name) != value}
    id = form_id(str(serial))
    operation = FormOp(
        id=new_id(), at=_at(), user=laptop.user, record=id, base_version=0, fields=changed, before=before
    )
    whole = (held.model_dump() if held else {}) | fields | {"id": id}
    return operation, PaperForm.model_validate(whole)


def await_words(laptop: Laptop, batch: PaperBatch, serial: str) -> None:
    """Note that a form is keyed but for words that are still to be typed."""
    operation, _form = registering(laptop, batch, known_serial(serial), {"remark_waits": True})
    operations.record(laptop.store, [operation])


def known_serial(text: str) -> Serial:
    """The serial of a form that is on file."""
    found = read_serial(text)
    assert found is not None
    return found


def balance_of(laptop: Laptop, batch: PaperBatch) -> Balance:
    """How the batch adds up now."""
    fates = [form.fate for form in shelf.forms_of(laptop.store, batch.id)]
    known = [fate if fate in get_args(Fate) else None for fate in fates]
    return balance(batch.declared, known)  # type: ignore[arg-type]


def declare(laptop: Laptop, batch: PaperBatch, declared: int) -> PaperBatch:
    """Correct the number its sender declared; the one before stays in the history."""
    return _set(laptop, batch, {"declared": declared})


def close(laptop: Laptop, batch: PaperBatch) -> PaperBatch:
    """Close a batch that balances and whose verification is done. Raises Trouble ``unbalanced``, ``unverified``."""
    from csat_tui.paper import decisions

    found = balance_of(laptop, batch)
    if not found.holds:
        raise unbalanced(found)
    batch = decisions.judge(laptop, batch)
    if batch.status != "verified" and batch.verify != "none" and found.fates["keyed"]:
        raise unverified(laptop, batch)
    return _set(laptop, batch, {"status": "closed", "open_because": None})


def goes_back(laptop: Laptop, batch: PaperBatch) -> PaperBatch:
    """Too many errors: every form of the batch is keyed a second time."""
    return _set(laptop, batch, {"status": "rekey", "verify_percent": "100"})


def verified(laptop: Laptop, batch: PaperBatch) -> PaperBatch:
    """The second keying is done and good enough."""
    return _set(laptop, batch, {"status": "verified"})


def leave_open(laptop: Laptop, batch: PaperBatch, because: str) -> PaperBatch:
    """A batch that does not balance may stay open, with the reason."""
    return _set(laptop, batch, {"open_because": because})


def unbalanced(found: Balance) -> Trouble:
    """Why a batch cannot be closed, with the sum."""
    names = fate_names()
    parts = " + ".join(f"{names[fate]} {found.fates[fate]}" for fate in FATES if found.fates[fate])
    told = _(
        "Declared {declared}, accounted for {sum}: {parts}.",
        declared=found.declared,
        sum=found.accounted,
        parts=parts or "0",
    )
    waiting = _("{n} forms wait to be keyed.", n=found.waiting) if found.waiting else ""
    return Trouble(
        "unbalanced",
        " ".join(filter(None, (told, waiting))),
        _("Everything that was keyed is kept."),
        _("Find the missing forms, correct the declared number, or leave the batch open with the reason."),
    )


def unverified(laptop: Laptop, batch: PaperBatch) -> Trouble:
    """Why a batch that balances cannot be closed yet."""
    from csat_tui.paper import decisions, second

    waiting = len(second.waiting(laptop, batch))
    undecided = sum("decision" not in one for _keying, one in decisions.open_differences(laptop, batch))
    told = (
        [_("The field error rate is too high: all of it is keyed again.")] if batch.status == "rekey" else []
    )
    told += [_("{n} forms wait for their second keying.", n=waiting)] if waiting else []
    told += [_("{n} differences wait for a decision.", n=undecided)] if undecided else []
    return Trouble(
        "unverified",
        " ".join(told) or _("Second keyings made on another laptop are not here yet."),
        _("Everything that was keyed is kept."),
        _("Let another operator key them (F8 on the batch), or leave the batch open with the reason.")
        if waiting or not undecided
        else _(
            "Decide them with the paper in hand (F2 on the batch), or leave the batch open with the reason."
        ),
    )


def fate_names() -> dict[Fate, str]:
    """The fates of a form in words."""
    return {
        "keyed": _("keyed"),
        "blank": _("blank"),
        "duplicate": _("duplicate"),
        "unreadable": _("unreadable"),
        "returned_to_sender": _("returned to sender"),
    }


def status_names() -> dict[str, str]:
    """The states of a batch in words."""
    return {
        "open": _("open"),
        "balanced": _("balanced"),
        "verified": _("verified"),
        "closed": _("closed"),
        "rekey": _("KEY ALL AGAIN"),
    }


def _set(laptop: Laptop, batch: PaperBatch, fields: dict[str, Any]) -> PaperBatch:
    held = batch.model_dump()
    before = {name: held[name] for name in fields if held.get(name) is not None}
    operations.record(laptop.store, [_batch_op(laptop, batch.id, fields, before)])
    found = shelf.batch(laptop.store, batch.id)
    assert found is not None
    return found


def _batch_op(laptop: Laptop, id: str, fields: dict[str, Any], before: dict[str, Any]) -> Operation:
    return BatchOp(id=new_id(), at=_at(), user=laptop.user, record=id, fields=fields, before=before)


def _at() -> str:
    return now().isoformat(timespec="milliseconds")


def _elsewhere(laptop: Laptop, held: PaperForm) -> Trouble:
    other = shelf.batch(laptop.store, held.batch or "")
    return Trouble(
        "other_batch",
        _(
            "Form {serial} lies in batch {batch} already.",
            serial=held.serial,
            batch=other.number if other else "?",
        ),
        _("Nothing was changed."),
        _("Look at that batch: this is a duplicate, or one of the two serials is wrong."),
    )


def open_for(laptop: Laptop, pack: str) -> Sequence[PaperBatch]:
    """Batches of a pack that are not closed."""
    return [batch for batch in shelf.batches(laptop.store) if batch.pack == pack]
