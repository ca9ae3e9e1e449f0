"""The roll-up cells on disk: changed in the transaction of a response, equal to a recount at any time."""

from collections.abc import Mapping

from sqlmodel import Session

from csat_tui.store.tables import CellRow
from schemas.figures.rollup import EMPTY, Cell, CellKey
from schemas.records.cells import cell_of, columns_of, identity


def add(session: Session, contributions: Mapping[CellKey, Cell]) -> None:
    """Add what a response contributes, as part of a writing transaction."""
    for key, cell in contributions.items():
        _put(session, key, _held(session, key) + cell)


def take_out(session: Session, contributions: Mapping[CellKey, Cell]) -> None:
    """Take out what a response has added, as part of a writing transaction."""
    for key, cell in contributions.items():
        _put(session, key, _held(session, key) - cell)


def _held(session: Session, key: CellKey) -> Cell:
    row = session.get(CellRow, identity(key))
    return EMPTY if row is None else cell_of(row)


def _put(session: Session, key: CellKey, cell: Cell) -> None:
    if cell != EMPTY:
        session.merge(CellRow(**columns_of(key, cell)))
    elif (row := session.get(CellRow, identity(key))) is not None:  # a recount would not know of it
        session.delete(row)
        session.flush()
