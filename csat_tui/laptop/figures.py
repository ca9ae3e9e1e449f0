"""The figures of a period from this laptop's roll-up."""

from collections.abc import Mapping

from csat_tui.laptop.opening import Laptop
from csat_tui.store import funnel as places
from csat_tui.store import month, packs
from csat_tui.trouble import Trouble
from csat_tui.visiting import shelf
from schemas.figures.funnel import Funnel, funnel
from schemas.figures.periods import Period
from schemas.figures.project_coverage import ProjectCoverage, covered
from schemas.figures.rollup import Cell, CellKey
from schemas.figures.satisfaction import Satisfaction, satisfaction
from schemas.figures.visit_plan import PlanCount
from schemas.language import texts
from schemas.packs.model import Pack
from schemas.visits.schedule import fulfilled

_ = texts("csat_tui")


def period_figures(laptop: Laptop, pack: str, period: Period) -> Satisfaction:
    """What ``csat figures`` and the month screen show. Raises Trouble ``unknown_pack``."""
    found, name = demand_pack(laptop, pack), pack.partition("@")[0]
    cells = _cells(laptop, name, period)
    visits = visits_planned(laptop, found[0], period)
    if not needs_tasks(found[0]):
        return satisfaction(found[0], found[1], period, cells, visits=visits)
    tasks = period_funnel(laptop, found[0], period)
    due, cases = tasks.counts["due"], tasks.cases
    return satisfaction(found[0], found[1], period, cells, due=due, cases=cases, visits=visits)


def demand_pack(laptop: Laptop, pack: str) -> tuple[Pack, str]:
    """A pack by name or ``name@version`` and its hash. Raises Trouble ``unknown_pack``."""
    name, _at, version = pack.partition("@")
    found = packs.find(laptop.store, name, version or None)
    if found is None:
        raise Trouble(
            "unknown_pack",
            _("The pack {pack} is not on this laptop.", pack=pack),
            _("Nothing was changed."),
            _("Sync first: the packs that the centre has approved come with it."),
        )
    return found


def _cells(laptop: Laptop, pack: str, period: Period) -> Mapping[CellKey, Cell]:
    """Of whoever's figures are shown."""
    days = period.first.isoformat(), period.last.isoformat()
    if laptop.only is None:
        return month.cells(laptop.store, pack, *days)
    return month.cells_of(laptop.store, pack, *days, laptop.only)


def needs_tasks(pack: Pack) -> bool:
    """Whether the headline is a share of what was due, or weighted by the cases of each stratum."""
    ratio, rule = pack.scoring.ratio, pack.scoring.period_score
    return (ratio is not None and ratio.base == "due") or (rule is not None and rule.pooling == "weighted")


def visits_planned(laptop: Laptop, pack: Pack, period: Period) -> PlanCount | None:
    """What became of the visits planned for a period under this pack (R29); None where it does not ask."""
    rule = pack.scoring.period_score
    if rule is None or rule.rule != "R29":
        return None
    lines = shelf.lines_under(laptop.store, pack.pack)
    return fulfilled(shelf.plans(laptop.store), lines, period.first, period.last)


def project_coverage(
    laptop: Laptop, pack: Pack, period: Period
) -> tuple[ProjectCoverage | None, dict[str, str]]:
    """How far the projects were asked with this pack (R30), and what each project is called."""
    if pack.coverage is None:
        return None, {}
    projects = shelf.projects(laptop.store)
    forms = shelf.project_forms(laptop.store, pack.pack)
    names = {str(one["id"]): str(one.get("number") or one["id"]) for one in projects}
    return covered(pack, projects, forms, period), names


def period_funnel(laptop: Laptop, pack: Pack, period: Period) -> Funnel:
    """How far the tasks of a period have come."""
    days = period.first.isoformat(), period.last.isoformat()
    asked = (laptop.store, pack.pack, *days, laptop.only)
    counted = places.places(*asked), places.channels(*asked)
    return funnel(pack, *counted, places.draws(laptop.store, pack.pack, period.name))
