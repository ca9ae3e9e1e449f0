"""The roll-up counted anew from the bodies: held against the cells on the disk, and put in their place."""

import json
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from schemas.figures.rollup import EMPTY, Cell, CellKey, contributions
from schemas.figures.strata import counted_points
from schemas.records.cells import cell_of, columns_of, key_of
from schemas.records.facts import facts_of_response
from schemas.records.response import read_response
from sync.centre import postgresql
from sync.centre.packs import ApprovedPacks
from sync.centre.tables import CellRow, ItemRow, Response


def differing(session: Session) -> list[CellKey]:
    """The keys whose cell is not what the responses give; empty when all is well."""
    stored = {key_of(row): cell_of(row) for row in session.exec(select(CellRow))}
    counted = recounted(session)
    keys = stored.keys() | counted.keys()
    return sorted(key for key in keys if stored.get(key, EMPTY) != counted.get(key, EMPTY))


def renew(session: Session) -> None:
    """Write every cell anew. Whoever counts takes cells before responses, so that none is counted twice."""
    if session.get_bind().dialect.name == "postgresql":
        postgresql.lock_cells(session.connection())
    counted = recounted(session)
    session.exec(delete(CellRow))
    rows = [columns_of(key, counted[key]) for key in sorted(counted)]
    if rows:
        session.exec(insert(CellRow), params=rows)


def recounted(session: Session) -> Mapping[CellKey, Cell]:
    """The cells that the bodies of all versions that count give."""
    cells: dict[CellKey, Cell] = defaultdict(lambda: EMPTY)
    packs = ApprovedPacks()
    amended = select(Response.amends).where(col(Response.amends).is_not(None))
    bodies = (
        select(ItemRow.body)
        .join(Response, (col(Response.device) == ItemRow.device) & (col(Response.device_seq) == ItemRow.seq))
        .where(col(Response.id).not_in(amended))  # as the rule says, whatever the rows say
        .execution_options(yield_per=500)
    )
    for body in session.exec(bodies):
        response = read_response(json.loads(body or b""))
        pack = packs.parsed(session, f"{response.pack}@{response.pack_version}", response.pack_hash)
        points = counted_points(pack, response.answers)
        for key, cell in contributions(facts_of_response(response), points).items():
            cells[key] += cell
    return cells
