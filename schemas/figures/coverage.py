"""R30: whether every project was asked (S1-050, S1-051)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.rates import Rate

ACTIVE_DAYS = 30
SALES_FORM_DAYS = 30


@dataclass(frozen=True)
class Project:
    """A project with its life and the local dates of its valid forms. `closed` is its last day."""

    id: str
    started: date
    closed: date | None = None
    pm_forms: tuple[date, ...] = ()
    sales_forms: tuple[date, ...] = ()
    milestones: int = 0


@dataclass(frozen=True)
class Coverage:
    """Filled ÷ required cells, and the projects that are missing."""

    rate: Rate
    missing: tuple[str, ...]


def active_days(project: Project, first: date, last: date) -> int:
    """Days of the period on which a project was active, both ends included."""
    begin = max(project.started, first)
    end = last if project.closed is None else min(project.closed, last)
    return max(0, (end - begin).days + 1)


def pm_coverage(
    projects: Iterable[Project], first: date, last: date, *, min_active_days: int = ACTIVE_DAYS
) -> Coverage:
    """Projects active at least 30 days of the quarter `first`…`last` that have a valid form in it."""
    required = [p for p in projects if active_days(p, first, last) >= min_active_days]
    missing = tuple(p.id for p in required if not any(first <= day <= last for day in p.pm_forms))
    return Coverage(Rate(len(required) - len(missing), len(required)), missing)


def sales_forms_required(project: Project) -> int:
    """One form a project, and one at each flagged milestone."""
    return 1 + project.milestones


def sales_red_list(
    projects: Iterable[Project], today: date, *, grace_days: int = SALES_FORM_DAYS
) -> tuple[str, ...]:
    """Closed projects whose sales forms were not all in by closing + 30 days."""

    def overdue(project: Project) -> bool:
        if project.closed is None:
            return False
        last = project.closed + timedelta(days=grace_days)
        in_time = sum(1 for day in project.sales_forms if day <= last)
        return today > last and in_time < sales_forms_required(project)

    return tuple(project.id for project in projects if overdue(project))
