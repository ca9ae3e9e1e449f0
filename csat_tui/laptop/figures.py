"""The figures of a period from this laptop's roll-up."""

from csat_tui.laptop.opening import Laptop
from csat_tui.store import funnel as places
from csat_tui.store import month, packs
from csat_tui.trouble import Trouble
from schemas.figures.funnel import Funnel, funnel
from schemas.figures.periods import Period
from schemas.figures.satisfaction import Satisfaction, satisfaction
from schemas.language import texts
from schemas.packs.model import Pack

_ = texts("csat_tui")


def period_figures(laptop: Laptop, pack: str, period: Period) -> Satisfaction:
    """What ``csat figures`` and the month screen show. Raises Trouble ``unknown_pack``."""
    name, _at, version = pack.partition("@")
    found = packs.find(laptop.store, name, version or None)
    if found is None:
        raise Trouble(
            "unknown_pack",
            _("The pack {pack} is not on this laptop.", pack=pack),
            _("Nothing was changed."),
            _("See csat packs list, or sync first."),
        )
    cells = month.cells(laptop.store, name, period.first.isoformat(), period.last.isoformat())
    if not needs_tasks(found[0]):
        return satisfaction(found[0], found[1], period, cells)
    tasks = period_funnel(laptop, found[0], period)
    return satisfaction(found[0], found[1], period, cells, due=tasks.counts["due"], cases=tasks.cases)


def needs_tasks(pack: Pack) -> bool:
    """Whether the headline is a share of what was due, or weighted by the cases of each stratum."""
    ratio, rule = pack.scoring.ratio, pack.scoring.period_score
    return (ratio is not None and ratio.base == "due") or (rule is not None and rule.pooling == "weighted")


def period_funnel(laptop: Laptop, pack: Pack, period: Period) -> Funnel:
    """How far the tasks of a period have come."""
    days = period.first.isoformat(), period.last.isoformat()
    counted = places.places(laptop.store, pack.pack, *days), places.channels(laptop.store, pack.pack, *days)
    return funnel(pack, *counted, places.draws(laptop.store, pack.pack, period.name))
