"""Visits and plans as they are published at this centre."""

import json
from collections.abc import Iterator, Set
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from schemas.figures.periods import Period
from schemas.figures.project_coverage import ProjectCoverage, covered
from schemas.figures.visit_plan import PlanCount
from schemas.packs.model import Pack
from schemas.records.visiting import PlanLine, Visit, VisitPlan
from schemas.visits.schedule import fulfilled
from sync.centre.tables import ReferenceRow, Response

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


def planned(session: Session, pack: Pack, asked: Period) -> PlanCount | None:
    """What became of the visits planned for a period under this pack (R29); None where it does not ask."""
    rule = pack.scoring.period_score
    if rule is None or rule.rule != "R29":
        return None
    known = plans(session)
    mine = {plan.id for plan in known if plan.pack == pack.pack}
    under = [line for line in lines(session) if line.plan in mine or line.pack == pack.pack]
    return fulfilled(known, under, asked.first, asked.last)


def coverage(session: Session, pack: Pack, asked: Period) -> tuple[ProjectCoverage | None, dict[str, str]]:
    """How far the projects were asked with this pack (R30), and what each project is called."""
    if pack.coverage is None:
        return None, {}
    projects = list(_bodies(session, "project"))
    names = {str(one["id"]): str(one.get("number") or one["id"]) for one in projects}
    return covered(pack, projects, _project_forms(session, pack.pack), asked), names


def _project_forms(session: Session, pack: str) -> Iterator[tuple[str, date]]:
    query = (
        select(Response.local_date, ReferenceRow.body)
        .join(ReferenceRow, col(ReferenceRow.id) == Response.task)
        .where(ReferenceRow.entity == "task", Response.pack == pack, Response.completion == "COMPLETE")
        .where(col(Response.counted).is_(True))
    )
    for day, task in session.exec(query):
        if project := json.loads(task).get("project"):
            yield str(project), date.fromisoformat(day)


def names_of(session: Session, customers: Set[str]) -> dict[str, str]:
    """Customer -> name."""
    ids, names = sorted(customers), dict[str, str]()
    for start in range(0, len(ids), PART):
        part = select(ReferenceRow).where(
            ReferenceRow.entity == "customer", col(ReferenceRow.id).in_(ids[start : start + PART])
        )
        names.update((row.id, str(json.loads(row.body).get("name", ""))) for row in session.exec(part))
    return names


def _bodies(session: Session, entity: str) -> Iterator[dict[str, Any]]:
    query = select(ReferenceRow.body).where(
        ReferenceRow.entity == entity, col(ReferenceRow.deleted).is_(False)
    )
    for body in session.exec(query):
        yield json.loads(body)
