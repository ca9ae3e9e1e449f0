"""The centre's roll-up: the same cells as on the laptops, kept in the transaction that stores a response."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from schemas.figures.periods import Period
from schemas.figures.rollup import EMPTY, Cell, CellKey, contributions
from schemas.records.cells import cell_of, columns_of, identity, key_of
from schemas.scoring.items import item_points
from sync.centre.tables import CellRow
from sync.centre.verdicts import Taken


def count_responses(session: Session, taken: Sequence[Taken]) -> None:
    """Add what stored responses contribute and take out what the versions did that they replace; each cell is
    written once, however many of them change it."""
    changed: dict[CellKey, Cell] = defaultdict(lambda: EMPTY)
    for one in taken:
        for key, cell in _contributions(one).items():
            changed[key] += cell
        for key, cell in (_contributions(one.replaces) if one.replaces else {}).items():
            changed[key] -= cell
    for key in sorted(changed):  # one order everywhere, so that two writers never wait for each other
        row = session.get(CellRow, identity(key), with_for_update=True)
        cell = (EMPTY if row is None else cell_of(row)) + changed[key]
        if cell != EMPTY:
            session.merge(CellRow(**columns_of(key, cell)))
        elif row is not None:  # a recount would not know of it
            session.delete(row)
    session.flush()


def _contributions(one: Taken) -> Mapping[CellKey, Cell]:
    return contributions(one.facts, item_points(one.pack, one.response.answers))


def cells(session: Session, pack: str, period: Period) -> Mapping[CellKey, Cell]:
    """The cells of a pack in a period."""
    query = select(CellRow).where(
        CellRow.pack == pack,
        col(CellRow.day) >= period.first.isoformat(),
        col(CellRow.day) <= period.last.isoformat(),
    )
    return {key_of(row): cell_of(row) for row in session.exec(query)}
