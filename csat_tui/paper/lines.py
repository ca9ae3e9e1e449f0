"""A paper form handed over as one JSON object: accepted, scored and filed as if it had been keyed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from csat_tui.interview.entry import Refusal
from csat_tui.laptop.opening import Laptop, now
from csat_tui.laptop.surroundings import surroundings
from csat_tui.paper import batches, decisions, keyed_form, second, shelf
from csat_tui.recording.line import InvalidLineError, Line, read_line
from csat_tui.store import customers, responses
from schemas.forms.answers import Answer
from schemas.language import texts
from schemas.paper.dates import period_day
from schemas.paper.head import FORM_DATE, UNIT, told
from schemas.paper.serial import Serial, read_serial
from schemas.records.keyed_twice import keyed_as
from schemas.records.paper import Keying, PaperBatch, PaperForm
from schemas.records.response import PaperCopy

_ = texts("csat_tui")

KEYS = frozenset({"id", "serial", "form_date", "customer", "temp", "answers", "remark", "remarks", "flags"})


def key_line(
    laptop: Laptop, batch: PaperBatch, line: Mapping[str, Any], operator: str | None = None
) -> responses.Finalised:
    """Store a form of this batch; ``operator``: who keyed it, where that is not who is signed in. Raises
    InvalidLineError with all faults, Trouble ``keyed_before``, ``other_batch``, ``unknown_pack``."""
    serial, written = _demand_head(line)
    held = shelf.form(laptop.store, str(serial))
    if held is not None and held.keyed and held.keyed.get("response") != line.get("id"):
        raise keyed_form.keyed_before(held)
    read = _read(laptop, batch, line, held, written)
    about = {"customer": read.response.customer, "form_date": written.isoformat() if written else None}
    done = {
        **keyed_as(read.response.id, batch.id, read.response.answers, about),
        "by": operator or laptop.user,
        "at": now().isoformat(timespec="seconds"),
    }
    more = {name: value for name, value in about.items() if value} | {"fate": "keyed", "keyed": done}
    operation, form = batches.registering(laptop, batch, serial, more)
    copy = PaperCopy(
        form=form.id,
        serial=form.serial,
        batch=batch.id,
        form_date=form.form_date,
        received_on=batch.received_on,
    )
    response = read.response.model_copy(update={"paper": copy})
    return responses.finalise(laptop.store, response, read.pack, None, [operation])


def second_line(laptop: Laptop, batch: PaperBatch, line: Mapping[str, Any], operator: str) -> Keying:
    """Store a form of this batch keyed a second time; its answers count, the day on it, and whose it is where it was
    sent to nobody. Said again it is the one there is.
    Raises InvalidLineError, Trouble ``not_drawn``, ``own_keying``, ``unknown_pack``."""
    serial, written = _demand_head(line)
    held = shelf.form(laptop.store, str(serial))
    plain = {name: value for name, value in line.items() if name in ("serial", "answers", "customer")}
    read = _read(laptop, batch, plain, held, written)
    answers = {**_head(line, held, read.response.customer, written), **read.response.answers}
    wire = {code: answer.wire() for code, answer in answers.items()}
    for known in shelf.keyings_of(laptop.store, batch.id):
        if held and (known.form, known.verifier, known.answers) == (held.id, operator, wire):
            return known
    drawn = second.demand_drawn(laptop, batch, str(serial))
    made = second.from_line(laptop, batch, drawn, answers, operator)
    decisions.judge(laptop, batch)
    return made


def _head(
    line: Mapping[str, Any], held: PaperForm | None, customer: str | None, written: date | None
) -> dict[str, Answer]:
    day = {FORM_DATE: told(written.isoformat() if written else None)}
    asked = "customer" in line and not (held and held.mailing)
    return {UNIT: told(customer), **day} if asked else day


def _demand_head(line: Mapping[str, Any]) -> tuple[Serial, date | None]:
    faults = [_unknown(key) for key in sorted(set(line) - KEYS)]
    serial, written = _serial(line, faults), _form_date(line, faults)
    if faults or serial is None:
        raise InvalidLineError(faults)
    return serial, written


def _read(
    laptop: Laptop, batch: PaperBatch, line: Mapping[str, Any], held: PaperForm | None, written: date | None
) -> Line:
    pack = keyed_form.pack_of(laptop, batch)
    day = period_day(written, date.fromisoformat(batch.received_on), pack.keying.period_by)
    return read_line(_as_recorded(laptop, batch, line, held, day), surroundings(laptop))


def _as_recorded(
    laptop: Laptop, batch: PaperBatch, line: Mapping[str, Any], held: PaperForm | None, day: date
) -> dict[str, Any]:
    """The line as ``csat record`` takes it; whom an issued form went to need not be said again."""
    plain = {name: value for name, value in line.items() if name not in ("serial", "form_date")}
    if "customer" not in plain and "temp" not in plain:
        known = customers.by_id(laptop.store, held.customer) if held and held.customer else None
        plain |= {"customer": known.id} if known else {"temp": {"name": str(line["serial"])}}
    task = {"task": held.task} if held and held.task else {}
    return {
        **plain,
        **task,
        "pack": batch.pack,
        "version": batch.pack_version,
        "channel": batch.channel,
        "fill_method": "self",
        "occurred_at": keyed_form.start_of(day),
    }


def _serial(line: Mapping[str, Any], faults: list[Refusal]) -> Serial | None:
    found = read_serial(str(line.get("serial") or ""))
    if found is None:
        message = _("The line names no form by its number; the last two digits are a check.")
        faults.append(Refusal("serial", "unknown_serial", message))
    return found


def _form_date(line: Mapping[str, Any], faults: list[Refusal]) -> date | None:
    written = line.get("form_date")
    try:
        return date.fromisoformat(written) if written else None
    except (ValueError, TypeError):
        faults.append(Refusal("form_date", "not_a_date", _("The date on the form is a day like 2026-11-15.")))
        return None


def _unknown(key: str) -> Refusal:
    return Refusal(key[:40], "unknown_key", _("There is no key {key} in a line.", key=key[:40]))
