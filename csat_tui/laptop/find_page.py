"""Customers found while somebody types, as lines of a list."""

from sqlmodel import Session, col, select

from csat_tui.customer_data import Found, FoundCustomer
from csat_tui.laptop.opening import Laptop
from csat_tui.store import customers
from csat_tui.store.customer_file import last_scores
from csat_tui.store.tables import CustomerRow
from schemas.masking import masked_phone
from schemas.records.reference import Customer

SHOWN = 30
"""Lines at most: who sees thirty types on."""


def find(laptop: Laptop, wish: str) -> Found:
    """The customers that match, the closest first."""
    known = customers.search(laptop.store, wish, SHOWN)
    ids = [customer.id for customer in known]
    with laptop.store.read() as session:
        scores, joined = last_scores(session, ids), _joined(session, ids)
    rows = [_row(customer, scores.get(customer.id), customer.id in joined) for customer in known]
    return Found(wish, rows, more=len(rows) == SHOWN)


def _joined(session: Session, ids: list[str]) -> set[str | None]:
    """Which of these others were merged into."""
    query = select(CustomerRow.merged_into).where(col(CustomerRow.merged_into).in_(ids)).distinct()
    return set(session.exec(query))


def _row(customer: Customer, last: str | None, merged: bool) -> FoundCustomer:
    return FoundCustomer(
        customer.id,
        customer.number,
        customer.name,
        masked_phone(customer.phone),
        customer.plate or "",
        customer.company or "",
        last,
        temporary=customer.status == "temporary",
        merged=merged,
        do_not_contact=customer.do_not_contact,
    )
