"""R30 from what is on file: projects, and the valid forms that came of their tasks (S1-050, S1-051)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from schemas.figures.coverage import SALES_FORM_DAYS, Project, pm_coverage, sales_red_list
from schemas.figures.periods import Period, period
from schemas.packs.model import Pack
from schemas.rates import Rate

Form = tuple[str, date]
"""A valid form: the project it is about, and its local date."""


@dataclass(frozen=True)
class ProjectCoverage:
    """``rate``: filled of required; ``missing``: (project, quarter) without a form, the quarter empty for a closed
    project whose forms did not come in time (the red list)."""

    rate: Rate
    missing: tuple[tuple[str, str], ...]

    def to_json(self, names: Mapping[str, str]) -> dict[str, object]:
        """``names``: project -> what people call it by."""
        missing = [{"project": names.get(id, id), "quarter": quarter or None} for id, quarter in self.missing]
        display = self.rate.fixed_percent(2)
        return {
            "rule": "R30",
            "filled": self.rate.numerator,
            "required": self.rate.base,
            "percent": display,
            "missing": missing,
        }


def covered(
    pack: Pack, projects: Sequence[Mapping[str, Any]], forms: Iterable[Form], asked: Period
) -> ProjectCoverage | None:
    """How far the projects were asked with this pack; None where it does not ask for that, or the period holds no
    whole quarter of a form that is due each quarter."""
    if pack.coverage != "R30":
        return None
    known = list(forms)
    sales = pack.frame is not None and pack.frame.one_per == "milestone"
    found = [_project(body, known, sales, asked) for body in projects if body.get("status") != "withdrawn"]
    return _sales(found, asked) if sales else _by_quarter(found, asked)


def _by_quarter(projects: Sequence[Project], asked: Period) -> ProjectCoverage | None:
    """Every project active long enough in a quarter has a form in it."""
    inside = quarters(asked)
    each = [(quarter, pm_coverage(projects, quarter.first, quarter.last)) for quarter in inside]
    missing = tuple((id, quarter.name) for quarter, one in each for id in one.missing)
    return ProjectCoverage(sum((one.rate for _q, one in each), Rate(0, 0)), missing) if inside else None


def _sales(projects: Sequence[Project], asked: Period) -> ProjectCoverage:
    """Projects whose time for sales forms ended in the period, and all that are on the red list by its end."""
    ended = {project.id: _in_time_until(project) for project in projects}
    due = [id for id, day in ended.items() if day is not None and asked.first <= day <= asked.last]
    red = sales_red_list(projects, asked.last + timedelta(days=1))
    return ProjectCoverage(Rate(len(set(due) - set(red)), len(due)), tuple((id, "") for id in red))


def _in_time_until(project: Project) -> date | None:
    return None if project.closed is None else project.closed + timedelta(days=SALES_FORM_DAYS)


def quarters(asked: Period) -> list[Period]:
    """The whole quarters of a period."""
    names = [f"{year}Q{n}" for year in range(asked.first.year, asked.last.year + 1) for n in (1, 2, 3, 4)]
    return [one for one in map(period, names) if asked.first <= one.first and one.last <= asked.last]


def _project(body: Mapping[str, Any], forms: Sequence[Form], sales: bool, asked: Period) -> Project:
    id = str(body["id"])
    days = tuple(day for project, day in forms if project == id)
    milestones = [
        one for one in body.get("milestones") or () if isinstance(one, Mapping) and one.get("survey")
    ]
    return Project(
        id=id,
        started=_day(body.get("started_on")) or asked.first,
        closed=_day(body.get("ends_on")),
        pm_forms=() if sales else days,
        sales_forms=days if sales else (),
        milestones=len(milestones),
    )


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None
