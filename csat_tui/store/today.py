"""What the first screen shows, in one consistent look at the database."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from csat_tui.store import customers, devicelog, drafts
from csat_tui.store.database import Store
from csat_tui.store.drafts import Draft
from csat_tui.store.instants import utc_text
from csat_tui.store.tables import ClockRow, CustomerRow, LogRow, ResponseRow, TaskRow
from schemas.records.response import RESPONSE_FINAL

CLOCK_WARNING_MS = 5 * 60 * 1000


@dataclass(frozen=True)
class TaskDue:
    """A task not done yet. Times are ISO 8601; ``last_score`` decimal text, of what this laptop recorded;
    ``open_tickets`` None while tickets are not known here."""

    id: str
    type: str
    pack: str | None
    channel: str
    purpose: str | None
    due_from: str | None
    due_at: str
    all_day: bool
    customer: str
    customer_name: str | None
    plate: str | None
    do_not_contact: bool
    last_score: str | None
    open_tickets: int | None = None


@dataclass(frozen=True)
class Proven:
    """``n`` of ``total`` final responses were proven to be at the centre at this time (ISO 8601)."""

    n: int
    total: int
    at: str


@dataclass(frozen=True)
class Today:
    """``tasks`` by due time, ``drafts`` the last changed first, ``to_send`` log entries not acknowledged;
    ``clock_offset_ms`` server minus laptop clock, None when never measured."""

    tasks: tuple[TaskDue, ...]
    drafts: tuple[Draft, ...]
    to_send: int
    proven: Proven | None
    clock_offset_ms: int | None

    @property
    def clock_wrong(self) -> bool:
        """Whether the laptop's clock is more than five minutes off."""
        return abs(self.clock_offset_ms or 0) > CLOCK_WARNING_MS


def today(store: Store, limit: int = 200) -> Today:
    """The state of this laptop, with at most so many tasks."""
    with store.read() as session:
        clock = session.get(ClockRow, 1)
        return Today(
            tasks=tuple(_tasks(session, limit)),
            drafts=tuple(drafts.list_open(session)),
            to_send=devicelog.head(session).n - devicelog.acknowledged(session).n,
            proven=_proven(session),
            clock_offset_ms=None if clock is None else clock.offset_ms,
        )


def _tasks(session: Session, limit: int) -> list[TaskDue]:
    query = (
        select(TaskRow, CustomerRow)
        .join(CustomerRow, col(CustomerRow.id) == col(TaskRow.customer), isouter=True)
        .where(TaskRow.status == "pending", col(TaskRow.done_here).is_(False))
        .order_by(col(TaskRow.due_utc), col(TaskRow.id))
        .limit(limit)
    )
    found = session.exec(query).all()
    scores = _last_scores(session, {task.customer for task, _customer in found})
    return [_due(task, _standing(session, customer), scores.get(task.customer)) for task, customer in found]


def _standing(session: Session, customer: CustomerRow | None) -> CustomerRow | None:
    """Who is called: the customer that a merged one stands for now."""
    if customer is None or customer.merged_into is None:
        return customer
    return session.get(CustomerRow, customers.survivor_of(session, customer.id))


def _due(task: TaskRow, customer: CustomerRow | None, last_score: str | None) -> TaskDue:
    body: dict[str, Any] = task.body
    known: dict[str, Any] = customer.body if customer else {}
    return TaskDue(
        id=task.id,
        type=body.get("type", ""),
        pack=body.get("pack"),
        channel=body.get("channel", "onsite"),
        purpose=body.get("purpose"),
        due_from=body.get("due_from"),
        due_at=body.get("due_at", ""),
        all_day=bool(body.get("all_day", False)),
        customer=task.customer,
        customer_name=customer.name if customer else None,
        plate=known.get("plate"),
        do_not_contact=bool(known.get("do_not_contact", False)),
        last_score=last_score,
    )


def _last_scores(session: Session, customers: set[str]) -> dict[str, str]:
    """Customer -> score of the last response that has one."""
    query = (
        select(ResponseRow.customer, ResponseRow.score, ResponseRow.occurred_at)
        .where(col(ResponseRow.customer).in_(customers))
        .where(col(ResponseRow.score).is_not(None), col(ResponseRow.counted).is_(True))
    )
    by_time = sorted(session.exec(query), key=lambda found: utc_text(found[2]))
    return {customer: score for customer, score, _at in by_time if customer and score}


def _proven(session: Session) -> Proven | None:
    proof = devicelog.last_proof(session)
    if proof is None:
        return None
    total = session.exec(select(func.count()).select_from(LogRow).where(LogRow.kind == RESPONSE_FINAL)).one()
    return Proven(n=devicelog.count(session, RESPONSE_FINAL, proof.n), total=total, at=proof.at)
