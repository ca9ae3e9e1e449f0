"""The task that a questionnaire completes when it names none."""

from sqlmodel import Session, col, or_, select

from csat_tui.store.database import Store
from csat_tui.store.tables import EventRow, ResponseRow, TaskRow
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


def _about(session: Session, pack: str, event: str) -> str | None:
    known = select(EventRow.id).where(or_(col(EventRow.id) == event, col(EventRow.source_no) == event))
    ids = list(session.exec(known))
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
