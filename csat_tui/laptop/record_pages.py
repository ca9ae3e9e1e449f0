"""Finished questionnaires as lists and as one readable page."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, String, cast, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from csat_tui.interview.words import answer_words
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.today_page import pack_title
from csat_tui.services import Behind, GivenAnswer, Reason, RecordPage, RecordRow
from csat_tui.store import devicelog, packs
from csat_tui.store.tables import CustomerRow, LogRow, ResponseRow
from csat_tui.trouble import Trouble
from schemas.figures.periods import period
from schemas.language import texts
from schemas.packs.model import Pack, Question
from schemas.packs.places import filled
from schemas.records.response import ResponseFinal
from schemas.records.scores import score_response

_ = texts("csat_tui")

T = TypeVar("T")


def count(laptop: Laptop, behind: Behind | None) -> int:
    """How many are behind a number, or all."""
    with laptop.store.read() as session:
        return session.exec(_counted_in(select(func.count()).select_from(ResponseRow), behind)).one()


def rows(laptop: Laptop, behind: Behind | None, offset: int, limit: int) -> Sequence[RecordRow]:
    """A slice of them, newest first."""
    query = _counted_in(select(ResponseRow), behind)
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


def _counted_in(query: SelectOfScalar[T], behind: Behind | None) -> SelectOfScalar[T]:
    """Narrowed to the questionnaires that a number is made of."""
    if behind is None:
        return query
    asked = period(behind.period)
    query = query.where(
        ResponseRow.pack == behind.pack,
        col(ResponseRow.local_date) >= asked.first.isoformat(),
        col(ResponseRow.local_date) <= asked.last.isoformat(),
    )
    if behind.part == "scored":
        return query.where(col(ResponseRow.score).is_not(None))
    if behind.part == "unrated":
        return query.where(col(ResponseRow.score).is_(None), ResponseRow.unrated_reason == behind.code)
    if behind.part == "class":
        return query.where(ResponseRow.case_class == behind.code)
    return query.where(_has_points(behind.code)) if behind.part == "item" else query


def _has_points(code: str) -> ColumnElement[bool]:
    """Whether the item was answered: looked up in the body, for the few hundred records of a month."""
    answer = func.json_extract(cast(LogRow.body, String), f'$.answers."{code}"')
    missing = func.json_extract(answer, "$.missing")
    answered = select(LogRow.seq).where(
        LogRow.seq == ResponseRow.log_seq, answer.is_not(None), missing.is_(None)
    )
    return answered.exists()


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
        GivenAnswer(_asked(pack, question), answer_words(pack, question, answer), response.remarks.get(code))
        for code, question in pack.questions.items()
        if (answer := response.answers.get(code)) is not None or code in response.remarks
    ]


def _asked(pack: Pack, question: Question) -> str:
    return _("Notice and consent") if question.block == "B0" else filled(pack, {}, str(question))


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
