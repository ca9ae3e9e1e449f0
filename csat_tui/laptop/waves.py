"""The figures of a wave on this laptop: counted from the questionnaires that belong to it."""

from collections import Counter

from sqlmodel import Session, col, func, or_, select, true

from csat_tui.laptop import exporting
from csat_tui.laptop.figures import demand_pack
from csat_tui.laptop.opening import Laptop
from csat_tui.store.among import among
from csat_tui.store.recount import recounted
from csat_tui.store.tables import LogRow, ResponseRow, TaskRow
from csat_tui.trouble import Trouble
from schemas.figures.funnel import Funnel, funnel
from schemas.figures.satisfaction import Satisfaction, satisfaction
from schemas.figures.waves import Wave, wave
from schemas.language import texts

_ = texts("csat_tui")


def wave_figures(laptop: Laptop, name: str, id: str) -> tuple[Satisfaction, Funnel, list[str]]:
    """The figures, how far its tasks have come, and the ids of the responses behind them.

    Raises Trouble ``unknown_pack``, ``unknown_wave``.
    """
    pack, hash = demand_pack(laptop, name)
    found = wave(id, pack.pack, lambda kind: exporting.records(laptop, kind))
    if found is None:
        raise unknown_wave(id)
    with laptop.store.read() as session:
        rows = _responses(session, pack.pack, found, laptop.only)
        places = _places(session, found, laptop.only)
    channels = Counter(row.channel for row, _body in rows if row.completion == "COMPLETE")
    tasks = funnel(pack, places, channels, found.draws)
    cells = recounted(laptop.store, [body for _row, body in rows])
    period = found.period(row.local_date for row, _body in rows)
    result = satisfaction(pack, hash, period, cells, due=tasks.counts["due"], cases=tasks.cases)
    return result, tasks, sorted(row.id for row, _body in rows)


def unknown_wave(id: str) -> Trouble:
    """Nothing went out or was drawn under this name."""
    return Trouble(
        "unknown_wave",
        _("There is no wave {id} of this pack here.", id=id[:40]),
        _("Nothing was changed."),
        _(
            "A wave is the series of a mailing (csat paper mailings) or the id of a draw (csat list --kind draw)."
        ),
    )


def _responses(session: Session, pack: str, wave: Wave, only: str | None) -> list[tuple[ResponseRow, bytes]]:
    query = (
        select(ResponseRow, LogRow.body)
        .join(LogRow, col(LogRow.seq) == col(ResponseRow.log_seq))
        .where(
            col(ResponseRow.counted) == true(),
            ResponseRow.pack == pack,
            or_(among(ResponseRow.task, wave.tasks), among(ResponseRow.original, wave.keyed)),
        )
    )
    if only is not None:
        query = query.where(ResponseRow.interviewer == only)
    return [(row, body) for row, body in session.exec(query)]


def _places(session: Session, wave: Wave, only: str | None) -> dict[str, int]:
    query = (
        select(TaskRow.place, func.count())
        .where(among(TaskRow.id, wave.tasks), col(TaskRow.place).is_not(None))
        .group_by(col(TaskRow.place))
    )
    if only is not None:
        query = query.where(func.json_extract(TaskRow.body, "$.assignee") == only)
    return {str(place): count for place, count in session.exec(query)}
