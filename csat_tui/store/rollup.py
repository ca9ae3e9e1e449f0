"""The roll-up cells on disk: added to in the transaction of a response, equal to a recount at any time."""

from collections.abc import Mapping
from decimal import Decimal

from sqlmodel import Session

from csat_tui.store.tables import CellRow
from schemas.canonical import decimal_text
from schemas.figures.rollup import EMPTY, Cell, CellKey


def add(session: Session, contributions: Mapping[CellKey, Cell]) -> None:
    """Add what a response contributes, as part of a writing transaction."""
    for key, cell in contributions.items():
        row = session.get(CellRow, (key.pack, key.day, key.business_line, key.consultant, key.item))
        session.merge(_row(key, (EMPTY if row is None else cell_of(row)) + cell))


def key_of(row: CellRow) -> CellKey:
    """The key of a stored cell."""
    return CellKey(row.pack, row.day, row.business_line, row.consultant, row.item)


def cell_of(row: CellRow) -> Cell:
    """A stored cell as data."""
    return Cell(
        records=row.records,
        base=row.base,
        total=Decimal(row.total),
        low=Decimal(row.low),
        high=Decimal(row.high),
        excluded=row.excluded,
        classes=row.classes,
        digest=int(row.digest, 16),
    )


def _row(key: CellKey, cell: Cell) -> CellRow:
    return CellRow(
        pack=key.pack,
        day=key.day,
        business_line=key.business_line,
        consultant=key.consultant,
        item=key.item,
        records=cell.records,
        base=cell.base,
        total=decimal_text(cell.total),
        low=decimal_text(cell.low),
        high=decimal_text(cell.high),
        excluded=dict(cell.excluded),
        classes=dict(cell.classes),
        digest=f"{cell.digest:016x}",
    )
