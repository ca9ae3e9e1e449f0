"""What the first screen shows, in one consistent look at the database."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, true
from sqlmodel import Session, col, select

from csat_tui.store import customers, devicelog, drafts
from csat_tui.store.database import Store
from csat_tui.store.drafts import Draft
from csat_tui.store.instants import utc_text
from csat_tui.store.tables import (
    ClockRow,
    CustomerRow,
    LogRow,
    OperationRow,
    ProposalRow,
    ResponseRow,
    TaskRow,
)
from schemas.records.response import RESPONSE_FINAL
from schemas.tasks.queue import Waiting, open_on, place_in_queue
from schemas.tasks.standing import OPEN

CLOCK_WARNING_MS = 5 * 60 * 1000
PART = 500
LOOKED_AT = 5000
"""Open tasks, the oldest first, among which the order of the queue is sought."""


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
    status: str = "pending"
    priority: int = 9
    severity: str | None = None
    appointment_at: str | None = None
    tries: int = 0
    allowed: int | None = None
    assignee: str | None = None
    version: int = 0

    @property
    def waiting(self) -> Waiting:
        """What decides its place in the queue."""
        kept = (self.id, self.due_at, self.priority, self.all_day, self.due_from, self.appointment_at)
        return Waiting(*kept)


@dataclass(frozen=True)
class Proven:
    """``n`` of ``total`` final responses were proven to be at the centre at this time (ISO 8601)."""

    n: int
    total: int
    at: str


@dataclass(frozen=True)
class Today:
    """``tasks`` in the order of the queue, ``drafts`` the last changed first, ``to_send`` records not
    acknowledged; ``clock_offset_ms`` server minus laptop clock, None when never measured; ``proposals`` open."""

    tasks: tuple[TaskDue, ...]
    drafts: tuple[Draft, ...]
    to_send: int
    proven: Proven | None
    clock_offset_ms: int | None
    saved_at: str | None = None
    """When something was last saved here, ISO 8601 by the clock of then."""
    proposals: int = 0

    @property
    def clock_wrong(self) -> bool:
        """Whether the laptop's clock is more than five minutes off."""
        return abs(self.clock_offset_ms or 0) > CLOCK_WARNING_MS


def today(
    store: Store, limit: int = 200, *, day: date | None = None, user: str | None = None, shared: bool = False
) -> Today:
    """The state of this laptop, with at most so many tasks: those in the queue of a day (None: all open
    ones), but what is by now with somebody else than this user; on a ``shared`` laptop nothing that is for somebody
    else. Who is not to be contacted is in no queue."""
    with store.read() as session:
        clock = session.get(ClockRow, 1)
        return Today(
            tasks=tuple(_tasks(session, limit, day, user, shared)),
            drafts=tuple(drafts.list_open(session)),
            to_send=devicelog.to_send(session),
            proven=_proven(session),
            clock_offset_ms=None if clock is None else clock.offset_ms,
            saved_at=_saved_at(session),
            proposals=_open_proposals(session),
        )


def _saved_at(session: Session) -> str | None:
    """The latest of the last finished questionnaire and the draft changed last."""
    kind, seq = col(LogRow.kind), col(LogRow.seq)
    last = session.exec(
        select(LogRow.body).where(kind == RESPONSE_FINAL).order_by(seq.desc()).limit(1)
    ).first()
    finished = [json.loads(last)["recorded_at"]] if last is not None else []
    return max(
        [*finished, *(draft.changed_at for draft in drafts.list_open(session)[:1])],
        key=utc_text,
        default=None,
    )


def _tasks(session: Session, limit: int, day: date | None, user: str | None, shared: bool) -> list[TaskDue]:
    query = (
        select(TaskRow, CustomerRow)
        .join(CustomerRow, col(CustomerRow.id) == col(TaskRow.customer), isouter=True)
        .where(col(TaskRow.status).in_(sorted(OPEN)), col(TaskRow.done_here).is_(False))
        .order_by(col(TaskRow.due_utc), col(TaskRow.id))
        .limit(LOOKED_AT)
    )
    known = ((task, _standing(session, customer)) for task, customer in session.exec(query).all())
    found = [_due(task, customer, None) for task, customer in known]
    if shared:
        gone = {task.id for task in found if task.assignee not in (None, user)}
    else:
        gone = _gone_to_others(session, user, found) if user is not None else set()
    mine = (task for task in found if task.id not in gone and (day is None or _callable(task, day)))
    queue = sorted(mine, key=_in_order)[:limit]
    scores = _last_scores(session, {task.customer for task in queue})
    return [replace(task, last_score=scores.get(task.customer)) for task in queue]


def _gone_to_others(session: Session, user: str, tasks: Sequence[TaskDue]) -> set[str]:
    """Tasks made here for somebody else that the centre has by now: had it not known them, or had they been for
    everybody, they would have come down again."""
    ids = [task.id for task in tasks if task.assignee not in (None, user) and not task.version]
    known = devicelog.acknowledged(session).n
    gone: set[str] = set()
    for start in range(0, len(ids), PART):
        last = (
            select(OperationRow.record)
            .where(col(OperationRow.record).in_(ids[start : start + PART]))
            .group_by(OperationRow.record)
            .having(func.max(OperationRow.seq) <= known)
        )
        gone.update(session.exec(last))
    return gone


def _callable(task: TaskDue, day: date) -> bool:
    """Whether it is in the queue of a day."""
    return not task.do_not_contact and open_on(task.waiting, day)


def _in_order(task: TaskDue) -> tuple[object, ...]:
    """The place in the queue, with clock times of different offsets in one order."""
    rank, clock, *others = place_in_queue(task.waiting)
    return (rank, utc_text(clock), others[0], utc_text(str(others[1])), others[2])


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
        status=task.status,
        priority=int(body.get("priority", 9)),
        severity=body.get("severity"),
        appointment_at=body.get("appointment_at"),
        tries=len(body.get("attempts") or ()),
        allowed=body.get("max_attempts"),
        assignee=body.get("assignee"),
        version=task.version,
    )


def _last_scores(session: Session, customers: set[str]) -> dict[str, str]:
    """Customer -> score of the last response that has one."""
    query = (
        select(ResponseRow.customer, ResponseRow.score, ResponseRow.occurred_at)
        .where(col(ResponseRow.customer).in_(customers))
        .where(col(ResponseRow.score).is_not(None), col(ResponseRow.counted) == true())
    )
    by_time = sorted(session.exec(query), key=lambda found: utc_text(found[2]))
    return {customer: score for customer, score, _at in by_time if customer and score}


def _open_proposals(session: Session) -> int:
    return session.exec(
        select(func.count()).select_from(ProposalRow).where(ProposalRow.status == "open")
    ).one()


def _proven(session: Session) -> Proven | None:
    proof = devicelog.last_proof(session)
    if proof is None:
        return None
    total = session.exec(select(func.count()).select_from(LogRow).where(LogRow.kind == RESPONSE_FINAL)).one()
    return Proven(n=devicelog.count(session, RESPONSE_FINAL, proof.n), total=total, at=proof.at)
