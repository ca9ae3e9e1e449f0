"""What belongs to a wave at the centre: its questionnaires as cells, and where its tasks stand."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from schemas.figures.rollup import Cell, CellKey, gathered
from schemas.figures.strata import counted_points
from schemas.figures.waves import Wave, wave
from schemas.records.facts import facts_of_response
from schemas.records.response import ResponseFinal, read_response
from sync.centre.packs import ApprovedPacks
from sync.centre.tables import ItemRow, ReferenceRow, Response


@dataclass(frozen=True)
class Counted:
    """``ids`` and ``days`` of the responses that count, ``channels`` of the complete ones, ``places`` of the tasks."""

    wave: Wave
    ids: list[str]
    days: list[str]
    cells: Mapping[CellKey, Cell]
    channels: Mapping[str, int]
    places: Mapping[str, int]


def counted(session: Session, pack: str, id: str) -> Counted | None:
    """A wave of a pack, counted from its records; None when there is none of this name."""
    found = wave(id, pack, lambda kind: _records(session, kind))
    if found is None:
        return None
    responses = list(_responses(session, pack, found))
    shelf = ApprovedPacks()
    cells = gathered(
        (
            facts_of_response(one),
            counted_points(
                shelf.parsed(session, f"{one.pack}@{one.pack_version}", one.pack_hash), one.answers
            ),
        )
        for one in responses
    )
    return Counted(
        wave=found,
        ids=sorted(one.id for one in responses),
        days=[one.local_date for one in responses],
        cells=cells,
        channels=Counter(one.channel for one in responses if one.completion == "COMPLETE"),
        places=Counter(
            row.place
            for row in session.exec(_held(session, "task"))
            if row.id in found.tasks and row.place is not None
        ),
    )


def _held(session: Session, kind: str) -> Any:
    query = select(ReferenceRow).where(ReferenceRow.entity == kind, col(ReferenceRow.deleted).is_(False))
    return query.execution_options(yield_per=500)


def _records(session: Session, kind: str) -> Iterator[Mapping[str, Any]]:
    for row in session.exec(_held(session, kind)):
        yield {"id": row.id, **json.loads(row.body)}


def _responses(session: Session, pack: str, wave: Wave) -> Iterator[ResponseFinal]:
    query = (
        select(Response, ItemRow.body)
        .join(
            ItemRow,
            (col(ItemRow.device) == col(Response.device)) & (col(ItemRow.seq) == col(Response.device_seq)),
        )
        .where(col(Response.counted).is_(True), Response.pack == pack)
        .execution_options(yield_per=500)
    )
    for row, body in session.exec(query):
        if row.task in wave.tasks or row.original in wave.keyed:
            yield read_response(json.loads(body or b"{}"))
