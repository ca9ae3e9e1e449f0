"""Visits, plans and planned visits as they stand here."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from csat_tui.store import customers
from csat_tui.store.among import among
from csat_tui.store.database import Store
from csat_tui.store.tables import PlanLineRow, ProjectRow, ResponseRow, TaskRow, VisitPlanRow, VisitRow
from schemas.records.visiting import PlanLine, Visit, VisitPlan


def visit(store: Store, id: str) -> Visit | None:
    """A visit; None when it is not here."""
    with store.read() as session:
        row = session.get(VisitRow, id)
        return Visit.model_validate(row.body) if row else None


def visits(store: Store, first: str = "", last: str = "~", customer: str | None = None) -> Sequence[Visit]:
    """Visits of these days (ISO, both included), the newest first; of one customer, whomever they were merged
    from."""
    query = select(VisitRow).where(col(VisitRow.day) >= first, col(VisitRow.day) <= last)
    with store.read() as session:
        if customer is not None:
            query = query.where(among(VisitRow.customer, customers.all_ids(session, customer)))
        rows = session.exec(query.order_by(col(VisitRow.day).desc(), col(VisitRow.id).desc())).all()
        return [Visit.model_validate(row.body) for row in rows]


def plan(store: Store, id: str) -> VisitPlan | None:
    """A plan; None when there is none of this id."""
    with store.read() as session:
        row = session.get(VisitPlanRow, id)
        return VisitPlan.model_validate(row.body) if row else None


def plans(store: Store) -> Sequence[VisitPlan]:
    """All plans, the latest year first."""
    query = select(VisitPlanRow).order_by(col(VisitPlanRow.year).desc(), col(VisitPlanRow.id))
    with store.read() as session:
        return [VisitPlan.model_validate(row.body) for row in session.exec(query)]


def lines_of(store: Store, plan: str) -> Sequence[PlanLine]:
    """The planned visits of a plan in the order of their numbers."""
    query = select(PlanLineRow).where(PlanLineRow.plan == plan)
    with store.read() as session:
        return _lines(session, query.order_by(col(PlanLineRow.no), col(PlanLineRow.id)))


def line(store: Store, id: str) -> PlanLine | None:
    """A planned visit; None when it is not here."""
    with store.read() as session:
        row = session.get(PlanLineRow, id)
        return PlanLine.model_validate(row.body) if row else None


def lines_for(store: Store, customer: str) -> Sequence[PlanLine]:
    """The planned visits to a customer, whatever they were merged from, in approved plans."""
    with store.read() as session:
        ids = customers.all_ids(session, customer)
        query = select(PlanLineRow).join(VisitPlanRow, col(VisitPlanRow.id) == PlanLineRow.plan)
        query = query.where(among(PlanLineRow.customer, ids), VisitPlanRow.status == "approved")
        return _lines(session, query.order_by(col(PlanLineRow.no)))


def lines_under(store: Store, pack: str) -> Sequence[PlanLine]:
    """The planned visits of the plans of a pack, and those that this pack's questionnaire goes with."""
    query = select(PlanLineRow).join(VisitPlanRow, col(VisitPlanRow.id) == PlanLineRow.plan)
    with store.read() as session:
        return _lines(session, query.where(or_(VisitPlanRow.pack == pack, PlanLineRow.pack == pack)))


def projects(store: Store) -> list[dict[str, Any]]:
    """Every project."""
    with store.read() as session:
        return [{**row.body, "id": row.id} for row in session.exec(select(ProjectRow))]


def project_forms(store: Store, pack: str) -> list[tuple[str, date]]:
    """The complete questionnaires of a pack that were due for a project, each with its local date."""
    project = func.json_extract(TaskRow.body, "$.project")
    query = (
        select(project, ResponseRow.local_date)
        .join(TaskRow, col(TaskRow.id) == ResponseRow.task)
        .where(ResponseRow.pack == pack, ResponseRow.completion == "COMPLETE")
        .where(col(ResponseRow.counted).is_(True), project.is_not(None))
    )
    with store.read() as session:
        return [(str(id), date.fromisoformat(day)) for id, day in session.exec(query)]


def _lines(session: Session, query: object) -> list[PlanLine]:
    return [PlanLine.model_validate(row.body) for row in session.exec(query)]  # type: ignore[call-overload]
