"""The task that a questionnaire completes when it names none, and the event that it is about."""

import json
from typing import Any

from sqlmodel import Session, col, or_, select

from csat_tui.store.database import Store
from csat_tui.store.tables import EventRow, LogRow, ResponseRow, TaskRow
from schemas.tasks.standing import OPEN
from schemas.tasks.windows import due_day


def task_of(
    store: Store, response: str, pack: str, event: str | None, customer: str | None, day: str
) -> str | None:
    """The task of a pack about this event (its id, or its number in the source system), else the only one that is
    open for this customer and whose window has begun by this day. One that was stored keeps what it had."""
    with store.read() as session:
        stored = session.get(ResponseRow, response)
        if stored is not None:
            return stored.task
        if event is not None:
            return _about(session, pack, event)
        return _only_open(session, pack, customer, day) if customer else None


def event_of(store: Store, response: str, event: str | None, task: str | None) -> str | None:
    """The id of the event that is named (by id, or by its number in the source system), else that of the task; a name
    that no event here has, or several have, stays as it is. A response that was stored keeps what it had."""
    with store.read() as session:
        stored = session.exec(_body_of(response)).first()
        if stored is not None and event in (None, kept := json.loads(stored).get("event")):
            return str(kept) if kept else None
        if event is None:
            return session.exec(select(TaskRow.event).where(TaskRow.id == task)).first() if task else None
        found = _known(session, event)
        return found[0] if len(found) == 1 else event


def _body_of(response: str) -> Any:
    return (
        select(LogRow.body)
        .join(ResponseRow, col(ResponseRow.log_seq) == col(LogRow.seq))
        .where(ResponseRow.id == response)
    )


def _known(session: Session, event: str | None) -> list[str]:
    named = select(EventRow.id).where(or_(col(EventRow.id) == event, col(EventRow.source_no) == event))
    return list(session.exec(named.limit(2))) if event else []


def _about(session: Session, pack: str, event: str) -> str | None:
    ids = _known(session, event)
    query = select(TaskRow.id).where(col(TaskRow.event).in_(ids), TaskRow.pack == pack)
    return session.exec(query).first() if len(ids) == 1 else None


def _only_open(session: Session, pack: str, customer: str, day: str) -> str | None:
    query = select(TaskRow.id, TaskRow.body).where(
        TaskRow.customer == customer,
        TaskRow.pack == pack,
        col(TaskRow.status).in_(sorted(OPEN)),
        col(TaskRow.done_here).is_(False),
    )
    begun = [
        id
        for id, body in session.exec(query)
        if body.get("due_from") and due_day(str(body["due_from"])) <= day
    ]
    return begun[0] if len(begun) == 1 else None
