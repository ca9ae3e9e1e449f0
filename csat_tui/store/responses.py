"""Finished questionnaires: stored once, whole, in one transaction, and never changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import Session, col, select

from csat_tui.store import devicelog, drafts, operations, rollup
from csat_tui.store.clean import cleaned
from csat_tui.store.database import Store
from csat_tui.store.tables import LogRow, ResponseRow, TaskRow
from schemas.figures.rollup import contributions
from schemas.packs.model import Pack
from schemas.records.envelope import body_bytes
from schemas.records.facts import facts_of
from schemas.records.operations import Operation
from schemas.records.response import ResponseFinal
from schemas.scoring.items import item_points

Outcome = Literal["final", "duplicate", "conflict"]

OF_THE_MOMENT = frozenset({"recorded_at", "clock_offset_ms", "active_ms", "engine"})
"""What says when and with what a response was recorded: it does not make another response of it."""


@dataclass(frozen=True)
class Finalised:
    """What became of it: ``final`` is stored now, ``duplicate`` was there with the same content, ``conflict``
    was there with other content and stays. ``facts`` are those of the stored one, ``seq`` its log entry."""

    outcome: Outcome
    seq: int
    facts: ResponseRow


def finalise(
    store: Store,
    response: ResponseFinal,
    pack: Pack,
    draft: str | None = None,
    along: Sequence[Operation] = (),
) -> Finalised:
    """Store a finished questionnaire: response, facts, log entry, roll-up, task done, draft removed.

    All of it is on disk when this returns, or nothing. ``pack`` is the one the response names; ``draft`` the
    draft it was filled in; ``along``: what is done to other records with it, such as the paper form it was
    keyed from. ValueError when the pack is another one.
    """
    if (response.pack, response.pack_version) != (pack.pack, pack.version):
        raise ValueError(f"{response.pack}@{response.pack_version} was not filled with {pack.name}")
    response = ResponseFinal.model_validate(cleaned(response.model_dump(mode="json", by_alias=True)))
    body = body_bytes(response)
    with store.write() as session:
        stored = session.get(ResponseRow, response.id)
        if stored is not None:
            return _known_already(session, stored, body, draft)
        seq = devicelog.append(session, response.kind, response.id, body)
        facts = facts_of(json.loads(body))
        row = ResponseRow(**facts.model_dump(), log_seq=seq)
        session.add(row)
        operations.note_temporary(session, response, seq)
        rollup.add(session, contributions(facts, item_points(pack, response.answers)))
        _close_task(session, response.task)
        operations.record_in(session, map(operations.harmless, along))
        if draft is not None:
            drafts.remove(session, draft)
        session.flush()
        session.expunge(row)
        return Finalised("final", seq, row)


def body_of(store: Store, response_id: str) -> bytes | None:
    """The stored body of a response, byte for byte; None when there is none of this id."""
    with store.read() as session:
        row = session.get(ResponseRow, response_id)
        return None if row is None else _body(session, row)


def find(store: Store, response_id: str) -> ResponseRow | None:
    """The facts of a response; None when there is none of this id."""
    with store.read() as session:
        return session.get(ResponseRow, response_id)


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
