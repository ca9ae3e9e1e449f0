"""The figures of a period from the centre's roll-up: the same code as on a laptop."""

from csat_tui.centre.opening import centre_store
from csat_tui.trouble import Trouble
from schemas.figures.funnel import Funnel
from schemas.figures.periods import Period
from schemas.figures.satisfaction import Satisfaction, satisfaction
from schemas.language import texts
from sync.centre import packs, read, rollup
from sync.centre.funnel import period_funnel

_ = texts("csat_tui")


def centre_figures(pack: str, period: Period, database: str | None) -> tuple[Satisfaction, Funnel, list[str]]:
    """What ``csat figures`` shows on a centre's home, how far the tasks have come, and the ids of the records
    behind it.

    Raises Trouble ``unknown_pack``.
    """
    with centre_store(database) as store, store.reading() as session:
        found = packs.newest(session, pack)
        if found is None:
            raise Trouble(
                "unknown_pack",
                _("The pack {pack} is not approved at this centre.", pack=pack),
                _("Nothing was changed."),
                _("Approve it with csat packs approve."),
            )
        cells = rollup.cells(session, found[0].pack, period)
        ids = read.response_ids(session, found[0].pack, period.first.isoformat(), period.last.isoformat())
        tasks = period_funnel(session, found[0], period)
    result = satisfaction(found[0], found[1], period, cells, due=tasks.counts["due"], cases=tasks.cases)
    return result, tasks, ids
