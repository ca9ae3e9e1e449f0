"""Customers found while somebody types, as lines of a list."""

from csat_tui.laptop.opening import Laptop
from csat_tui.services.customer_data import Found, FoundCustomer
from csat_tui.store import customers
from csat_tui.store.customer_file import last_scores
from csat_tui.words.common import score_words
from schemas.masking import masked_phone
from schemas.records.reference import Customer

SHOWN = 30
"""Lines at most: who sees thirty types on."""


def find(laptop: Laptop, wish: str) -> Found:
    """The customers that match, the closest first."""
    with laptop.store.read() as session:
        bodies = customers.search_in(session, wish, SHOWN)
        whose = customers.standing_ids(session, [body["id"] for body in bodies])
        scores = last_scores(session, whose)
    joined = {into for id, into in whose.items() if id != into}
    known = [Customer.model_validate(body) for body in bodies]
    rows = [_row(customer, scores.get(customer.id), customer.id in joined) for customer in known]
    return Found(wish, rows, more=len(rows) == SHOWN)


def _row(customer: Customer, last: str | None, merged: bool) -> FoundCustomer:
    return FoundCustomer(
        customer.id,
        customer.number,
        customer.name,
        masked_phone(customer.phone),
        customer.plate or "",
        customer.company or "",
        score_words(last),
        temporary=customer.status == "temporary",
        merged=merged,
        do_not_contact=customer.do_not_contact,
    )
