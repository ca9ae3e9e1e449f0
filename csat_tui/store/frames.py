"""What tasks are made from: events by the day they were closed, their customers, who came and was spoken to when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from csat_tui.store.database import Store
from csat_tui.store.tables import AttemptRow, CustomerRow, EventRow, ProjectRow, ResponseRow, TaskRow
from schemas.records.merging import survivor
from schemas.tasks.making import Held
from schemas.tasks.sources import Known, day_of
from schemas.tasks.standing import RESERVE

PART = 500
Body = Mapping[str, Any]


def of_events(store: Store, first: date, last: date) -> Known:
    """The events closed from one day to another, both included, with their customers and those's visits."""
    with store.read() as session:
        query = select(EventRow.id, EventRow.body).where(
            col(EventRow.closed_at) >= first.isoformat(), col(EventRow.closed_at) < f"{last.isoformat()}T~"
        )
        events = [{**body, "id": id} for id, body in session.exec(query)]
        customers = _customers(session, {str(body.get("customer") or "") for body in events})
        return Known(customers=customers, events=events, visits=_visits(session, list(customers)))


def of_everybody(store: Store) -> Known:
    """Every customer, with visits and last contacts; a merged customer's count for whom he was merged into."""
    with store.read() as session:
        customers: dict[str, Body] = {}
        for id, body in session.exec(select(CustomerRow.id, CustomerRow.body)):
            customers[id] = body
        visits: dict[str, list[date]] = {}
        for customer, closed_at in session.exec(select(EventRow.customer, EventRow.closed_at)):
            day = day_of(closed_at)
            if customer and customer in customers and day is not None:
                visits.setdefault(_standing(customers, customer), []).append(day)
        return Known(customers, visits=visits, contacted=_contacted(session, customers))


def of_projects(store: Store) -> Known:
    """Every project, with the customers they are for."""
    with store.read() as session:
        rows = session.exec(select(ProjectRow.id, ProjectRow.body))
        projects = [{**body, "id": id} for id, body in rows]
        customers = _customers(session, {str(body.get("customer") or "") for body in projects})
        return Known(customers=customers, projects=projects)


def held(session: Session, ids: Iterable[str]) -> Held:
    """Which of these tasks are here."""
    wanted, due, reserve = list(ids), set[str](), set[str]()
    for start in range(0, len(wanted), PART):
        part = wanted[start : start + PART]
        for id, status in session.exec(select(TaskRow.id, TaskRow.status).where(col(TaskRow.id).in_(part))):
            (reserve if status == RESERVE else due).add(id)
    return Held(frozenset(due), frozenset(reserve))


def _customers(session: Session, ids: set[str]) -> dict[str, Body]:
    """These customers, and those they were merged into."""
    found: dict[str, Body] = {}
    wanted = sorted(ids - {""})
    while wanted:
        for start in range(0, len(wanted), PART):
            query = select(CustomerRow.id, CustomerRow.body).where(
                col(CustomerRow.id).in_(wanted[start : start + PART])
            )
            found.update(session.exec(query).all())
        further = {str(into) for body in found.values() if (into := body.get("merged_into"))}
        wanted = sorted(further - found.keys() - set(wanted))
    return found


def _visits(session: Session, customers: Sequence[str]) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for start in range(0, len(customers), PART):
        query = select(EventRow.customer, EventRow.closed_at).where(
            col(EventRow.customer).in_(customers[start : start + PART])
        )
        for customer, closed_at in session.exec(query):
            if customer and (day := day_of(closed_at)):
                found.setdefault(customer, []).append(day)
    return {customer: sorted(days) for customer, days in found.items()}


def _contacted(session: Session, customers: Mapping[str, Body]) -> dict[str, date]:
    """Customer -> the last day on which anybody tried him or he answered."""
    answered = select(ResponseRow.customer, func.max(ResponseRow.local_date)).group_by(ResponseRow.customer)
    tried = select(AttemptRow.customer, func.max(AttemptRow.at_utc)).group_by(AttemptRow.customer)
    last: dict[str, date] = {}
    for query in (answered, tried):
        for customer, at in session.exec(query):
            day = day_of(at)
            if customer and customer in customers and day is not None:
                whom = _standing(customers, customer)
                last[whom] = max(day, last.get(whom, day))
    return last


def _standing(customers: Mapping[str, Body], id: str) -> str:
    return survivor(id, lambda one: (customers.get(one) or {}).get("merged_into"))
