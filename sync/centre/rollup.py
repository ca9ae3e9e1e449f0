"""The centre's roll-up: the same cells as on the laptops, kept in the transaction that stores a response."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import bindparam, delete, select, tuple_
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from schemas.figures.periods import Period
from schemas.figures.rollup import EMPTY, Cell, CellKey, gathered
from schemas.records.cells import CellColumns, cell_of, columns_of, key_of, sums_of
from sync.centre.bulk import insert_many, json_text, update_many
from sync.centre.dialect import insert_new, writes_alone
from sync.centre.tables import CellRow
from sync.centre.verdicts import Taken

KEY = ("pack", "day", "business_line", "consultant")
"""What the cells of one group share; there are as many as the pack has items with points."""

GROUPS = 100
"""Groups looked up at once; databases limit the number of parameters."""

_COLUMNS = list(CellRow.__table__.columns)  # type: ignore[attr-defined]
_IDENTITY = [column for column in _COLUMNS if column.primary_key]
_SUMS = tuple(column.name for column in _COLUMNS if not column.primary_key)
_COUNTS = ("excluded", "classes", "spread")
_HELD = (
    select(*_COLUMNS)
    .where(tuple_(*(col(getattr(CellRow, name)) for name in KEY)).in_(bindparam("groups", expanding=True)))
    .order_by(*_IDENTITY)
    .with_for_update()
)


def count_responses(session: Session, taken: Sequence[Taken]) -> None:
    """Add what stored responses contribute and take out what the versions did that they replace; each cell is
    read and written once, however many of them change it."""
    changed = _gathered(taken)
    for key, cell in _gathered([one.replaces for one in taken if one.replaces]).items():
        changed[key] = changed.get(key, EMPTY) - cell
    held = dict(_held(session, changed))
    missing = sorted(changed.keys() - held.keys())
    if missing and writes_alone(session):
        _make(session, {key: cell for key in missing if (cell := changed[key]) != EMPTY})
    elif missing:  # another process may be making the same: then this waits
        insert_new(session, CellRow, [columns_of(key, EMPTY) for key in missing])
        held |= dict(_held(session, missing))
    after = {key: held[key] + changed[key] for key in sorted(held.keys() & changed.keys())}
    _write(session, {key: cell for key, cell in after.items() if cell != EMPTY})
    _remove(session, [key for key, cell in after.items() if cell == EMPTY])


def _gathered(taken: Sequence[Taken]) -> dict[CellKey, Cell]:
    return gathered((one.facts, one.points) for one in taken)


def _make(session: Session, cells: Mapping[CellKey, Cell]) -> None:
    rows = [(*key, *_sums(cell)) for key, cell in cells.items()]
    insert_many(session, CellRow, (*CellKey._fields, *_SUMS), rows)


def _write(session: Session, cells: Mapping[CellKey, Cell]) -> None:
    rows = [(*_sums(cell), *key) for key, cell in cells.items()]
    update_many(session, CellRow, _SUMS, CellKey._fields, rows)


def _sums(cell: Cell) -> tuple[Any, ...]:
    """The values of ``_SUMS``."""
    sums = sums_of(cell)
    for name in _COUNTS:
        sums[name] = json_text(sums[name]) if sums[name] else "{}"
    return tuple(map(sums.__getitem__, _SUMS))


def _remove(session: Session, keys: Sequence[CellKey]) -> None:
    """Cells that hold nothing any more: a recount would not know of them."""
    for key in keys:
        session.exec(
            delete(CellRow).where(*(column == part for column, part in zip(_IDENTITY, key, strict=True)))
        )


def cells(session: Session, pack: str, period: Period) -> Mapping[CellKey, Cell]:
    """The cells of a pack in a period."""
    query = select_rows(CellRow).where(
        CellRow.pack == pack,
        col(CellRow.day) >= period.first.isoformat(),
        col(CellRow.day) <= period.last.isoformat(),
    )
    return {key_of(row): cell_of(row) for row in session.exec(query)}


def _held(session: Session, keys: Iterable[CellKey]) -> Iterator[tuple[CellKey, Cell]]:
    """The cells of the groups these belong to, locked where the database has locks of rows."""
    groups = sorted({key[: len(KEY)] for key in keys})
    for start in range(0, len(groups), GROUPS):
        for row in session.connection().execute(_HELD, {"groups": groups[start : start + GROUPS]}):
            cell = cast("CellColumns", row)
            yield key_of(cell), cell_of(cell)
