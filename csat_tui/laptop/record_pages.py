"""Finished questionnaires as lists and as one readable page."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from csat_tui.interview.words import answer_words, filled_for
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.today_page import pack_title
from csat_tui.services import GivenAnswer, Reason, RecordPage, RecordRow
from csat_tui.store import devicelog, packs
from csat_tui.store.tables import CustomerRow, LogRow, ResponseRow
from csat_tui.trouble import Trouble
from schemas.figures.periods import period as read_period
from schemas.language import texts
from schemas.packs.model import Pack
from schemas.records.response import ResponseFinal
from schemas.records.scores import score_response

_ = texts("csat_tui")

T = TypeVar("T")


def count(laptop: Laptop, period: str | None) -> int:
    """How many of the month, or of all."""
    with laptop.store.read() as session:
        return session.exec(_within(select(func.count()).select_from(ResponseRow), period)).one()


def rows(laptop: Laptop, period: str | None, offset: int, limit: int) -> Sequence[RecordRow]:
    """A slice of them, newest first."""
    query = _within(select(ResponseRow), period)
    ordered = query.order_by(col(ResponseRow.occurred_at).desc(), col(ResponseRow.log_seq).desc())
    with laptop.store.read() as session:
        found = session.exec(ordered.offset(offset).limit(limit)).all()
        return [_row(laptop, session, response) for response in found]


def page(laptop: Laptop, id: str) -> RecordPage:
    """One response, whole, with its life beside it. Raises Trouble ``not_found``."""
    with laptop.store.read() as session:
        stored = session.get(ResponseRow, id)
        if stored is None:
            raise not_found(id)
        entry = session.get_one(LogRow, stored.log_seq)
        row, body = _row(laptop, session, stored), entry.body
        proof = devicelog.last_proof(session)
    response = ResponseFinal.model_validate(json.loads(body))
    pack = packs.by_hash(laptop.store, response.pack_hash)
    return RecordPage(
        row=row,
        channel=response.channel,
        pack=f"{response.pack}@{response.pack_version}",
        interviewer=response.interviewer or "",
        answers=_answers(pack, response) if pack else [],
        reasons=_reasons(pack, response) if pack else [],
        recorded_at=_local(response.recorded_at),
        remark=response.remarks.get(""),
        sent_at=None,
        proven_at=_local(proof.at) if proof and row.proven else None,
        quarantine=_quarantine(entry.code) if entry.result == "quarantined" else None,
    )


def not_found(id: str) -> Trouble:
    """There is no such record here."""
    return Trouble(
        "not_found",
        _("There is no record {id} on this laptop.", id=id),
        _("Nothing was changed."),
        _("See csat list for the records that are here."),
    )


def _within(query: SelectOfScalar[T], period: str | None) -> SelectOfScalar[T]:
    if period is None:
        return query
    asked = read_period(period)
    first, last = asked.first.isoformat(), asked.last.isoformat()
    return query.where(col(ResponseRow.local_date) >= first, col(ResponseRow.local_date) <= last)


def _row(laptop: Laptop, session: Session, response: ResponseRow) -> RecordRow:
    customer = session.get(CustomerRow, response.customer) if response.customer else None
    proof = devicelog.last_proof(session)
    return RecordRow(
        id=response.id,
        occurred_at=_local(response.occurred_at),
        customer=customer.name if customer else _("not on file"),
        title=pack_title(laptop, response.pack, response.pack_version),
        score=response.score,
        origin=response.origin,
        case_class=response.case_class,
        sent=response.log_seq <= devicelog.acknowledged(session).n,
        proven=proof is not None and response.log_seq <= proof.n,
    )


def _answers(pack: Pack, response: ResponseFinal) -> list[GivenAnswer]:
    return [
        GivenAnswer(filled_for(pack, {}, str(question)), answer_words(pack, question, answer), response.remarks.get(code))
        for code, question in pack.questions.items()
        if (answer := response.answers.get(code)) is not None or code in response.remarks
    ]


def _reasons(pack: Pack, response: ResponseFinal) -> list[Reason]:
    scored = score_response(response, pack)
    return [
        Reason(str(step.sentence), " ".join(filter(None, (step.rule, step.source)))) for step in scored.steps
    ]


def _quarantine(code: str | None) -> str:
    words = {
        "unknown_pack": _("the server has not published this questionnaire version yet"),
        "pack_hash": _("the server knows this questionnaire version with other content"),
        "conflict": _("the server holds a record of this id with other content"),
    }
    return words.get(code or "", code or "")


def _local(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone().replace(tzinfo=None)
