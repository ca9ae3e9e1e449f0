"""How far the tasks of all laptops have come, counted by place: an index is read, no record."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from schemas.figures.funnel import Funnel, funnel
from schemas.figures.periods import Period
from schemas.packs.model import Pack
from sync.centre.tables import ReferenceRow, Response


def period_funnel(session: Session, pack: Pack, period: Period) -> Funnel:
    """The funnel of a pack for a period."""
    days = period.first.isoformat(), period.last.isoformat()
    counted = _places(session, pack.pack, *days), _channels(session, pack.pack, *days)
    return funnel(pack, *counted, _draws(session, pack.pack, period.name))


def _places(session: Session, pack: str, first_day: str, last_day: str) -> dict[str, int]:
    query = (
        select(ReferenceRow.place, func.count())
        .where(
            ReferenceRow.entity == "task",
            ReferenceRow.pack == pack,
            col(ReferenceRow.due_day).between(first_day, last_day),
            col(ReferenceRow.place).is_not(None),
            col(ReferenceRow.deleted).is_(False),
        )
        .group_by(col(ReferenceRow.place))
    )
    return {str(place): count for place, count in session.exec(query)}


def _channels(session: Session, pack: str, first_day: str, last_day: str) -> dict[str, int]:
    query = (
        select(Response.channel, func.count())
        .where(
            Response.pack == pack,
            col(Response.local_date).between(first_day, last_day),
            Response.completion == "COMPLETE",
            col(Response.counted).is_(True),
        )
        .group_by(col(Response.channel))
    )
    return dict(session.exec(query).all())


def _draws(session: Session, pack: str, period: str) -> list[Mapping[str, Any]]:
    """The draws of a pack that were made for this period, as it is written."""
    query = select(ReferenceRow.body).where(
        ReferenceRow.entity == "draw", ReferenceRow.pack == pack, col(ReferenceRow.deleted).is_(False)
    )
    return [draw for body in session.exec(query) if (draw := json.loads(body))["period"] == period]
