"""Finished questionnaires and their amendments: stored once, whole, in one transaction, and never changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import Session, col, select

from csat_tui.store import amending, devicelog, drafts, operations, response_index, rollup
from csat_tui.store.clean import cleaned
from csat_tui.store.database import Store
from csat_tui.store.places import place_of
from csat_tui.store.tables import LogRow, ResponseRow, TaskRow
from schemas.figures.rollup import contributions
from schemas.figures.strata import counted_points
from schemas.packs.model import Pack
from schemas.records.envelope import body_bytes
from schemas.records.facts import facts_of_response
from schemas.records.operations import Operation
from schemas.records.response import ResponseAmend, ResponseFinal

Outcome = Literal["final", "duplicate", "conflict"]

OF_THE_MOMENT = frozenset(
    {"recorded_at", "clock_offset_ms", "active_ms", "engine", "computed", "cautions", "callback"}
)
"""What says when and with what a response was recorded, or follows from the rest: it does not make another
response of it."""


SAID = (
    *("answers", "remarks", "flags", "customer", "temp", "event", "channel", "fill_method", "consent"),
    *("occurred_at", "business_line", "consultant", "respondent", "promises", "ticket", "void"),
)
"""What a questionnaire says of the contact, beside who recorded it, when and why."""


@dataclass(frozen=True)
class Finalised:
    """What became of it: ``final`` is stored now, ``duplicate`` was there with the same content, ``conflict``
    was there with other content and stays. ``facts`` are those of the stored one, ``seq`` its log entry."""

    outcome: Outcome
    seq: int
    facts: ResponseRow


class NotAmendable(ValueError):
    """An amendment that changes nothing; nothing was stored. ``code``: as in ``schemas.records.amending``, or
    ``nothing_changed``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def finalise(
    store: Store,
    response: ResponseFinal,
    pack: Pack,
    draft: str | None = None,
    along: Sequence[Operation] = (),
) -> Finalised:
    """Store a finished questionnaire or an amendment: response, facts, log entry, roll-up, task done, draft removed.

    All of it is on disk when this returns, or nothing. ``pack`` is the one the response names; ``draft`` the
    draft it was filled in; ``along``: what is done to other records with it, such as the paper form it was
    keyed from. ValueError when the pack is another one; NotAmendable.
    """
    if (response.pack, response.pack_version) != (pack.pack, pack.version):
        raise ValueError(f"{response.pack}@{response.pack_version} was not filled with {pack.name}")
    response = type(response).model_validate(cleaned(response.model_dump(mode="json", by_alias=True)))
    body = body_bytes(response)
    with store.write() as session:
        stored = session.get(ResponseRow, response.id)
        if stored is not None:
            return _known_already(session, stored, body, draft)
        if isinstance(response, ResponseAmend):
            _demand_amendable(session, response, body)
        row = _stored(session, response, body)
        if isinstance(response, ResponseAmend):
            amending.settle(session, response.original, pack)
        else:
            rollup.add(session, contributions(row, counted_points(pack, response.answers)))
        _close_task(session, response.task)
        operations.record_in(session, map(operations.harmless, along))
        if draft is not None:
            drafts.remove(session, draft)
        session.flush()
        session.expunge(row)
        return Finalised("final", row.log_seq, row)


def body_of(store: Store, response_id: str) -> bytes | None:
    """The stored body of a response, byte for byte; None when there is none of this id."""
    with store.read() as session:
        row = session.get(ResponseRow, response_id)
        return None if row is None else _body(session, row)


def find(store: Store, response_id: str) -> ResponseRow | None:
    """The facts of a response; None when there is none of this id."""
    with store.read() as session:
        return session.get(ResponseRow, response_id)


def head_of(store: Store, response_id: str) -> tuple[ResponseRow, bytes] | None:
    """The version that counts of the questionnaire to which this version belongs, and its exact body; None when
    there is none of this id."""
    with store.read() as session:
        asked = session.get(ResponseRow, response_id)
        if asked is None:
            return None
        if asked.counted:
            return asked, _body(session, asked)
        head = amending.chain(session, asked.original).head
        row = session.get_one(ResponseRow, head.id) if head else asked
        return row, _body(session, row)


def newest(store: Store, limit: int = 100) -> Sequence[ResponseRow]:
    """The responses recorded last, newest first."""
    query = select(ResponseRow).order_by(col(ResponseRow.log_seq).desc()).limit(limit)
    with store.read() as session:
        return session.exec(query).all()


def same_content(one: bytes, other: bytes) -> bool:
    """Whether two bodies say the same, leaving out when and with what they were recorded."""
    return _content(one) == _content(other)


def _content(body: bytes) -> dict[str, Any]:
    return {key: value for key, value in json.loads(body).items() if key not in OF_THE_MOMENT}


def same_answers(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two versions say the same of the contact, whoever recorded them and why."""
    return {key: one.get(key) for key in SAID} == {key: other.get(key) for key in SAID}


def _demand_amendable(session: Session, response: ResponseAmend, body: bytes) -> None:
    chain = amending.chain(session, response.original)
    code = chain.fault(amending.version_of(response, body))
    if code is not None:
        raise NotAmendable(code)
    amended = session.get_one(ResponseRow, response.amends)
    if same_answers(json.loads(_body(session, amended)), json.loads(body)):
        raise NotAmendable("nothing_changed")


def _stored(session: Session, response: ResponseFinal, body: bytes) -> ResponseRow:
    row = filed(session, response, body)
    session.flush()  # the task asks whether it was answered here
    operations.note_response(session, response, row.log_seq)
    return row


def filed(session: Session, response: ResponseFinal, body: bytes) -> ResponseRow:
    """The new row, log entry and index entry; an amendment counts when it is settled. ``response``: the body, its
    texts made harmless."""
    seq = devicelog.append(session, response.kind, response.id, body)
    facts = facts_of_response(response)
    row = ResponseRow(
        **facts.model_dump(),
        log_seq=seq,
        place=place_of(facts.local_date, seq),
        counted=facts.amends is None,
    )
    session.add(row)
    response_index.add(session, row.place, row.customer, response.model_dump(mode="json", by_alias=True))
    return row


def _known_already(session: Session, stored: ResponseRow, body: bytes, draft: str | None) -> Finalised:
    same = same_content(_body(session, stored), body)
    if same and draft is not None:
        drafts.remove(session, draft)
    session.expunge(stored)
    return Finalised("duplicate" if same else "conflict", stored.log_seq, stored)


def _body(session: Session, row: ResponseRow) -> bytes:
    return session.exec(select(LogRow.body).where(LogRow.seq == row.log_seq)).one()


def _close_task(session: Session, task_id: str | None) -> None:
    task = session.get(TaskRow, task_id) if task_id else None
    if task is not None:
        task.done_here = True
