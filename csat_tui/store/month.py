"""The cells of a period, and the records behind a number."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, true
from sqlmodel import col, select

from csat_tui.store.among import among
from csat_tui.store.database import Store
from csat_tui.store.recount import recounted
from csat_tui.store.tables import CellRow, LogRow, ResponseRow
from schemas.figures.rollup import Cell, CellKey
from schemas.records.cells import cell_of, key_of


def cells(store: Store, pack: str, first_day: str, last_day: str) -> Mapping[CellKey, Cell]:
    """The cells of a pack from one local date (``2025-03-01``) to another, both included."""
    query = select(CellRow).where(
        CellRow.pack == pack, col(CellRow.day) >= first_day, col(CellRow.day) <= last_day
    )
    with store.read() as session:
        return {key_of(row): cell_of(row) for row in session.exec(query)}


def questionnaires(store: Store, packs: Sequence[str], first_day: str, last_day: str) -> Mapping[str, int]:
    """How many questionnaires of each of these packs count between two local dates, both included."""
    query = (
        select(CellRow.pack, func.sum(CellRow.records))
        .where(among(CellRow.pack, packs), col(CellRow.day).between(first_day, last_day), CellRow.item == "")
        .group_by(CellRow.pack)
    )
    with store.read() as session:
        return {pack: int(count) for pack, count in session.exec(query)}


def cells_of(
    store: Store, pack: str, first_day: str, last_day: str, interviewer: str
) -> Mapping[CellKey, Cell]:
    """The same of one interviewer, counted from their questionnaires: cells do not know who asked."""
    query = (
        select(LogRow.body)
        .join(ResponseRow, col(ResponseRow.log_seq) == col(LogRow.seq))
        .where(
            col(ResponseRow.counted) == true(),
            ResponseRow.pack == pack,
            col(ResponseRow.local_date).between(first_day, last_day),
            ResponseRow.interviewer == interviewer,
        )
    )
    with store.read() as session:
        bodies = list(session.exec(query))
    return recounted(store, bodies)


def records(
    store: Store,
    pack: str,
    first_day: str,
    last_day: str,
    *,
    business_line: str | None = None,
    consultant: str | None = None,
) -> Sequence[ResponseRow]:
    """The responses that those cells count, in order of day and time; None means every group."""
    query = select(ResponseRow).where(
        col(ResponseRow.counted) == true(),
        ResponseRow.pack == pack,
        col(ResponseRow.local_date) >= first_day,
        col(ResponseRow.local_date) <= last_day,
    )
    if business_line is not None:
        query = query.where(ResponseRow.business_line == business_line)
    if consultant is not None:
        query = query.where(ResponseRow.consultant == consultant)
    with store.read() as session:
        return session.exec(query.order_by(col(ResponseRow.local_date), col(ResponseRow.log_seq))).all()
