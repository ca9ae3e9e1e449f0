"""Visits and plans as they are published at this centre."""

import json
from collections.abc import Iterator, Set

from sqlmodel import Session, col, select

from schemas.records.visiting import PlanLine, Visit, VisitPlan
from sync.centre.tables import ReferenceRow

PART = 500


def visits(session: Session) -> list[Visit]:
    """Every visit, the newest first."""
    found = [Visit.model_validate(body) for body in _bodies(session, "visit")]
    return sorted(found, key=lambda one: (one.held_at[:10], one.id), reverse=True)


def plans(session: Session) -> list[VisitPlan]:
    """Every visit plan."""
    return [VisitPlan.model_validate(body) for body in _bodies(session, "visit_plan")]


def lines(session: Session) -> list[PlanLine]:
    """Every planned visit."""
    return [PlanLine.model_validate(body) for body in _bodies(session, "plan_line")]


def names_of(session: Session, customers: Set[str]) -> dict[str, str]:
    """Customer -> name."""
    ids, names = sorted(customers), dict[str, str]()
    for start in range(0, len(ids), PART):
        part = select(ReferenceRow).where(
            ReferenceRow.entity == "customer", col(ReferenceRow.id).in_(ids[start : start + PART])
        )
        names.update((row.id, str(json.loads(row.body).get("name", ""))) for row in session.exec(part))
    return names


def _bodies(session: Session, entity: str) -> Iterator[dict[str, object]]:
    query = select(ReferenceRow.body).where(
        ReferenceRow.entity == entity, col(ReferenceRow.deleted).is_(False)
    )
    for body in session.exec(query):
        yield json.loads(body)
