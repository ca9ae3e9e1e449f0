"""Who looked at which customer, from the items that the laptops handed in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from schemas.records.looks import CUSTOMER_LOOK
from sync.centre.tables import Device, ItemRow, ReferenceRow

ROWS = 500


@dataclass(frozen=True)
class Looked:
    """``user``: whose device it was; ``at``: by that laptop's clock, ``received_at`` by the centre's;
    ``name``: the customer's, None when there is none of this id."""

    at: str
    user: str
    customer: str
    name: str | None
    what: str
    device: str
    received_at: str


def looked(session: Session, *, customer: str | None = None, user: str | None = None) -> Iterator[Looked]:
    """Every look in the order of its arrival; at one customer, or by one user, when asked so.

    Reads all items of the kind: an audit is rare, and an index for it would cost every push.
    """
    query = (
        select(ItemRow.body, ItemRow.device, ItemRow.received_at, Device.person)
        .join(Device, col(Device.id) == col(ItemRow.device))
        .where(ItemRow.kind == CUSTOMER_LOOK, ItemRow.status == "stored")
        .order_by(col(ItemRow.received_at), col(ItemRow.device), col(ItemRow.seq))
    )
    if user is not None:
        query = query.where(Device.person == user)
    for body, device, received_at, person in session.exec(query.execution_options(yield_per=ROWS)):
        content = json.loads(body or b"{}")
        if customer in (None, content["customer"]):
            whom, what = content["customer"], content["what"]
            name = _name(session, whom)
            yield Looked(content["at"], person, whom, name, what, device, received_at)


def _name(session: Session, customer: str) -> str | None:
    row = session.get(ReferenceRow, ("customer", customer))
    return None if row is None or row.deleted else str(json.loads(row.body).get("name", ""))
