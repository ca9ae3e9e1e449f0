"""The roll-up counted anew from the bodies: held against the cells on disk."""

import json
from collections.abc import Mapping

from sqlmodel import Session, col, delete, select

from csat_tui.store import amending, packs
from csat_tui.store.among import among
from csat_tui.store.database import Store
from csat_tui.store.tables import CellRow, LogRow, ResponseRow
from schemas.figures.rollup import EMPTY, Cell, CellKey, contributions
from schemas.figures.strata import counted_points
from schemas.records.cells import cell_of, columns_of, key_of
from schemas.records.facts import facts_of_response
from schemas.records.response import read_response


def differing(store: Store) -> list[CellKey]:
    """The keys whose cell on disk is not what the responses give; empty when all is well.

    KeyError with the hash when a response pins a pack that is not here.
    """
    with store.read() as session:
        stored = {key_of(row): cell_of(row) for row in session.exec(select(CellRow))}
        bodies = _counted(session)
    counted = recounted(store, bodies)
    return sorted(key for key in stored.keys() | counted.keys() if stored.get(key) != counted.get(key))


def renew(store: Store) -> None:
    """Count every cell anew, after a migration that changed what a cell holds.

    Where the pack of a response is not here the cells stay as they are; figures that need more say so.
    """
    with store.write() as session:
        bodies = _counted(session)
        try:
            counted = recounted(store, bodies)
        except (KeyError, packs.PackAlteredError):
            return
        session.exec(delete(CellRow))
        for key, cell in counted.items():
            session.merge(CellRow(**columns_of(key, cell)))


def recounted(store: Store, bodies: list[bytes]) -> Mapping[CellKey, Cell]:
    """The cells that these bodies of responses give."""
    cells: dict[CellKey, Cell] = {}
    for body in bodies:
        for key, cell in _contributions(store, body).items():
            cells[key] = cells.get(key, EMPTY) + cell
    return cells


def _counted(session: Session) -> list[bytes]:
    """The bodies of the versions that count, as the rule says and whatever the rows say."""
    amended = sorted(
        set(session.exec(select(ResponseRow.original).where(col(ResponseRow.amends).is_not(None))))
    )
    query = select(ResponseRow.original, LogRow.body).where(LogRow.seq == ResponseRow.log_seq)
    alone = [body for original, body in session.exec(query).all() if original not in set(amended)]
    heads = {head.id for one in amended if (head := amending.chain(session, one).head)}
    versions = select(ResponseRow.id, LogRow.body).where(
        LogRow.seq == ResponseRow.log_seq, among(ResponseRow.original, amended)
    )
    return alone + [body for id, body in session.exec(versions).all() if id in heads]


def _contributions(store: Store, body: bytes) -> Mapping[CellKey, Cell]:
    response = read_response(json.loads(body))
    pack = packs.by_hash(store, response.pack_hash)
    if pack is None:
        raise KeyError(response.pack_hash)
    return contributions(facts_of_response(response), counted_points(pack, response.answers))
