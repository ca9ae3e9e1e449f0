"""Looking up customers offline."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from csat_tui.store import index
from csat_tui.store.among import among
from csat_tui.store.database import Store
from csat_tui.store.index import Match
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
        row = session.get(CustomerRow, survivor_of(session, customer_id))
    return None if row is None else customer_of(row)


def all_ids(session: Session, customer_id: str) -> list[str]:
    """Every id whose records belong to this customer: its own, and those that were merged into it."""
    ids = [survivor_of(session, customer_id)]
    for id in ids:  # grows while it is gone through
        merged = session.exec(select(CustomerRow.id).where(CustomerRow.merged_into == id)).all()
        ids += [other for other in merged if other not in ids]
    return ids


def standing_ids(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Every id whose records belong to one of these customers -> the customer; with few queries."""
    whose = {id: id for id in ids}
    new = list(ids)
    while new:
        query = select_columns(col(CustomerRow.id), col(CustomerRow.merged_into))
        query = query.where(among(CustomerRow.merged_into, new))
        merged = session.connection().execute(query).all()
        found = [(id, into) for id, into in merged if into and id not in whose]
        whose |= {id: whose[into] for id, into in found}
        new = [id for id, _into in found]
    return whose


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
        bodies = search_in(session, text, limit)
    return [Customer.model_validate(body) for body in bodies]


def search_in(session: Session, text: str, limit: int) -> list[Mapping[str, Any]]:
    """The records of the same as a transaction sees them."""
    wish = narrow(text).casefold()

    def closest(found: Match) -> tuple[bool, bool, str]:
        return (found.number.casefold() != wish, not found.name.startswith(wish), found.name)

    here = _standing(session, index.find(session, text, max(limit, CANDIDATES)))
    best = [found.id for found in sorted(here, key=closest)[:limit]]
    query = select_columns(col(CustomerRow.id), col(CustomerRow.body)).where(among(CustomerRow.id, best))
    bodies = {row.id: row.body for row in session.connection().execute(query)} if best else {}
    return [bodies[id] for id in best]


def customer_of(row: CustomerRow) -> Customer:
    """A stored customer as the record both ends know."""
    return Customer.model_validate(row.body)


def _named(session: Session, ids: Sequence[str]) -> list[Match]:
    query = select(CustomerRow.id, CustomerRow.number, CustomerRow.name, CustomerRow.merged_into)
    return [Match(*found) for found in session.exec(query.where(among(CustomerRow.id, ids)))] if ids else []


def _standing(session: Session, found: Sequence[Match]) -> list[Match]:
    """Those found, with the customer it was merged into in the place of a merged one; each once."""
    merged = [survivor_of(session, row.id) for row in found if row.merged_into is not None]
    own = [row for row in found if row.merged_into is None]
    known = {row.id for row in own}
    return own + _named(session, [id for id in dict.fromkeys(merged) if id not in known])


def survivor_of(session: Session, id: str) -> str:
    """The id of the customer that this one stands for now."""

    def merged_into(one: str) -> str | None:
        row = session.get(CustomerRow, one)
        return None if row is None else row.merged_into

    return survivor(id, merged_into)
