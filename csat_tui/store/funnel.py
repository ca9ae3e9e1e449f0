"""How far the tasks here have come, counted by place: an index is read, no record."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, true
from sqlmodel import col, select

from csat_tui.store.database import Store
from csat_tui.store.tables import DrawRow, ResponseRow, TaskRow


def places(store: Store, pack: str, first_day: str, last_day: str, only: str | None = None) -> dict[str, int]:
    """Place -> tasks of the pack that are due from one day to another, both included; of everybody, or those assigned
    to one person only."""
    query = (
        select(TaskRow.place, func.count())
        .where(
            TaskRow.pack == pack,
            col(TaskRow.due_day).between(first_day, last_day),
            col(TaskRow.place).is_not(None),
        )
        .group_by(TaskRow.place)
    )
    if only is not None:
        query = query.where(func.json_extract(TaskRow.body, "$.assignee") == only)
    with store.read() as session:
        return {str(place): count for place, count in session.exec(query)}


def channels(
    store: Store, pack: str, first_day: str, last_day: str, only: str | None = None
) -> dict[str, int]:
    """Channel -> complete questionnaires of the pack that count in a period (R31); of everybody or of one person."""
    query = (
        select(ResponseRow.channel, func.count())
        .where(
            ResponseRow.pack == pack,
            col(ResponseRow.local_date).between(first_day, last_day),
            ResponseRow.completion == "COMPLETE",
            col(ResponseRow.counted) == true(),
        )
        .group_by(ResponseRow.channel)
    )
    if only is not None:
        query = query.where(ResponseRow.interviewer == only)
    with store.read() as session:
        return dict(session.exec(query).all())


def draws(store: Store, pack: str, period: str) -> list[Mapping[str, Any]]:
    """The draws of a pack that were made for this period, as it is written."""
    query = select(DrawRow.body).where(DrawRow.pack == pack, DrawRow.period == period)
    with store.read() as session:
        return list(session.exec(query))
