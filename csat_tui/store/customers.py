"""Looking up customers offline."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from csat_tui.store import index
from csat_tui.store.database import Store
from csat_tui.store.tables import CustomerRow
from schemas.records.merging import survivor
from schemas.records.reference import Customer
from schemas.text import narrow

CANDIDATES = 100
"""How many matches are looked at to show the best of them first."""


def by_id(store: Store, customer_id: str) -> Customer | None:
    """The customer of this id, merged or not; None when not here."""
    with store.read() as session:
        row = session.get(CustomerRow, customer_id)
    return None if row is None else customer_of(row)


def standing_for(store: Store, customer_id: str) -> Customer | None:
    """The customer this id stands for now: the one it was merged into, or itself; None when not here."""
    with store.read() as session:
        row = session.get(CustomerRow, _survivor(session, customer_id))
    return None if row is None else customer_of(row)


def all_ids(session: Session, customer_id: str) -> list[str]:
    """Every id whose records belong to this customer: its own, and those that were merged into it."""
    ids = [_survivor(session, customer_id)]
    for id in ids:  # grows while it is gone through
        merged = session.exec(select(CustomerRow.id).where(CustomerRow.merged_into == id)).all()
        ids += [other for other in merged if other not in ids]
    return ids


def by_number(store: Store, number: str) -> Customer | None:
    """The customer whom people call by this number (full-width digits will do); None when not here."""
    query = select(CustomerRow).where(CustomerRow.number == narrow(number), CustomerRow.number != "")
    with store.read() as session:
        row = session.exec(query.order_by(col(CustomerRow.merged_into).is_not(None)).limit(1)).first()
    return None if row is None else customer_of(row)


def search(store: Store, text: str, limit: int = 20) -> list[Customer]:
    """Customers who match every word, the closest first: a word is some neighbouring characters of a name,
    of its pinyin initials, of a number, phone, plate, company, or of the number of a project."""
    with store.read() as session:
        ids = index.find(session, text, max(limit, CANDIDATES))
        now = {_survivor(session, row.id): None for row in _rows(session, ids)}
        found = _rows(session, list(now))
    wish = narrow(text).casefold()
    found.sort(key=lambda row: (row.number.casefold() != wish, not row.name.startswith(wish), row.name))
    return [customer_of(row) for row in found[:limit]]


def customer_of(row: CustomerRow) -> Customer:
    """A stored customer as the record both ends know."""
    return Customer.model_validate(row.body)


def _rows(session: Session, ids: Sequence[str]) -> list[CustomerRow]:
    return list(session.exec(select(CustomerRow).where(col(CustomerRow.id).in_(ids))))


def _survivor(session: Session, id: str) -> str:
    def merged_into(one: str) -> str | None:
        row = session.get(CustomerRow, one)
        return None if row is None else row.merged_into

    return survivor(id, merged_into)
