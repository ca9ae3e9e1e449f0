"""Everything here about one customer, under whatever id, in one consistent look at the database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from csat_tui.store import customers
from csat_tui.store.among import among
from csat_tui.store.database import Store
from csat_tui.store.instants import utc_text
from csat_tui.store.tables import (
    AttemptRow,
    CustomerRow,
    EventRow,
    LogRow,
    ProjectRow,
    ProposalRow,
    ResponseRow,
    TaskRow,
)

Body = Mapping[str, Any]

NEWEST = 50
"""How many events, tasks and questionnaires a file shows at most, the newest of each."""


@dataclass(frozen=True)
class CustomerFile:
    """``body``: the customer; ``merged``: bodies of those merged into it; ``responses``: facts and whole body,
    the newest first. ``dispositions``: how each attempt to reach it ended."""

    body: Body
    merged: Sequence[Body]
    projects: Sequence[Body]
    events: Sequence[Body]
    tasks: Sequence[Body]
    responses: Sequence[tuple[ResponseRow, Body]]
    dispositions: Sequence[str]
    proposals: int


def customer_file(store: Store, id: str) -> CustomerFile | None:
    """The file of the customer that this id stands for; None when there is none."""
    with store.read() as session:
        row = session.get(CustomerRow, customers.survivor_of(session, id))
        if row is None:
            return None
        ids = customers.all_ids(session, row.id)
        return CustomerFile(
            body=row.body,
            merged=[one.body for other in ids[1:] if (one := session.get(CustomerRow, other)) is not None],
            projects=_bodies(session, ProjectRow, ids, "number"),
            events=_bodies(session, EventRow, ids, "closed_at"),
            tasks=_bodies(session, TaskRow, ids, "due_utc"),
            responses=_responses(session, ids),
            dispositions=session.exec(
                select(AttemptRow.disposition).where(col(AttemptRow.customer).in_(ids))
            ).all(),
            proposals=_open_proposals(session, ids),
        )


def last_scores(session: Session, whose: Mapping[str, str]) -> dict[str, str]:
    """Customer id -> score of the last questionnaire that has one, under any id of the customer.

    ``whose``: every id -> the customer it belongs to, as ``customers.standing_ids`` gives it."""
    told = (ResponseRow.customer, ResponseRow.score, ResponseRow.occurred_at)
    query: Any = select_columns(*map(col, told)).where(among(ResponseRow.customer, whose))
    found = session.connection().execute(query.where(col(ResponseRow.score).is_not(None))).all()
    by_time = sorted(found, key=lambda one: utc_text(one[2]))
    return {whose[customer]: score for customer, score, _at in by_time if customer and score}


def _bodies(session: Session, table: type[Any], ids: Sequence[str], order: str) -> Sequence[Body]:
    query = select(table.body).where(table.customer.in_(ids)).order_by(getattr(table, order).desc())
    return session.exec(query.limit(NEWEST)).all()


def _responses(session: Session, ids: Sequence[str]) -> Sequence[tuple[ResponseRow, Body]]:
    query = (
        select(ResponseRow, LogRow.body)
        .join(LogRow, col(LogRow.seq) == col(ResponseRow.log_seq))
        .where(col(ResponseRow.customer).in_(ids))
        .order_by(col(ResponseRow.occurred_at).desc(), col(ResponseRow.log_seq).desc())
    )
    return [(row, json.loads(body)) for row, body in session.exec(query.limit(NEWEST))]


def _open_proposals(session: Session, ids: Sequence[str]) -> int:
    query = select(ProposalRow.id).where(ProposalRow.status == "open", col(ProposalRow.record).in_(ids))
    return len(session.exec(query).all())
