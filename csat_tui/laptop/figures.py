"""The figures of a period from this laptop's roll-up."""

from csat_tui.laptop.opening import Laptop
from csat_tui.store import month, packs
from csat_tui.trouble import Trouble
from schemas.figures.periods import Period
from schemas.figures.satisfaction import Satisfaction, satisfaction
from schemas.language import texts

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
    return satisfaction(found[0], found[1], period, cells)
