"""The figures of a period from the centre's roll-up: the same code as on a laptop."""

from sqlmodel import Session

from csat_tui.centre.opening import centre_store
from csat_tui.laptop.waves import unknown_wave
from csat_tui.trouble import Trouble
from schemas.figures.funnel import Funnel, funnel
from schemas.figures.periods import Period
from schemas.figures.project_coverage import ProjectCoverage
from schemas.figures.satisfaction import Satisfaction, satisfaction
from schemas.language import texts
from schemas.packs.model import Pack
from sync.centre import packs, read, rollup, visits, waves
from sync.centre.funnel import period_funnel

_ = texts("csat_tui")

Found = tuple[Satisfaction, Funnel, list[str], tuple[ProjectCoverage | None, dict[str, str]]]
"""The figures, how far the tasks have come, the ids of the records behind them, and how far projects were asked."""


def centre_figures(pack: str, period: Period, database: str | None) -> Found:
    """What ``csat figures`` shows on a centre's home, how far the tasks have come, and the ids of the records
    behind it.

    Raises Trouble ``unknown_pack``.
    """
    with centre_store(database) as store, store.reading() as session:
        found = _demand_pack(session, pack)
        cells = rollup.cells(session, found[0].pack, period)
        ids = read.response_ids(session, found[0].pack, period.first.isoformat(), period.last.isoformat())
        tasks = period_funnel(session, found[0], period)
        planned = visits.planned(session, found[0], period)
        asked = visits.coverage(session, found[0], period)
    result = satisfaction(
        found[0], found[1], period, cells, due=tasks.counts["due"], cases=tasks.cases, visits=planned
    )
    return result, tasks, ids, asked


def centre_wave(pack: str, id: str, database: str | None) -> Found:
    """The same of a wave. Raises Trouble ``unknown_pack``, ``unknown_wave``."""
    with centre_store(database) as store, store.reading() as session:
        typed, hash = _demand_pack(session, pack)
        counted = waves.counted(session, typed.pack, id)
    if counted is None:
        raise unknown_wave(id)
    tasks = funnel(typed, counted.places, counted.channels, counted.wave.draws)
    period = counted.wave.period(counted.days)
    result = satisfaction(typed, hash, period, counted.cells, due=tasks.counts["due"], cases=tasks.cases)
    return result, tasks, counted.ids, (None, {})


def _demand_pack(session: Session, pack: str) -> tuple[Pack, str]:
    found = packs.newest(session, pack)
    if found is None:
        raise Trouble(
            "unknown_pack",
            _("The pack {pack} is not approved at this centre.", pack=pack),
            _("Nothing was changed."),
            _("Approve it with csat packs approve."),
        )
    return found
