"""Look at what the centre holds: one line an item, and the body of one as it was received."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from sqlmodel import Session, col, select

from sync.centre.faults import CentreError
from sync.centre.store import Store
from sync.centre.tables import ItemRow, Response


@dataclass(frozen=True)
class Listed:
    """One record held here. ``status`` is ``stored`` or ``quarantined``; ``occurred_at`` None where the body
    tells none."""

    id: str
    kind: str
    status: str
    device: str
    device_seq: int
    occurred_at: str | None
    received_at: str


def items(store: Store, *, kind: str | None = None, status: str | None = None) -> Iterator[Listed]:
    """Every record once, in the order of its arrival; copies handed in again are not listed."""
    asked = (
        select(ItemRow, Response.occurred_at)
        .join(Response, col(Response.id) == col(ItemRow.id), isouter=True)
        .where(col(ItemRow.body).is_not(None))
        .order_by(col(ItemRow.received_at), col(ItemRow.device), col(ItemRow.seq))
    )
    if kind is not None:
        asked = asked.where(col(ItemRow.kind) == kind)
    if status is not None:
        asked = asked.where(col(ItemRow.status) == status)
    with (
        store.reading() as session,
        closing(session.exec(asked.execution_options(yield_per=500))) as rows,
    ):
        for row, occurred_at in rows:
            yield Listed(row.id, row.kind, row.status, row.device, row.seq, occurred_at, row.received_at)


def body_of(store: Store, id: str) -> bytes:
    """The exact bytes handed in first under this record id. CentreError ``unknown_record``."""
    with store.reading() as session:
        found = _first(session, id)
    if found is None or found.body is None:
        raise CentreError("unknown_record", id=id)
    return found.body


def response_ids(session: Session, pack: str, first_day: str, last_day: str) -> list[str]:
    """The responses of a pack that count from one local date to another, both included, in the order of their
    ids."""
    query = select(Response.id).where(
        col(Response.counted).is_(True),
        Response.pack == pack,
        col(Response.local_date) >= first_day,
        col(Response.local_date) <= last_day,
    )
    return sorted(session.exec(query))


def _first(session: Session, id: str) -> ItemRow | None:
    return session.exec(
        select(ItemRow)
        .where(col(ItemRow.id) == id, col(ItemRow.body).is_not(None))
        .order_by(col(ItemRow.status).desc(), col(ItemRow.received_at))  # what is stored before what is not
        .limit(1)
    ).first()
