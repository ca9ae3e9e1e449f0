"""A roll-up cell as a row: the columns both ends store it in, and the way there and back."""

from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from schemas.figures.rollup import Cell, CellKey
from schemas.numbers import rational, rational_text


class CellColumns(SQLModel):
    """``schemas.figures.rollup``: sums as exact text, the digest as 16 hexadecimal digits."""

    pack: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    business_line: str = Field(primary_key=True)
    consultant: str = Field(primary_key=True)
    item: str = Field(primary_key=True)
    records: int
    base: int
    total: str
    low: str
    high: str
    excluded: dict[str, int] = Field(sa_type=JSON)
    classes: dict[str, int] = Field(sa_type=JSON)
    spread: dict[str, int] = Field(sa_type=JSON)
    digest: str


def identity(key: CellKey) -> tuple[str, str, str, str, str]:
    """The primary key of a cell."""
    return (key.pack, key.day, key.business_line, key.consultant, key.item)


def key_of(row: CellColumns) -> CellKey:
    """The key of a stored cell."""
    return CellKey(row.pack, row.day, row.business_line, row.consultant, row.item)


def cell_of(row: CellColumns) -> Cell:
    """A stored cell as data."""
    return Cell(
        records=row.records,
        base=row.base,
        total=rational(row.total),
        low=rational(row.low),
        high=rational(row.high),
        excluded=row.excluded,
        classes=row.classes,
        spread=row.spread,
        digest=int(row.digest, 16),
    )


def columns_of(key: CellKey, cell: Cell) -> dict[str, Any]:
    """The values of the row that stores a cell."""
    return {**key._asdict(), **sums_of(cell)}


def sums_of(cell: Cell) -> dict[str, Any]:
    """The same without those of its key. Of most cells the three sums are one number."""
    total = rational_text(cell.total)
    return {
        "records": cell.records,
        "base": cell.base,
        "total": total,
        "low": total if cell.low is cell.total else rational_text(cell.low),
        "high": total if cell.high is cell.total else rational_text(cell.high),
        "excluded": dict(cell.excluded),
        "classes": dict(cell.classes),
        "spread": dict(cell.spread),
        "digest": f"{cell.digest:016x}",
    }
