"""The centre's roll-up: the same cells as on the laptops, kept in the transaction that stores a response."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import bindparam, insert, tuple_, update
from sqlmodel import Session, col, select

from schemas.figures.periods import Period
from schemas.figures.rollup import Cell, CellKey, gathered
from schemas.records.cells import CellColumns, cell_of, columns_of, key_of
from schemas.scoring.items import item_points
from sync.centre.tables import CellRow
from sync.centre.verdicts import Taken

KEY = ("pack", "day", "business_line", "consultant")
"""What the cells of one group share; there are as many as the pack has items with points."""

GROUPS = 100
"""Groups looked up at once; databases limit the number of parameters."""

_COLUMNS = list(CellRow.__table__.columns)  # type: ignore[attr-defined]
_IDENTITY = [column for column in _COLUMNS if column.primary_key]
_UPDATE = (
    update(CellRow)
    .where(*(column == bindparam(f"of_{column.name}") for column in _IDENTITY))
    .values({column.name: bindparam(column.name) for column in _COLUMNS if not column.primary_key})
)


def count_responses(session: Session, taken: Sequence[Taken]) -> None:
    """Add what stored responses contribute; each cell is read and written once, however many add to it."""
    added = gathered((one.facts, item_points(one.pack, one.response.answers)) for one in taken)
    held = dict(_held(session, sorted({key[: len(KEY)] for key in added})))
    news, changed = [], []
    for key in sorted(added):  # one order everywhere, so that two writers never wait for each other
        if key in held:
            columns = columns_of(key, held[key] + added[key])
            changed.append(columns | {f"of_{name}": columns[name] for name in CellKey._fields})
        else:
            news.append(columns_of(key, added[key]))
    if news:
        session.connection().execute(insert(CellRow), news)
    if changed:
        session.connection().execute(_UPDATE, changed)


def cells(session: Session, pack: str, period: Period) -> Mapping[CellKey, Cell]:
    """The cells of a pack in a period."""
    query = select(CellRow).where(
        CellRow.pack == pack,
        col(CellRow.day) >= period.first.isoformat(),
        col(CellRow.day) <= period.last.isoformat(),
    )
    return {key_of(row): cell_of(row) for row in session.exec(query)}


def _held(session: Session, groups: Sequence[tuple[Any, ...]]) -> Iterator[tuple[CellKey, Cell]]:
    """The cells of these groups, locked where the database has locks of rows."""
    group = tuple_(*(col(getattr(CellRow, name)) for name in KEY))
    for start in range(0, len(groups), GROUPS):
        query = select(*_COLUMNS).where(group.in_(groups[start : start + GROUPS]))
        for row in session.connection().execute(query.order_by(*_IDENTITY).with_for_update()):
            cell = cast("CellColumns", row)
            yield key_of(cell), cell_of(cell)
