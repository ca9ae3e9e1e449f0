"""What an older version left undone, done when a database is brought up to date, in the same transaction.

A migration script changes tables and must not know the program; what needs its rules, such as publishing a
record, is done here, when the tables are those of the present.
"""

from collections.abc import Callable, Mapping

from sqlmodel import Session, col, select

from schemas.records.changes import Effects
from schemas.records.envelope import read_body
from schemas.records.response import ResponseFinal
from schemas.records.response_effects import temporary_customer
from sync.centre.ledger import Ledger
from sync.centre.tables import Device, ItemRow, Person, ReferenceRow, Response


def mend(session: Session, before: str) -> None:
    """Everything that a database of this version, as four digits, still needs."""
    for version, work in sorted(_WORK.items()):
        if before < version:
            work(session)


def publish_temporary(session: Session) -> None:
    """Somebody not on file whom a response named became a customer in 0004; those named before are published
    now, in the region of whoever recorded them."""
    on_file = select(ReferenceRow.id).where(
        ReferenceRow.entity == "customer", col(ReferenceRow.id) == col(Response.customer)
    )
    query = (
        select(ItemRow.body, Person.region)
        .join(Response, (col(Response.device) == ItemRow.device) & (col(Response.device_seq) == ItemRow.seq))
        .join(Device, col(Device.id) == col(Response.device))
        .join(Person, col(Person.id) == col(Device.person))
        .where(col(Response.customer).is_not(None), ~on_file.exists())
        .order_by(col(Response.id))
    )
    ledgers: dict[str, Ledger] = {}
    for body, region in session.exec(query).all():
        made = temporary_customer(ResponseFinal.model_validate(read_body(body or b"")))
        if made is not None:
            ledgers.setdefault(region, Ledger(session, region)).take(Effects((("customer", made),)))
    for ledger in ledgers.values():
        ledger.publish()


_WORK: Mapping[str, Callable[[Session], None]] = {"0006": publish_temporary}
"""Version that needs it -> what to do."""
