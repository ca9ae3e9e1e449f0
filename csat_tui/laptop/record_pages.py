"""A finished questionnaire as one readable page, with its life and its corrections beside it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from csat_tui.interview.words import answer_words
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.record_lists import rows_of
from csat_tui.laptop.record_notes import notes
from csat_tui.laptop.set_aside import quarantine_words
from csat_tui.services.records import (
    Correction,
    Difference,
    GivenAnswer,
    Reason,
    RecordPage,
    Standing,
)
from csat_tui.store import amending, devicelog, packs
from csat_tui.store.clean import cleaned
from csat_tui.store.tables import CustomerRow, LogRow, ResponseRow
from csat_tui.trouble import Trouble
from csat_tui.words.common import channel_name, class_name, completion_name, score_words
from schemas.language import texts
from schemas.packs.model import Pack, Question
from schemas.packs.places import filled
from schemas.records.amending import OVERRULED
from schemas.records.response import ResponseAmend, ResponseFinal, read_response
from schemas.records.scores import score_response

_ = texts("csat_tui")


def page(laptop: Laptop, id: str) -> RecordPage:
    """One version of a questionnaire, whole. Raises Trouble ``not_found``."""
    with laptop.store.read() as session:
        stored = session.get(ResponseRow, id)
        if stored is None:
            raise not_found(id)
        entry = session.get_one(LogRow, stored.log_seq)
        [row], body = rows_of(session, [stored]), entry.body
        response = read_response(cleaned(json.loads(body)))
        pack = packs.in_session(session, response.pack_hash)
        corrections = _corrections(session, stored.original, pack)
        proof = devicelog.proof_of(session, stored.log_seq) if entry.result else None
        beside = notes(session, response)
        newer = None if stored.counted else _newer(session, stored)
    return RecordPage(
        row=row,
        channel=response.channel,
        pack=f"{response.pack}@{response.pack_version}",
        interviewer=response.interviewer or "",
        answers=_answers(pack, response) if pack else [],
        reasons=_reasons(pack, response) if pack else [],
        recorded_at=_local(response.recorded_at),
        remark=response.remarks.get(""),
        sent_at=_local(entry.acknowledged_at) if entry.acknowledged_at else None,
        proven_at=_local(proof.at) if proof else None,
        quarantine=quarantine_words(entry.code) if entry.result == "quarantined" else None,
        corrections=corrections,
        newer=newer,
        notes=beside,
    )


def not_found(id: str) -> Trouble:
    """There is no such record here."""
    return Trouble(
        "not_found",
        _("There is no record {id} on this laptop.", id=id),
        _("Nothing was changed."),
        _("See csat list for the records that are here."),
    )


def differences(
    session: Session, pack: Pack | None, old: ResponseFinal, new: ResponseFinal
) -> list[Difference]:
    """What one version says otherwise than the one before, in the order of the page."""
    pairs = [
        (_("customer"), _customer(session, old), _customer(session, new)),
        (_("taken"), _at(old), _at(new)),
        (_("channel"), channel_name(old.channel), channel_name(new.channel)),
        (
            _("score"),
            score_words(old.score.value) or _("unrated"),
            score_words(new.score.value) or _("unrated"),
        ),
        (_("class"), class_name(old.case_class), class_name(new.case_class)),
        (_("interview"), completion_name(old.completion), completion_name(new.completion)),
    ]
    if pack is not None:
        pairs += [
            (_asked(pack, q), _said(pack, q, old), _said(pack, q, new)) for q in pack.questions.values()
        ]
    pairs.append((_("Remark"), old.remarks.get("", "-"), new.remarks.get("", "-")))
    pairs += [
        (_("noted: {name}", name=name), str(old.flags.get(name, "-")), str(new.flags.get(name, "-")))
        for name in sorted({*old.flags, *new.flags})
    ]
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


def _corrections(session: Session, original: str, pack: Pack | None) -> list[Correction]:
    query = (
        select(ResponseRow, LogRow.body, LogRow.code)
        .join(LogRow, col(LogRow.seq) == col(ResponseRow.log_seq))
        .where(ResponseRow.original == original)
        .order_by(col(ResponseRow.log_seq))
    )
    found = session.exec(query).all()
    versions = {row.id: read_response(cleaned(json.loads(body))) for row, body, _code in found}
    made = []
    for row, _body, code in found:
        new = versions[row.id]
        if not isinstance(new, ResponseAmend):
            continue
        old = versions.get(new.amends)
        made.append(
            Correction(
                id=row.id,
                at=_local(new.recorded_at),
                by=new.amended_by or "",
                reason=new.reason,
                differences=differences(session, pack, old, new) if old else (),
                standing=_standing(row, code),
            )
        )
    return made


def _standing(row: ResponseRow, code: str | None) -> Standing:
    if code in OVERRULED:
        return "overruled"
    if row.superseded_by is not None:
        return "replaced"
    return "counts" if row.counted else "void" if row.void else "replaced"


def _newer(session: Session, row: ResponseRow) -> str | None:
    """The version that stands in the place of this one."""
    head = amending.chain(session, row.original).head
    return head.id if head and head.id != row.id else None


def _customer(session: Session, response: ResponseFinal) -> str:
    row = session.get(CustomerRow, response.customer) if response.customer else None
    if row is not None:
        return row.name
    return response.temp.name if response.temp else response.customer or "-"


def _at(response: ResponseFinal) -> str:
    return f"{_local(response.occurred_at):%Y-%m-%d %H:%M}"


def _said(pack: Pack, question: Question, response: ResponseFinal) -> str:
    words = answer_words(pack, question, response.answers.get(question.code))
    remark = response.remarks.get(question.code)
    return f'{words} "{remark}"' if remark else words


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


def _local(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone().replace(tzinfo=None)


def life_json(page: RecordPage) -> Mapping[str, Any]:
    """What ``csat show --json`` says beside the stored body: life, score trace and corrections."""

    def time(at: datetime | None) -> str | None:
        return at.astimezone().isoformat(timespec="seconds") if at else None

    life = {"taken": page.row.occurred_at, "final": page.recorded_at}
    life |= {name: at for name, at in (("sent", page.sent_at), ("proven", page.proven_at)) if at}
    return {
        "life": {name: time(at) for name, at in life.items()}
        | {"set_aside": page.quarantine, "newer": page.newer},
        "score_trace": [{"text": reason.text, "source": reason.source} for reason in page.reasons],
        "corrections": [
            {
                "id": one.id,
                "at": time(one.at),
                "by": one.by,
                "reason": one.reason,
                "standing": one.standing,
                "differences": [{"what": d.what, "old": d.old, "new": d.new} for d in one.differences],
            }
            for one in page.corrections
        ],
    }
