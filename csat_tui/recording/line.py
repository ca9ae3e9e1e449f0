"""A finished questionnaire handed over as one JSON object, stored as if it had been keyed.

It goes through the same acceptance, scoring and filing as the screen; nothing is stored of a line with a fault.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from csat_tui.interview.entry import Refusal
from csat_tui.interview.filing import Header, response_final
from csat_tui.interview.pages import Form
from csat_tui.interview.place import END, Place
from csat_tui.interview.state import State
from csat_tui.interview.summary import NotFinishableError, finished
from csat_tui.recording.amend import Amended, check_void, other_questionnaire, reason_of, unknown
from csat_tui.recording.answers import (
    answers_of,
    consent_sentence,
    remarks_of,
)
from csat_tui.recording.fields import (
    LONGEST_ID,
    flags_of,
    occurred_at,
    one_of,
    optional,
    remark_of,
    temporary,
    unknown_keys,
)
from csat_tui.recording.more import check_on_file, more
from schemas.forms.answers import Answer
from schemas.language import texts
from schemas.packs.logic import NO_FACTS
from schemas.packs.model import Pack
from schemas.records.reference import Customer
from schemas.records.response import Channel, FillMethod, ResponseFinal
from schemas.text import one_line

_ = texts("csat_tui")


@dataclass(frozen=True)
class Surroundings:
    """What a line is checked against: the packs and customers of this laptop, and who is signed in."""

    find_pack: Callable[[str, str | None], tuple[Pack, str] | None]
    find_customer: Callable[[str], Customer | None]
    """By id or by number."""
    interviewer: str | None
    now: Callable[[], datetime]
    clock_offset_ms: int | None
    new_id: Callable[[], str]
    find_task: Callable[[str, str, str | None, str | None, str], str | None] = lambda *_known: None
    """By id of the response, pack, event, customer and day: the task it completes."""
    find_event: Callable[[str, str | None, str | None], str | None] = lambda _id, event, _task: event
    """By id of the response, event as named and task: the id of the event it is about, else the name as given."""
    find_head: Callable[[str, Pack, Customer | None, str | None], Mapping[str, Answer]] = lambda *_known: {}
    """By id of the response, pack, customer and event: the answers that are on file (``prefill``)."""
    find_amended: Callable[[str, str | None], Amended | None] = lambda amends, id: None
    """What a line under this id corrects when it names that questionnaire: the version that counts, or the one that
    the line corrected when it was recorded before."""


class InvalidLineError(ValueError):
    """The line is not a questionnaire that can be stored; every fault with its place and what is wrong."""

    def __init__(self, errors: list[Refusal]) -> None:
        super().__init__("; ".join(f"{error.field}: {error.message}" for error in errors))
        self.errors = errors


@dataclass(frozen=True)
class Line:
    """A line that may be stored, with the pack it is on."""

    response: ResponseFinal
    pack: Pack


def read_line(line: Mapping[str, Any], around: Surroundings) -> Line:
    """The response a line stands for. Raises InvalidLineError with all its faults."""
    faults: list[Refusal] = list(unknown_keys(line))
    given, old, reason = line, _amended(line, around, faults), ""
    if old is not None:
        reason, line = reason_of(given, faults), old.completed(given)
        check_void(given, faults)
    pack, pack_hash = _pack(line, around, faults)
    if old is not None and pack is not None and pack_hash != old.body["pack_hash"]:
        faults.append(other_questionnaire())
    channel = one_of(line, "channel", get_args(Channel), None, faults)
    method = one_of(line, "fill_method", get_args(FillMethod), "interviewer", faults)
    occurred = occurred_at(line, faults)
    customer = _customer(line, around, faults) if old is None or old.names_customer(given) else None
    flags, beside = flags_of(line, faults), more(line, faults)
    id, remark = _id(line, around, faults), remark_of(line, faults)
    if pack is None or channel is None:
        raise InvalidLineError(faults)
    task = optional(line, "task") or _task(id, line, pack, customer, occurred, around)
    event = around.find_event(id, optional(line, "event"), task)
    header = Header(
        id=id,
        pack=pack.pack,
        pack_version=pack.version,
        channel=channel,
        occurred_at=occurred,
        customer=customer.id if customer else None,
        temp=None if customer else temporary(line),
        task=task,
        event=event,
        business_line=customer.business_line if customer else None,
        consultant=customer.consultant if customer else None,
        interviewer=around.interviewer,
    )
    header = old.header(header, given, around.interviewer) if old else header
    facts = header.facts if occurred else NO_FACTS
    form = Form(pack, channel, facts=facts, amending=old is not None)
    known = old.remaining(given) if old else around.find_head(id, pack, customer, event)
    check_on_file(pack, line, {} if old else known, faults)
    state = State(
        Place(END),
        answers=answers_of(form, line, faults, known),
        remarks=({"": remark} if remark else {}) | remarks_of(pack, line, faults),
        flags=flags,
        fill_method=method or "interviewer",
        reason=reason,
        asides=beside.asides,
        promises=beside.promises,
    )
    if form.notice is not None and not form.consented(state.answers):
        faults.append(Refusal(form.notice.code, "consent_needed", consent_sentence()))
    if faults:
        raise InvalidLineError(faults)
    return Line(_filed(header, pack, pack_hash, form, state, around), pack)


def _amended(line: Mapping[str, Any], around: Surroundings, faults: list[Refusal]) -> Amended | None:
    """What the line corrects. Raises InvalidLineError when that is not here: nothing else can be judged then."""
    wanted, id = line.get("amends"), line.get("id")
    if wanted is None:
        if "reason" in line or "void" in line:
            faults.append(unknown(""))
        return None
    found = around.find_amended(str(wanted), id if isinstance(id, str) else None)
    if found is None:
        raise InvalidLineError([*faults, unknown(wanted)])
    return found


def _filed(
    header: Header, pack: Pack, pack_hash: str, form: Form, state: State, around: Surroundings
) -> ResponseFinal:
    try:
        done = finished(form, state, 0)
    except NotFinishableError as error:
        notice = form.notice.code if form.notice else "answers"
        message = _("The interview was put off: it is not a finished questionnaire.")
        raise InvalidLineError([Refusal(notice, error.code, message)]) from error
    offset = around.clock_offset_ms
    return response_final(header, pack, pack_hash, done, now=around.now(), clock_offset_ms=offset)


def _pack(line: Mapping[str, Any], around: Surroundings, faults: list[Refusal]) -> tuple[Pack | None, str]:
    name, version = line.get("pack"), line.get("version")
    if not isinstance(name, str) or not isinstance(version, str | None):
        faults.append(Refusal("pack", "missing", _("The line names no pack, as text.")))
        return None, ""
    found = around.find_pack(name, version)
    if found is None:
        wanted = f"{name}@{version}" if version else name
        message = _("The pack {pack} is not approved on this laptop: sync first.", pack=one_line(wanted)[:60])
        faults.append(Refusal("pack", "unknown_pack", message))
        return None, ""
    return found


def _customer(line: Mapping[str, Any], around: Surroundings, faults: list[Refusal]) -> Customer | None:
    wanted, temporary = line.get("customer"), line.get("temp")
    if wanted is None:
        if not isinstance(temporary, Mapping) or not one_line(str(temporary.get("name") or "")):
            message = _("The line names neither a customer nor, under temp, a name.")
            faults.append(Refusal("customer", "missing", message))
        return None
    found = around.find_customer(str(wanted))
    if found is None:
        shown = one_line(str(wanted))[:40]
        message = _("There is no customer {customer} on this laptop.", customer=shown)
        faults.append(Refusal("customer", "unknown_customer", message))
    return found


def _id(line: Mapping[str, Any], around: Surroundings, faults: list[Refusal]) -> str:
    wanted = line.get("id")
    if wanted is None:
        return around.new_id()
    if not isinstance(wanted, str) or not 0 < len(wanted) <= LONGEST_ID or one_line(wanted) != wanted:
        message = _("id must be text of 1 to {most} characters on one line.", most=LONGEST_ID)
        faults.append(Refusal("id", "not_allowed", message))
    return str(wanted)


def _task(
    id: str,
    line: Mapping[str, Any],
    pack: Pack,
    customer: Customer | None,
    occurred: str,
    around: Surroundings,
) -> str | None:
    """The task a line completes, when it names none: that of its event, or the only one open for its customer."""
    event, whom = optional(line, "event"), customer.id if customer else None
    return around.find_task(id, pack.pack, event, whom, occurred[:10]) if event or whom else None
