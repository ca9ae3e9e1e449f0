"""The people of this laptop, as rows."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from csat_tui.store.database import Store
from csat_tui.store.tables import PersonRow


def everybody(store: Store, enrolled: str | None) -> Sequence[PersonRow]:
    """Who works here, the enrolled user first, and there even before anything was kept of them; then by id."""
    query = select(PersonRow).where(col(PersonRow.active)).order_by(PersonRow.id)
    with store.read() as session:
        rows = list(session.exec(query))
    first = [row for row in rows if row.id == enrolled]
    if enrolled is not None and not first:
        first = [_new(enrolled)]
    return [*first, *(row for row in rows if row.id != enrolled)]


def keep(store: Store, id: str, **changed: Any) -> None:
    """Set fields of a person, who is put on file when not there."""
    with store.write() as session:
        row = _row(session, id)
        for name, value in changed.items():
            setattr(row, name, value)
        session.add(row)


def count_wrong(store: Store, id: str, at: str) -> None:
    """One more wrong PIN."""
    with store.write() as session:
        row = _row(session, id)
        row.wrong, row.wrong_at = row.wrong + 1, at
        session.add(row)


def _row(session: Session, id: str) -> PersonRow:
    known = session.get(PersonRow, id)
    return _new(id) if known is None else known


def _new(id: str) -> PersonRow:
    return PersonRow(id=id, name=id, role="staff")
