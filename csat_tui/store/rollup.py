"""The roll-up cells on disk: added to in the transaction of a response, equal to a recount at any time."""

from collections.abc import Mapping

from sqlmodel import Session

from csat_tui.store.tables import CellRow
from schemas.figures.rollup import EMPTY, Cell, CellKey
from schemas.records.cells import cell_of, columns_of, identity


def add(session: Session, contributions: Mapping[CellKey, Cell]) -> None:
    """Add what a response contributes, as part of a writing transaction."""
    for key, cell in contributions.items():
        row = session.get(CellRow, identity(key))
        session.merge(CellRow(**columns_of(key, (EMPTY if row is None else cell_of(row)) + cell)))
