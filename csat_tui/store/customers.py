"""Looking up customers offline."""

from sqlmodel import col, select

from csat_tui.store.database import Store
from csat_tui.store.tables import CustomerRow
from schemas.records.reference import Customer
from schemas.text import narrow


def by_id(store: Store, customer_id: str) -> Customer | None:
    """The customer of this id; None when not here."""
    with store.read() as session:
        row = session.get(CustomerRow, customer_id)
    return None if row is None else customer_of(row)


def by_number(store: Store, number: str) -> Customer | None:
    """The customer whom people call by this number (full-width digits will do); None when not here."""
    with store.read() as session:
        row = session.exec(select(CustomerRow).where(CustomerRow.number == narrow(number)).limit(1)).first()
    return None if row is None else customer_of(row)


def search(store: Store, text: str, limit: int = 20) -> list[Customer]:
    """Customers who match every word: in name, pinyin initials, number, phone, plate or company."""
    query = select(CustomerRow).order_by(col(CustomerRow.name)).limit(limit)
    for word in narrow(text).lower().split():
        query = query.where(col(CustomerRow.search).contains(word, autoescape=True))
    with store.read() as session:
        return [customer_of(row) for row in session.exec(query)]


def customer_of(row: CustomerRow) -> Customer:
    """A stored customer as the record both ends know."""
    return Customer.model_validate(row.body)
